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
      readonly status?: number;
      readonly requestId?: string;
      readonly retryable?: boolean;
    }
  /** All text, put together by the client or else by the kit. */
  | { readonly is: 'text'; readonly equals: string }
  /** The text of one block of content. */
  | { readonly is: 'block-text'; readonly index: number; readonly equals: string }
  | { readonly is: 'reasoning'; readonly equals: JsonValue }
  | { readonly is: 'tool-calls'; readonly equals: readonly { readonly name: string; readonly input: JsonValue }[] }
  /** Nobody is told to call this tool; or only not with this input. */
  | { readonly is: 'no-tool-call'; readonly name: string; readonly input?: JsonValue }
  | { readonly is: 'stop-reason'; readonly equals: string }
  | { readonly is: 'usage'; readonly equals: Readonly<Record<string, number>> }
  /** None is given, since none was sent. */
  | { readonly is: 'no-stop-reason' }
  | { readonly is: 'no-usage' }
  /** A text is among what was given, before a failure or with it; or is nowhere in it. */
  | { readonly is: 'delivered'; readonly text: string }
  | { readonly is: 'not-delivered'; readonly text: string }
  /** `x-amzn-RequestId`, with a success. */
  | { readonly is: 'request-id'; readonly equals: string }
  /** The body of InvokeModel, byte for byte, in base64. */
  | { readonly is: 'body'; readonly base64: string };

/** What the client must have sent: in every request of the run, and at least one, unless it says otherwise. */
export type RequestExpectation =
  | { readonly is: 'requests'; readonly min?: number; readonly max?: number }
  /** The stage accepted the signature or the key. */
  | { readonly is: 'authenticated'; readonly by: 'sigv4' | 'bearer' }
  /** The signature is for this service and region. */
  | { readonly is: 'scope'; readonly service: string; readonly region: string }
  | { readonly is: 'access-key'; readonly equals: string }
  | { readonly is: 'model-id'; readonly equals: string }
  | { readonly is: 'route'; readonly method: string; readonly path: string }
  /** The path begins with that of the endpoint. */
  | { readonly is: 'base-path' }
  | { readonly is: 'header'; readonly name: string; readonly matches: string }
  /** The query of the URL, decoded. */
  | { readonly is: 'query'; readonly equals: Readonly<Record<string, string>> }
  | { readonly is: 'no-header'; readonly name: string; readonly matches?: string }
  | { readonly is: 'signed'; readonly header: string }
  | { readonly is: 'not-signed'; readonly headers: readonly string[] }
  /** Exactly one of these is signed, exactly once. */
  | { readonly is: 'signed-once'; readonly oneOf: readonly string[] }
  /** A place in the JSON of the body (`messages[0].content`) has one of these values. */
  | { readonly is: 'sent'; readonly path: string; readonly oneOf: readonly JsonValue[] }
  | { readonly is: 'not-sent'; readonly path: string }
  /** The body is UTF-8 and, read as JSON, has no half of a surrogate pair in any text. */
  | { readonly is: 'sound-text' }
  /** Every request after the first is signed with a later date, as its own time of sending is later. */
  | { readonly is: 'fresh-dates' };

/** What must have happened to the connection, and when. */
export type ConnectionExpectation =
  /** The client closes the connection or the stream within so many milliseconds after its call has ended. */
  | { readonly is: 'closed-by-client'; readonly withinMs: number }
  /** Between the answer and the next request passed at least so long, if there is a next. */
  | { readonly is: 'waited'; readonly atLeastMs: number }
  | { readonly is: 'took-at-most'; readonly ms: number };

/** Of servers; each kind is told apart by `is`, and `server/` has what they mean. */
export interface ServerExpectation {
  readonly is: string;
  readonly [member: string]: unknown;
}
