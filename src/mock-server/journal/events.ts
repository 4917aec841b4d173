/**
 * Reads back the event-stream messages that were sent, whatever a fault made of them. It follows the layout of
 * `application/vnd.amazon.eventstream` in the Smithy specification; what does not is shown as it is.
 */
import { crc32 } from 'node:zlib';

/** Some bytes and when they were handed to the socket, in epoch milliseconds. */
export interface SentBytes {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** One message of a stream, or bytes that are none. */
export type SentEvent = ReadableEvent | UnreadableBytes;

export interface ReadableEvent {
  /** ISO 8601, when the last byte of it was handed to the socket. */
  readonly sentAt: string;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** Parsed where it is JSON, otherwise its text. */
  readonly payload: unknown;
  /** For a payload `{"bytes": "…"}`, as InvokeModelWithResponseStream has them: what is in it. */
  readonly chunk?: unknown;
}

export interface UnreadableBytes {
  readonly sentAt: string;
  readonly base64: string;
  /** Why a client cannot read them. */
  readonly problem: string;
}

/** Bytes and UUIDs as hexadecimal text, 64-bit numbers as decimal text, timestamps as ISO 8601. */
export type HeaderValue = string | number | boolean;

/** Total length, headers length, checksum of both; and the checksum at the end. */
const PRELUDE = 12;
const CHECKSUM = 4;

/** The bytes of one message, or bytes that are none. */
export interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
  /** Why a client cannot read them. */
  readonly problem: string | undefined;
}

/** All that was sent, in order. A message whose own checksum is wrong is passed over, as its length is certain. */
export function splitEvents(sent: readonly SentBytes[]): Piece[] {
  const all = Buffer.concat(sent.map(({ bytes }) => bytes));
  const timeOf = timesOf(sent);
  const pieces: Piece[] = [];
  for (let start = 0; start < all.length;) {
    const { length, problem } = nextPiece(all.subarray(start));
    pieces.push({ at: timeOf(start + length), bytes: all.subarray(start, start + length), problem });
    start += length;
  }
  return pieces;
}

/** At what time so many bytes had been sent; asked with growing numbers. */
function timesOf(sent: readonly SentBytes[]): (count: number) => number {
  let index = 0;
  let before = 0;
  return (count) => {
    while (index < sent.length - 1 && before + (sent[index]?.bytes.length ?? 0) < count) {
      before += sent[index++]?.bytes.length ?? 0;
    }
    return sent[index]?.at ?? 0;
  };
}

function nextPiece(bytes: Buffer): { length: number; problem: string | undefined } {
  const rest = (problem: string) => ({ length: bytes.length, problem });
  if (bytes.length < PRELUDE) return rest(`ends after ${bytes.length} bytes of the 12 that begin a message`);
  const length = bytes.readUInt32BE(0);
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) return rest('the checksum of the prelude is wrong');
  if (PRELUDE + bytes.readUInt32BE(4) + CHECKSUM > length)
    return rest('the lengths in the prelude contradict each other');
  if (bytes.length < length) return rest(`ends after ${bytes.length} of ${length} bytes`);
  const end = length - CHECKSUM;
  const right = crc32(bytes.subarray(0, end)) === bytes.readUInt32BE(end);
  return { length, problem: right ? undefined : 'the checksum of the message is wrong' };
}

export function readEvent({ at, bytes, problem }: Piece): SentEvent {
  const sentAt = new Date(at).toISOString();
  const unreadable = (why: string) => ({ sentAt, base64: bytes.toString('base64'), problem: why });
  if (problem !== undefined) return unreadable(problem);
  const headersEnd = PRELUDE + bytes.readUInt32BE(4);
  const headers = readHeaders(bytes.subarray(PRELUDE, headersEnd));
  if (!headers) return unreadable('the headers cannot be read');
  return { sentAt, headers, ...readPayload(bytes.subarray(headersEnd, bytes.length - CHECKSUM)) };
}

/** How many bytes a value of each type takes, and what it says; types 6 and 7 begin with their length. */
const TYPES: readonly { readonly size: number | 'prefixed'; readonly read: (bytes: Buffer) => HeaderValue }[] = [
  { size: 0, read: () => true },
  { size: 0, read: () => false },
  { size: 1, read: (bytes) => bytes.readInt8() },
  { size: 2, read: (bytes) => bytes.readInt16BE() },
  { size: 4, read: (bytes) => bytes.readInt32BE() },
  { size: 8, read: (bytes) => String(bytes.readBigInt64BE()) },
  { size: 'prefixed', read: (bytes) => bytes.toString('hex') },
  { size: 'prefixed', read: (bytes) => bytes.toString() },
  { size: 8, read: (bytes) => new Date(Number(bytes.readBigInt64BE())).toISOString() },
  { size: 16, read: (bytes) => bytes.toString('hex') },
];

function readHeaders(block: Buffer): Record<string, HeaderValue> | undefined {
  const headers: Record<string, HeaderValue> = {};
  try {
    for (let at = 0; at < block.length;) at = readHeader(block, at, headers);
    return headers;
  } catch {
    return undefined;
  }
}

/** @returns where the next one begins. @throws RangeError, TypeError where the block ends too early or a type is none. */
function readHeader(block: Buffer, at: number, headers: Record<string, HeaderValue>): number {
  const nameEnd = at + 1 + block.readUInt8(at);
  const { size, read } = TYPES[block.readUInt8(nameEnd)]!;
  const start = nameEnd + (size === 'prefixed' ? 3 : 1);
  const end = start + (size === 'prefixed' ? block.readUInt16BE(nameEnd + 1) : size);
  if (end > block.length) throw new RangeError('a header is longer than the block');
  headers[block.toString('utf8', at + 1, nameEnd)] = read(block.subarray(start, end));
  return end;
}

function readPayload(bytes: Buffer): Pick<ReadableEvent, 'payload' | 'chunk'> {
  const payload = parseJson(bytes.toString());
  const inner = (payload as { bytes?: unknown } | null)?.bytes;
  return typeof inner === 'string'
    ? { payload, chunk: parseJson(Buffer.from(inner, 'base64').toString()) }
    : { payload };
}

/** The text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
