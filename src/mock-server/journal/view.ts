/** An exchange as a person reads it and a program stores it: plain data, made when somebody asks. */
import { promptOf } from '../ask.ts';
import type { Caller } from '../auth/index.ts';
import type { Ending } from '../exchange.ts';
import type { WhyNot } from '../matching/index.ts';
import type { SentEvent } from './events.ts';
import { readBody, type Received, receivedOf } from './received.ts';
import type { Exchange, Outcome } from './record.ts';
import { pairsOf, redact, type Redacted } from './redact.ts';

/** What a line of a log tells of an exchange. Members that do not apply are undefined, and absent as JSON. */
export interface ExchangeSummary {
  /** As the client got it in `x-amzn-RequestId`. */
  readonly requestId: string;
  /** Empty for the server itself. */
  readonly sandbox: string;
  /** ISO 8601, when the request was complete. */
  readonly receivedAt: string;
  /** Until the answer was over; undefined while it is under way. */
  readonly durationMs: number | undefined;
  /** `HTTP/1.1`, `HTTP/2.0`, `in-process`. */
  readonly protocol: string;
  readonly method: string;
  /** As sent, sandbox prefix included; signatures and tokens in its query shortened. */
  readonly target: string;
  readonly operation: string | undefined;
  /** As the client gave it, percent-escapes decoded. */
  readonly modelId: string | undefined;
  /** The user's last words, or the texts to embed, one a line; known once the request was found valid. */
  readonly prompt: string | undefined;
  /** The names of the tools offered; empty where there are none. */
  readonly tools: readonly string[];
  /** The scenario that answered. */
  readonly scenario: string | undefined;
  readonly status: number | undefined;
  /** The error the client got, in place of an answer or in the middle of a stream. */
  readonly error: ExchangeError | undefined;
  /** What a person should know of an answer that is no error. */
  readonly note: string | undefined;
  /** What the model said, thinking and tool use left out. */
  readonly text: string | undefined;
  /** Of a stream: how many events were sent so far. */
  readonly eventCount: number | undefined;
  /** How the answer was to end: other than `end` only by a fault. */
  readonly ending: Ending | undefined;
  readonly outcome: Outcome;
}

export interface ExchangeError {
  /** The exception's name, or the member of a stream's union: `throttlingException`. */
  readonly type: string;
  /** What the client was told. */
  readonly message: string;
  /** What a person should know beside; may have several lines. */
  readonly reason: string | undefined;
}

/** All that is known of an exchange. */
export interface ExchangeView extends ExchangeSummary {
  /** In the order of the wire, over HTTP/2 with the pseudo-headers; of signatures and tokens only the beginning. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Parsed where it is JSON, otherwise its text; undefined where it is empty. */
  readonly body: unknown;
  /** Where it is no JSON: the bytes. */
  readonly bodyBase64: string | undefined;
  readonly caller: CallerView | undefined;
  /** For each scenario that did not answer, the first condition that did not hold. */
  readonly whyNot: readonly WhyNot[];
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** As `body`, of what was sent so far; undefined for a stream. */
  readonly responseBody: unknown;
  readonly responseBodyBase64: string | undefined;
  /** Of a stream: what was sent so far, event by event. */
  readonly events: readonly SentEvent[] | undefined;
}

export type CallerView = Pick<Caller, 'kind' | 'accessKeyId' | 'accountId' | 'arn' | 'region'>;

/** Everything; its cost grows with the bodies and with the number of scenarios. */
export function viewExchange(exchange: Exchange): ExchangeView {
  const { request, matching, answer } = exchange;
  const redacted = redact(request);
  const { headers, scrub } = redacted;
  const received = receivedOf(exchange, scrub);
  const { body, base64 } = readBody(request.body);
  const input = matching?.input();
  const whyNot = (input && matching?.why(matching.set, matching.outcome, input)) ?? [];
  return {
    ...summaryOf(exchange, redacted, received),
    headers,
    body,
    bodyBase64: base64,
    caller: callerOf(exchange),
    whyNot: whyNot.map(({ scenario, because }) => ({ scenario, because: scrub(because) })),
    responseHeaders: pairsOf(answer?.headers.map(scrub) ?? []),
    responseBody: received.body,
    responseBodyBase64: received.base64,
    events: received.events,
  };
}

/** What fits a line: no headers, no bodies, no reasons of other scenarios. */
export function summarizeExchange(exchange: Exchange): ExchangeSummary {
  const redacted = redact(exchange.request);
  return summaryOf(exchange, redacted, receivedOf(exchange, redacted.scrub));
}

function summaryOf(exchange: Exchange, { target, scrub }: Redacted, received: Received): ExchangeSummary {
  const { request, matching, answer, note, receivedAt, finishedAt } = exchange;
  const conversation = matching?.input()?.ask.conversation;
  return {
    requestId: exchange.requestId,
    sandbox: exchange.sandbox,
    receivedAt: new Date(receivedAt).toISOString(),
    durationMs: finishedAt === undefined ? undefined : finishedAt - receivedAt,
    protocol: request.protocol,
    method: request.method,
    target,
    operation: exchange.operation?.name,
    modelId: exchange.modelId || undefined,
    prompt: (conversation && promptOf(conversation)) || undefined,
    tools: conversation?.tools.map(({ name }) => name) ?? [],
    scenario: matching?.outcome.scenario?.name,
    status: answer?.status,
    error: errorOf(exchange, received, scrub),
    note: note === undefined ? undefined : scrub(note),
    text: answer?.status === 200 ? received.text : undefined,
    eventCount: received.events?.length,
    ending: answer?.ending,
    outcome: exchange.outcome,
  };
}

function errorOf({ refusal }: Exchange, { events }: Received, scrub: Redacted['scrub']): ExchangeError | undefined {
  if (!refusal) return errorInStream(events?.at(-1));
  const { type, message, reason } = refusal;
  return { type, message: scrub(message), reason: reason === undefined ? undefined : scrub(reason) };
}

/** A modelled exception has its text in the payload, any other error in a header (Smithy event-stream specification). */
function errorInStream(last: SentEvent | undefined): ExchangeError | undefined {
  if (!last || !('headers' in last)) return undefined;
  const { headers, payload } = last;
  const type = headers[':exception-type'] ?? headers[':error-code'];
  if (type === undefined) return undefined;
  const { message } = (payload ?? {}) as { message?: string };
  return { type: String(type), message: message ?? String(headers[':error-message'] ?? ''), reason: undefined };
}

function callerOf({ caller }: Exchange): CallerView | undefined {
  if (!caller) return undefined;
  const { kind, accessKeyId, accountId, arn, region } = caller;
  return { kind, ...(accessKeyId !== undefined && { accessKeyId }), accountId, arn, region };
}
