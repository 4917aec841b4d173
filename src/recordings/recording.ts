/**
 * A recording: one exchange with a real service, as it is kept in a file of its own, to be read, compared and replayed.
 * Plain data. All times are milliseconds after the request was sent; the bytes of the wire can be had back exactly, but
 * for what was redacted.
 */
import type { OperationName } from '../wire/operations.ts';

export const RECORDING_FORMAT = 'touchstone-recording/1';

export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  readonly operation: OperationName;
  /** As the client gave it, percent-escapes decoded; empty where the operation has none. */
  readonly modelId: string;
  /** ISO 8601: when the request was complete. */
  readonly recordedAt: string;
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
  /** What was taken out before anything was written; empty: nothing. */
  readonly redacted: readonly Redaction[];
}

/** Name and value, in the order and case of the wire. */
export type HeaderPair = readonly [name: string, value: string];

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  /** Absent: it had none. */
  readonly body?: Body;
}

export interface RecordedResponse {
  /** When its head came. Absent, as the status: none came. */
  readonly atMs?: number;
  readonly status?: number;
  /** Empty where no head came. */
  readonly headers: readonly HeaderPair[];
  /** What came of a body that is no event stream. Absent: nothing. */
  readonly body?: Body;
  /** The messages of an event stream; never beside `body`. */
  readonly frames?: readonly RecordedFrame[];
  /** Bytes at the end of an event stream that form no message. */
  readonly trailing?: RawBytes;
  readonly ending: RecordedEnding;
  readonly endedAtMs: number;
}

/**
 * How an answer ended. `complete`: as HTTP has it. `truncated`: the connection closed before its end. `reset`: it was
 * reset, or the HTTP/2 stream was. `stalled`: the client gave up after a long silence. `abandoned`: the client went away
 * while the answer was coming; how it would have gone on is not known.
 */
export type RecordedEnding = (typeof ENDINGS)[number];
export const ENDINGS = ['complete', 'truncated', 'reset', 'stalled', 'abandoned'] as const;

/**
 * Bytes in the most readable form that keeps every one of them: the value of compact JSON, other UTF-8 as text, anything
 * else in base64.
 */
export type Body = { readonly json: unknown } | { readonly text: string } | { readonly base64: string };

/** A message of an event stream; as `raw` bytes, in base64, where nothing else would give them back exactly. */
export type RecordedFrame = ReadableFrame | RawBytes;

export interface ReadableFrame {
  /** When its last byte came. */
  readonly atMs: number;
  /** Those of type string; one with others is raw. */
  readonly headers: readonly HeaderPair[];
  readonly payload: Payload;
}

export interface RawBytes {
  readonly atMs: number;
  readonly raw: string;
}

/** `chunk`: what is in a payload `{"bytes":"…"}` of InvokeModelWithResponseStream; `members`: what follows it there. */
export type Payload = Body | { readonly chunk: Body; readonly members?: Readonly<Record<string, unknown>> };

export interface Redaction {
  /** The rule that asked for it: `header authorization`, `account ids`, or as the person wrote it. */
  readonly rule: string;
  /** Where it was: `$.request.headers[2]`, `$.request.body.messages[0].content`. */
  readonly at: string;
}
