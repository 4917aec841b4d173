/** Event streams written by the published codec, which neither the double nor the reference client encodes with. */
import { EventStreamCodec } from '@smithy/eventstream-codec';

type Headers = Parameters<EventStreamCodec['encode']>[0]['headers'];

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString()),
  (text) => Buffer.from(text),
);

const text = (value: string) => ({ type: 'string', value }) as const;

export function message(headers: Headers, payload: string | Uint8Array = ''): Buffer {
  return Buffer.from(codec.encode({ headers, body: Buffer.from(payload) }));
}

export function event(type: string, payload: unknown): Buffer {
  const headers = {
    ':event-type': text(type),
    ':content-type': text('application/json'),
    ':message-type': text('event'),
  };
  return message(headers, typeof payload === 'string' ? payload : JSON.stringify(payload));
}

export function exception(type: string, payload: unknown): Buffer {
  const headers = {
    ':exception-type': text(type),
    ':content-type': text('application/json'),
    ':message-type': text('exception'),
  };
  return message(headers, typeof payload === 'string' ? payload : JSON.stringify(payload));
}

export function errorMessage(code: string, words: string): Buffer {
  return message({ ':error-code': text(code), ':error-message': text(words), ':message-type': text('error') });
}

/** A piece of a model's own stream. */
export function chunk(piece: unknown): Buffer {
  const json = typeof piece === 'string' ? piece : JSON.stringify(piece);
  return event('chunk', { bytes: Buffer.from(json).toString('base64'), p: 'abcdef' });
}

/** Cuts bytes at the given offsets, in any order. */
export function cut(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const edges = [0, ...[...offsets].sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
