/** What the stage answers a client: bytes and waits, told so that no byte is left to anybody's encoder. */
import type { JsonValue } from './json.ts';

export interface Script {
  /** One for each request, in order; the last answers all that follow. */
  readonly answers: readonly ScriptedAnswer[];
}

export interface ScriptedAnswer {
  /** Default 200. */
  readonly status?: number;
  /** Beside `x-amzn-RequestId`, `Date` and the content type, which they may replace. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The messages of an event stream. */
  readonly frames?: readonly FrameSpec[];
  /** The body where it is no event stream. Default: none. */
  readonly body?: PayloadSpec;
  /** Send only so much: whole frames, and then bytes of the next. Without frames, bytes of the body. */
  readonly upTo?: { readonly frames?: number; readonly bytes?: number };
  /** How the bytes lie in writes: one a frame (default), all in one, in pieces of so many bytes, or cut at these offsets. */
  readonly writes?: 'frames' | 'whole' | { readonly size: number } | { readonly cuts: readonly number[] };
  /** Milliseconds before the head. Default 0. */
  readonly delayMs?: number;
  /** Milliseconds between writes. Default 0: each still gets a turn of its own. */
  readonly pauseMs?: number;
  /** How it ends after the last byte. Default `end`, as the protocol has it. */
  readonly ending?: 'end' | 'cut' | 'reset' | 'stall';
}

/** One message of an event stream. */
export interface FrameSpec {
  readonly headers: readonly HeaderSpec[];
  readonly payload: PayloadSpec;
  /** What is wrong with its bytes; checksums not named here are right. */
  readonly damage?: readonly Damage[];
}

export type PayloadSpec =
  | { readonly json: JsonValue }
  | { readonly text: string }
  | { readonly base64: string }
  /** JSON in which the text `…` is replaced by a letter repeated so often: for what is too long to write down. */
  | { readonly json: JsonValue; readonly fill: number };

/** Names in type order of the Smithy event-stream specification; 0 and 1 are the two booleans. */
export const HEADER_TYPES = [
  'true',
  'false',
  'byte',
  'short',
  'int',
  'long',
  'bytes',
  'string',
  'timestamp',
  'uuid',
] as const;
export type HeaderType = (typeof HEADER_TYPES)[number];

export interface HeaderSpec {
  readonly name: string;
  readonly type: HeaderType;
  /** Numbers as numbers, longs as decimal text, bytes in base64, a timestamp in epoch milliseconds, a UUID in hexadecimal. */
  readonly value?: string | number;
  /** A letter repeated so often, in place of a value that is too long to write down. */
  readonly fill?: number;
  /** A type byte in place of the right one. */
  readonly typeByte?: number;
  /** A length of the value in place of the right one. */
  readonly claims?: number;
}

/** Done in this order to a frame that is otherwise right. */
export type Damage =
  /** The prelude says so, and its checksum is right. */
  | { readonly totalLength: number }
  | { readonly headersLength: number }
  /** One bit of a checksum is wrong, and the other checksum is right. */
  | { readonly checksum: 'prelude' | 'message' }
  /** One byte is changed and no checksum follows it. */
  | { readonly byte: number; readonly xor: number };
