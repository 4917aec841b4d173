/** One request over a connection of its own, HTTP/2: with TLS by ALPN, without it by prior knowledge. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { hostOf, namedAs } from './http1.ts';
import { leaves } from './leave.ts';
import type { Header } from './sigv4.ts';
import type { AnswerEnding, Piece, Prepared, SendOptions, WireAnswer } from './wire-answer.ts';

export function sendHttp2(request: Prepared, options: SendOptions): Promise<WireAnswer> {
  const { origin, timeoutMs, clock } = options;
  const begun = clock();
  const session = open(options);
  const pieces: Piece[] = [];
  const left = leaves(request);
  let head: { status: number; headers: readonly Header[]; headAt: number } | undefined;
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish('hung'), timeoutMs);
    const finish = (ending: AnswerEnding, problem?: string) => {
      clearTimeout(timer);
      session.destroy();
      const answer = { status: 0, headers: [], ...head, pieces, ending, endAt: clock() - begun };
      resolve({ ...answer, ...(problem !== undefined && { problem }) });
    };
    session.on('error', (error: NodeJS.ErrnoException) => finish('reset', wordOf(error)));
    session.on('close', () => finish('cut'));
    const bare = request.body.length === 0;
    const stream = session.request(headersOf(request, origin), { endStream: bare });
    stream.on('response', (headers: IncomingHttpHeaders, _flags: number, raw?: readonly string[]) => {
      head = { status: Number(headers[':status'] ?? 0), headers: received(headers, raw), headAt: clock() - begun };
    });
    stream.on('data', (bytes: Buffer) => {
      pieces.push({ at: clock() - begun, bytes });
      if (left(pieces)) finish('left');
    });
    stream.on('error', (error: NodeJS.ErrnoException) => finish('reset', wordOf(error)));
    stream.on('close', () => finish(endingOf(stream, head !== undefined)));
    if (!bare) stream.end(request.body);
  });
}

function open({ origin, ca, connectTo }: SendOptions): ClientHttp2Session {
  if (!connectTo) return connect(origin, { ...(ca && { ca }) });
  const secure = { ...connectTo, ALPNProtocols: ['h2'], ...namedAs(hostOf(origin)), ...(ca && { ca }) };
  const createConnection = () => (origin.protocol === 'https:' ? tls.connect(secure) : net.connect(connectTo));
  return connect(origin, { createConnection });
}

/** A stream that ends with its connection says so, and has what befell the connection as its cause. */
function wordOf({ cause, code, message }: NodeJS.ErrnoException): string {
  return cause instanceof Error ? wordOf(cause) : (code ?? message);
}

function endingOf(stream: ClientHttp2Stream, answered: boolean): AnswerEnding {
  if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) return 'reset';
  return answered && stream.readableEnded ? 'end' : 'cut';
}

/** Headers of the same name become a list, which is how they were given. */
function headersOf({ method, target, headers }: Prepared, origin: URL): Record<string, string | string[]> {
  const lines: Record<string, string | string[]> = {
    ':method': method,
    ':scheme': origin.protocol.slice(0, -1),
    ':authority': origin.host,
    ':path': target,
  };
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    lines[key] = key in lines && !key.startsWith(':') ? [lines[key] as string, value].flat() : value;
  }
  return lines;
}

function received(headers: IncomingHttpHeaders, raw: readonly string[] | undefined): Header[] {
  const flat = raw ?? Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  return pairs(flat).filter(([name]) => !name.startsWith(':'));
}

function pairs(flat: readonly string[]): Header[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] as string, flat[2 * i + 1] as string]);
}
