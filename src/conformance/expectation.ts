/** What must come of a run, as data; `judge.ts` has for each kind what it means. */
import type { JsonValue } from './json.ts';

export type ClientExpectation = CallerExpectation | RequestExpectation | ConnectionExpectation;

/** What the caller of the client must have been given. */
export type CallerExpectation =
  /** The call ends, and without an error. */
  | { readonly is: 'success' }
  /** The call ends with an error; each member narrows which. A text must be contained in the message. */
  | {
      readonly is: 'error';
      readonly type?: readonly string[];
      readonly message?: string;
      readonly status?: readonly number[];
      readonly requestId?: string;
      readonly retryable?: boolean;
    }
  /** The call ends, either way. */
  | { readonly is: 'ended' }
  /** All text, put together by the client or else by the kit. */
  | { readonly is: 'text'; readonly equals: string }
  /** The deltas of text in the order in which they were given, each with its block. */
  | { readonly is: 'text-of-block'; readonly index: number; readonly equals: string }
  | {
      readonly is: 'tool-calls';
      readonly equals: readonly { readonly name: string; readonly input: JsonValue; readonly id?: string }[];
    }
  /** No tool call but those whose input is whole. */
  | { readonly is: 'no-tool-call'; readonly name: string }
  | { readonly is: 'stop-reason'; readonly equals: string }
  /** Neither a stop reason nor usage is given that was never sent. */
  | { readonly is: 'nothing-fabricated' }
  | { readonly is: 'usage'; readonly equals: Readonly<Record<string, number>> }
  /** The names of the events given, in order; of Claude their types. */
  | { readonly is: 'event-names'; readonly equal: readonly string[] }
  | { readonly is: 'event-count'; readonly max?: number; readonly min?: number }
  /** A text is among what was given, or is nowhere in it. */
  | { readonly is: 'delivered'; readonly text: string }
  | { readonly is: 'not-delivered'; readonly text: string }
  /** A place in what the driver told has this value: `message.output.message.content[0].text`. */
  | { readonly is: 'observed'; readonly path: string; readonly equals: JsonValue }
  /** The body of InvokeModel, byte for byte, in base64. */
  | { readonly is: 'body'; readonly base64: string }
  | { readonly is: 'partial'; readonly contains: string };

/** What the client must have sent: of every request of the run, unless it says otherwise. */
export type RequestExpectation =
  | { readonly is: 'requests'; readonly min?: number; readonly max?: number }
  /** The stage accepted the signature or the key. */
  | { readonly is: 'authenticated'; readonly by: 'sigv4' | 'bearer' }
  /** The signature is for this service and region. */
  | { readonly is: 'scope'; readonly service: string; readonly region: string }
  | { readonly is: 'access-key'; readonly equals: string }
  | { readonly is: 'model-id'; readonly equals: string }
  | { readonly is: 'route'; readonly method: string; readonly path: string }
  /** The stage found nothing between its own prefix and the operation but this. */
  | { readonly is: 'base-path'; readonly equals: string }
  | { readonly is: 'header'; readonly name: string; readonly matches: string }
  | { readonly is: 'no-header'; readonly name: string; readonly matches?: string }
  | { readonly is: 'signed'; readonly header: string }
  | { readonly is: 'not-signed'; readonly headers: readonly string[] }
  /** Exactly one of these is signed, exactly once. */
  | { readonly is: 'signed-once'; readonly oneOf: readonly string[] }
  /** A place in the JSON of the body has this value. */
  | { readonly is: 'sent'; readonly path: string; readonly equals: JsonValue }
  | { readonly is: 'not-sent'; readonly path: string }
  /** The body is UTF-8 and, read as JSON, has no half of a surrogate pair in any text. */
  | { readonly is: 'sound-text' }
  /** Every request after the first is signed with a later date, as its own time of sending is later. */
  | { readonly is: 'fresh-dates' };

/** What must have happened to the connection, and when. */
export type ConnectionExpectation =
  /** The client closed the connection or the stream within so many milliseconds of the end of the run's call. */
  | { readonly is: 'closed-by-client'; readonly withinMs: number }
  /** Between the answer and the next request passed at least so long. */
  | { readonly is: 'waited'; readonly atLeastMs: number }
  /** The call took no longer. */
  | { readonly is: 'took-at-most'; readonly ms: number };

/** Of servers; each kind is told apart by `is`, and `server/` has what they mean. */
export interface ServerExpectation {
  readonly is: string;
  readonly [member: string]: unknown;
}
