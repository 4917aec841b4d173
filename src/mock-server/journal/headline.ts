/** What a line of a log tells of an exchange: cheap to make, as a server that is busy logs every one. */
import type { Ending } from '../exchange.ts';
import { type Piece, readEvent } from './events.ts';
import { sentEvents } from './received.ts';
import type { Exchange, Outcome } from './record.ts';
import { redact, type Redacted } from './redact.ts';

/** Members that do not apply are undefined, and absent as JSON. */
export interface ExchangeHeadline {
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
  /** The scenario that answered. */
  readonly scenario: string | undefined;
  readonly status: number | undefined;
  /** The error the client got, in place of an answer or in the middle of a stream. */
  readonly error: ExchangeError | undefined;
  /** What a person should know of an answer that is no error. */
  readonly note: string | undefined;
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

export function headlineOf(exchange: Exchange, redacted: Redacted = redact(exchange.request)): ExchangeHeadline {
  const { request, answer, note, receivedAt, finishedAt } = exchange;
  const { target, scrub } = redacted;
  const events = sentEvents(exchange);
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
    scenario: exchange.matching?.outcome.scenario?.name,
    status: answer?.status,
    error: refusalOf(exchange, scrub) ?? errorInStream(events?.at(-1)),
    note: note === undefined ? undefined : scrub(note),
    eventCount: events?.length,
    ending: answer?.ending,
    outcome: exchange.outcome,
  };
}

function refusalOf({ refusal }: Exchange, scrub: Redacted['scrub']): ExchangeError | undefined {
  if (!refusal) return undefined;
  const { type, message, reason } = refusal;
  return { type, message: scrub(message), reason: reason === undefined ? undefined : scrub(reason) };
}

/** A modelled exception has its text in the payload, any other error in a header (Smithy event-stream specification). */
function errorInStream(last: Piece | undefined): ExchangeError | undefined {
  const event = last && readEvent(last);
  if (!event || !('headers' in event)) return undefined;
  const { headers, payload } = event;
  const type = headers[':exception-type'] ?? headers[':error-code'];
  if (type === undefined) return undefined;
  const { message } = (payload ?? {}) as { message?: string };
  return { type: String(type), message: message ?? String(headers[':error-message'] ?? ''), reason: undefined };
}
