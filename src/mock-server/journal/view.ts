/** An exchange as a person reads it and a program stores it: plain data, made when somebody asks. */
import { promptOf } from '../ask.ts';
import type { Caller } from '../auth/index.ts';
import type { Input, WhyNot } from '../matching/index.ts';
import { readEvent, type SentEvent } from './events.ts';
import { type ExchangeHeadline, headlineOf } from './headline.ts';
import { readBody, sentBody, sentEvents } from './received.ts';
import type { Exchange } from './record.ts';
import { pairsOf, redact } from './redact.ts';
import { textOfBody, textOfEvents } from './said.ts';

/** A headline, and what was asked and said. */
export interface ExchangeSummary extends ExchangeHeadline {
  /** The user's last words, or the texts to embed, one a line; known where the request was found valid. */
  readonly prompt: string | undefined;
  /** The names of the tools offered; empty where there are none. */
  readonly tools: readonly string[];
  /** What the model said, thinking and tool use left out. */
  readonly text: string | undefined;
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
  const seen = look(exchange);
  const { redacted, input, responseBody, events } = seen;
  const { scrub } = redacted;
  const { body, base64 } = readBody(exchange.request.body);
  return {
    ...summaryOf(exchange, seen),
    headers: redacted.headers,
    body,
    bodyBase64: base64,
    caller: callerOf(exchange),
    whyNot: whyNot(exchange, input).map(({ scenario, because }) => ({ scenario, because: scrub(because) })),
    responseHeaders: pairsOf(exchange.answer?.headers.map(scrub) ?? []),
    responseBody: responseBody.body,
    responseBodyBase64: responseBody.base64,
    events,
  };
}

/** What fits a line: no headers, no bodies, no reasons of other scenarios. */
export function summarizeExchange(exchange: Exchange): ExchangeSummary {
  return summaryOf(exchange, look(exchange));
}

/** What several members are made of. */
type Seen = ReturnType<typeof look>;

function look(exchange: Exchange) {
  const redacted = redact(exchange.request);
  const events = sentEvents(exchange)?.map(readEvent);
  const bytes = events ? Buffer.alloc(0) : sentBody(exchange);
  // A refusal may quote the request.
  const responseBody = readBody(exchange.refusal ? Buffer.from(redacted.scrub(bytes.toString())) : bytes);
  return { redacted, input: exchange.matching?.input(), events, responseBody };
}

function summaryOf(exchange: Exchange, { redacted, input, events, responseBody }: Seen): ExchangeSummary {
  const conversation = input?.ask.conversation;
  return {
    ...headlineOf(exchange, redacted),
    prompt: (conversation && promptOf(conversation)) || undefined,
    tools: conversation?.tools.map(({ name }) => name) ?? [],
    text: exchange.answer?.status === 200 ? textOf(events, responseBody.body) : undefined,
  };
}

function textOf(events: readonly SentEvent[] | undefined, body: unknown): string | undefined {
  return events ? textOfEvents(events) : textOfBody(body);
}

function whyNot({ matching }: Exchange, input: Input | undefined): readonly WhyNot[] {
  return matching && input ? matching.why(matching.set, matching.outcome, input) : [];
}

function callerOf({ caller }: Exchange): CallerView | undefined {
  if (!caller) return undefined;
  const { kind, accessKeyId, accountId, arn, region } = caller;
  return { kind, ...(accessKeyId !== undefined && { accessKeyId }), accountId, arn, region };
}
