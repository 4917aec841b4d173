/** HTTP/2 by `node:http2`: one session for each origin, shared by all requests; cleartext where the URL is `http:`. */
import http2 from 'node:http2';
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
  SecureClientSessionOptions,
} from 'node:http2';
import type { Phase, Transport, TransportRequest } from './transport.ts';

export function http2Transport(options: SecureClientSessionOptions = {}): Transport {
  const sessions = new Sessions(options);
  return {
    hostHeader: ':authority',
    async send(request, enter) {
      enter('connect');
      const session = await connected(sessions.get(request.url.origin), request.signal);
      enter('write');
      const stream = sessions.request(session, request);
      return await answered(stream, request, enter);
    },
    close: () => sessions.close(),
  };
}

class Sessions {
  readonly #options: SecureClientSessionOptions;
  readonly #open = new Map<string, ClientHttp2Session>();
  readonly #streams = new WeakMap<ClientHttp2Session, number>();

  constructor(options: SecureClientSessionOptions) {
    this.#options = options;
  }

  get(origin: string): ClientHttp2Session {
    const present = this.#open.get(origin);
    if (present && !present.closed && !present.destroyed) return present;
    const session = http2.connect(origin, this.#options);
    const forget = (): void => {
      if (this.#open.get(origin) === session) this.#open.delete(origin);
    };
    session.on('goaway', forget).on('close', forget).on('error', forget);
    this.#open.set(origin, session);
    return session;
  }

  /** An idle session does not keep the process alive; a stream in it does. */
  request(session: ClientHttp2Session, request: TransportRequest): ClientHttp2Stream {
    const streams = this.#streams.get(session) ?? 0;
    this.#streams.set(session, streams + 1);
    session.ref();
    const stream = session.request(headersOf(request), { endStream: request.body === undefined });
    stream.once('close', () => {
      const left = (this.#streams.get(session) ?? 1) - 1;
      this.#streams.set(session, left);
      if (left === 0) session.unref();
    });
    return stream;
  }

  async close(): Promise<void> {
    const sessions = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(sessions.map(destroyed));
  }
}

/** Not `close`, which waits for a peer that may have stopped answering; nothing runs in the session any more. */
function destroyed(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    if (session.destroyed) return resolve();
    session.once('close', resolve);
    session.destroy();
  });
}

function connected(session: ClientHttp2Session, signal: AbortSignal): Promise<ClientHttp2Session> {
  if (!session.connecting) return Promise.resolve(session);
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => () => {
      session.off('connect', onConnect).off('error', onError).off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    let failure: unknown = new Error('The HTTP/2 session closed before it was connected.');
    const onConnect = settle(() => resolve(session));
    const onClose = settle(() => reject(failure));
    const onAbort = settle(() => reject(signal.reason));
    const onError = (error: Error): void => void (failure = error);
    session.once('connect', onConnect).once('error', onError).once('close', onClose);
    signal.addEventListener('abort', onAbort);
  });
}

function headersOf({ method, url, headers }: TransportRequest): http2.OutgoingHttpHeaders {
  const { host: _host, connection: _connection, ...others } = headers;
  return { ...others, ':method': method, ':path': url.pathname + url.search };
}

function answered(
  stream: ClientHttp2Stream,
  request: TransportRequest,
  enter: (phase: Phase) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => stream.close(http2.constants.NGHTTP2_CANCEL);
    request.signal.addEventListener('abort', onAbort, { once: true });
    stream.once('close', () => request.signal.removeEventListener('abort', onAbort));
    stream.once('finish', () => enter('read'));
    stream.once('error', reject);
    stream.once('close', () => reject(new Error(`The HTTP/2 stream was closed with code ${stream.rstCode}.`)));
    stream.once('response', (headers) => resolve(responseOf(stream, headers, request.url)));
    if (request.signal.aborted) onAbort();
    else if (request.body) stream.end(request.body);
  });
}

function responseOf(stream: ClientHttp2Stream, incoming: IncomingHttpHeaders, url: URL): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming)) {
    if (!name.startsWith(':') && value !== undefined) headers.set(name, String(value));
  }
  const status = Number(incoming[':status']);
  const hasBody = status !== 204 && status !== 304;
  if (!hasBody) stream.resume();
  const response = new Response(hasBody ? bodyOf(stream) : null, { status, headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

/** The body with back pressure: the stream is paused while nobody asks. */
function bodyOf(stream: ClientHttp2Stream): ReadableStream<Uint8Array> {
  let open = true;
  const settle = (outcome: () => void): void => {
    if (open) outcome();
    open = false;
  };
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    let ended = false;
    stream.on('data', (chunk: Buffer) => {
      if (!open) return;
      controller.enqueue(chunk);
      if ((controller.desiredSize ?? 0) <= 0) stream.pause();
    });
    stream.on('end', () => (ended = true));
    stream.on('error', (error) => settle(() => controller.error(error)));
    // A reset looks like an end until the stream closes and has its code.
    stream.on('close', () =>
      settle(() => (ended && stream.rstCode === 0 ? controller.close() : controller.error(resetError(stream)))),
    );
  };
  const cancel = (): void => settle(() => stream.close(http2.constants.NGHTTP2_CANCEL));
  stream.pause();
  return new ReadableStream<Uint8Array>({ start, pull: () => void stream.resume(), cancel }, { highWaterMark: 1 });
}

function resetError(stream: ClientHttp2Stream): Error {
  return new Error(`The HTTP/2 stream ended early, with code ${stream.rstCode}.`);
}
