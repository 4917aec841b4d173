/** HTTP/2 by hand (RFC 9113): enough to send a request and to see each frame of the answer. */
import { rawClient, type RawClient } from './support.ts';

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const DATA = 0;
export const HEADERS = 1;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const PING = 6;
export const GOAWAY = 7;
export const WINDOW_UPDATE = 8;
export const END_STREAM = 1;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A HEADERS frame with every field as a literal without indexing (RFC 7541, 6.2.2). */
export function headers(stream: number, fields: readonly (readonly [string, string])[], flags = 5): Buffer {
  const block = fields.flatMap(([name, value]) => [0, name.length, name, value.length, value]);
  return frame(
    HEADERS,
    flags,
    stream,
    Buffer.concat(block.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part)))),
  );
}

export const GET_FIELDS = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'x'],
] as const;

export function readFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + 9 <= bytes.length;) {
    const end = at + 9 + bytes.readUIntBE(at, 3);
    if (end > bytes.length) break;
    frames.push({
      type: bytes[at + 3]!,
      flags: bytes[at + 4]!,
      stream: bytes.readUInt32BE(at + 5) & 0x7fffffff,
      payload: bytes.subarray(at + 9, end),
    });
    at = end;
  }
  return frames;
}

/** A client that has sent the preface, its SETTINGS and `more`. */
export function http2ByHand(port: number, ...more: Uint8Array[]): RawClient {
  return rawClient(port, Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), ...more]));
}

/** Waits until a frame of stream 1 satisfies `last`, and returns the frames of that stream up to it. */
export async function framesUntil(client: RawClient, last: (frame: Frame) => boolean): Promise<Frame[]> {
  const ofStream = () => readFrames(client.received).filter(({ stream }) => stream === 1);
  await client.until(() => ofStream().some(last));
  return ofStream();
}
