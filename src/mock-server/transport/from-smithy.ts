/** A request of a Smithy client as if it had come over a socket. */
import type { WireRequest } from '../exchange.ts';
import type { SmithyAbortSignal, SmithyRequest } from '../smithy.ts';
import { abortedBy } from './node-errors.ts';
import { onAbort } from './patience.ts';

/**
 * @throws TypeError (as a rejection) when the body is nothing that has bytes
 * @throws AbortError (as a rejection) when the signal aborts while the body still comes
 */
export async function fromSmithy(request: SmithyRequest, signal?: SmithyAbortSignal): Promise<WireRequest> {
  const body = bytesOf(request.body) ?? (await Promise.race([collect(request.body), abortOf(signal)]));
  return {
    protocol: 'in-process',
    method: request.method,
    target: targetOf(request),
    rawHeaders: lines(request),
    body,
  };
}

/** The order of the names and the escaping are those of the wire: the signature covers them. */
function targetOf({ path, query = {} }: SmithyRequest): string {
  const parts = Object.keys(query)
    .sort()
    .flatMap((name) => pairs(escaped(name), query[name]));
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

function pairs(name: string, value: string | readonly string[] | null | undefined): string[] {
  if (value === null || value === undefined) return [name];
  return [value].flat().map((one) => `${name}=${escaped(one)}`);
}

/** RFC 3986: all but the unreserved characters. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The SDK puts the host among the headers before it signs; another client may leave that to the connection. */
function lines({ headers, hostname, port }: SmithyRequest): string[] {
  const names = Object.keys(headers);
  const list = names.flatMap((name) => [name, headers[name]!]);
  if (names.some((name) => name.toLowerCase() === 'host')) return list;
  return [...list, 'host', port === undefined ? hostname : `${hostname}:${port}`];
}

const EMPTY = Buffer.alloc(0);

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return EMPTY;
  if (typeof body === 'string') return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return body instanceof ArrayBuffer ? Buffer.from(body) : undefined;
}

/** Rejects when the signal aborts, and never resolves. */
function abortOf(signal: SmithyAbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => onAbort(signal, () => reject(abortedBy(signal?.reason))));
}

async function collect(body: unknown): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of iterable(body)) {
    const bytes = bytesOf(chunk);
    if (!bytes) throw new TypeError(`a chunk of the request body is ${typeof chunk}: give strings or bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function iterable(body: unknown): AsyncIterable<unknown> {
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) return body as AsyncIterable<unknown>;
  throw new TypeError('the request body is nothing that has bytes: give a string, a Uint8Array or a stream');
}
