/** Messages of an event stream in the form in which a recording keeps them, and back. */
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { payloadBytes, toPayload } from './body.ts';
import type { HeaderPair, RecordedFrame } from './recording.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text),
);

/** @param atMs when its last byte came, in milliseconds after the request. */
export function toFrame(bytes: Uint8Array, atMs: number): RecordedFrame {
  const frame = readFrame(bytes, atMs);
  return frame && frameBytes(frame).equals(bytes) ? frame : { atMs, raw: Buffer.from(bytes).toString('base64') };
}

/** The message as it was on the wire. */
export function frameBytes(frame: RecordedFrame): Buffer {
  if ('raw' in frame) return Buffer.from(frame.raw, 'base64');
  const headers = frame.headers.map(([name, value]) => [name, { type: 'string' as const, value }]);
  return Buffer.from(codec.encode({ headers: Object.fromEntries(headers), body: payloadBytes(frame.payload) }));
}

/** Undefined for what is no message, breaks a checksum or has headers that are not text. */
function readFrame(bytes: Uint8Array, atMs: number): RecordedFrame | undefined {
  try {
    const { headers, body } = codec.decode(bytes);
    const pairs = Object.entries(headers);
    if (pairs.some(([, { type }]) => type !== 'string')) return undefined;
    return {
      atMs,
      headers: pairs.map(([name, { value }]): HeaderPair => [name, String(value)]),
      payload: toPayload(body),
    };
  } catch {
    return undefined;
  }
}
