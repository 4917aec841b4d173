/** What must come of the requests of a server case, as data; `judge.ts` has for each kind what it means. */
import type { JsonValue } from '../json.ts';

/** Of each answer of the run, or of the one that `of` counts from 0. */
export type ProbeExpectation = { readonly of?: number } & (AnswerExpectation | StreamExpectation | RunExpectation);

/** Of an answer as a whole. */
export type AnswerExpectation =
  /** Complete, 200, and not the envelope of an unknown operation. */
  | { readonly is: 'success' }
  /** Complete, and with a status of the 400s. */
  | { readonly is: 'client-error' }
  /** Complete, and with a status below 500. */
  | { readonly is: 'no-server-error' }
  /** `x-amzn-errortype` and a JSON body with a message; each member narrows which. */
  | {
      readonly is: 'error';
      readonly type?: readonly string[];
      readonly status?: readonly number[];
      /** A pattern that the message must match. */
      readonly message?: string;
    }
  /** No success of the operation is pretended. */
  | { readonly is: 'no-success' }
  /** Not taken for an operation nobody knows: an error that is not UnknownOperationException, or a success. */
  | { readonly is: 'operation-found' }
  | { readonly is: 'header'; readonly name: string; readonly matches: string }
  /** What lies at a place of the JSON body. */
  | { readonly is: 'json'; readonly path: string; readonly value: ValueSpec }
  | { readonly is: 'text'; readonly contains: string }
  /** The body of an invocation in the shape of its family: of Claude a message, of Nova an output. */
  | { readonly is: 'native-body' };

export type ValueSpec =
  | { readonly type: 'integer' | 'text' | 'list' | 'object' | 'present' }
  | { readonly oneOf: readonly JsonValue[] }
  | { readonly matches: string };

/** Of the messages of a stream. */
export type StreamExpectation =
  /** Every length and checksum is right, nothing is left over, and there is a message at all. */
  | { readonly is: 'frames-intact' }
  | { readonly is: 'frames-within-limits' }
  /** Every message has exactly one `:message-type` and the header that goes with it; no name twice. */
  | { readonly is: 'frame-headers' }
  | { readonly is: 'frame-header-types' }
  /** The payload holds the members of the event, not the event's name with them inside. */
  | { readonly is: 'payload-not-wrapped' }
  | { readonly is: 'chunks-base64' }
  | { readonly is: 'payload-utf8' }
  /** The first message arrives so long before the last. */
  | { readonly is: 'spread'; readonly ms: number }
  | { readonly is: 'grammar'; readonly rule: GrammarRule }
  /** The stream ends with an exception of this type. */
  | { readonly is: 'exception'; readonly type: string; readonly message: string }
  | { readonly is: 'nothing-after-exception' }
  /** Where what is behind broke off: no event of this type, and no end as if all were said. */
  | { readonly is: 'no-event'; readonly type: string }
  | { readonly is: 'broken-off' }
  /** messageStop has this reason. */
  | { readonly is: 'stop'; readonly reason: string };

/** Of ConverseStream. */
export type GrammarRule =
  /** messageStart, blocks, messageStop, metadata; and nothing else. */
  | 'order'
  | 'one-start-one-stop'
  | 'blocks-stopped'
  | 'indexes'
  | 'tool-start'
  | 'tool-json'
  | 'stop-reason'
  | 'usage'
  | 'terminal';

/** Of all answers of the run together. */
export type RunExpectation =
  | { readonly is: 'distinct'; readonly header: string }
  /** The answer of Converse equals the events of ConverseStream folded. */
  | { readonly is: 'fold-equals' }
  /** What is behind the server learns that the client has gone. */
  | { readonly is: 'client-gone-noticed' };
