/** One request over node:http or node:http2, the path exactly as given. */
import { once } from 'node:events';
import { type IncomingMessage, request as http1 } from 'node:http';
import { connect } from 'node:http2';

export interface Sent {
  readonly base: URL;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

export interface Came {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Who stops reading has to close. */
  readonly bytes: AsyncIterable<Buffer>;
  readonly close: () => void;
}

export const TRANSPORTS = { http1: overHttp1, http2: overHttp2 };

async function overHttp1({ base, path, headers, body, signal }: Sent): Promise<Came> {
  const request = http1({ host: base.hostname, port: base.port, method: 'POST', path, headers, agent: false, signal });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => {});
  response.on('error', () => {});
  return {
    status: response.statusCode as number,
    header: (name) => response.headers[name] as string | undefined,
    bytes: response.iterator({ destroyOnReturn: false }),
    close: () => request.destroy(),
  };
}

async function overHttp2({ base, path, headers, body, signal }: Sent): Promise<Came> {
  const session = connect(base.origin);
  session.on('error', () => {});
  const stream = session.request({ ':method': 'POST', ':path': path, ...headers }, { signal });
  stream.on('close', () => session.close());
  stream.on('error', () => {});
  stream.end(body);
  const [head] = (await once(stream, 'response')) as [Record<string, string>];
  return {
    status: Number(head[':status']),
    header: (name) => head[name],
    bytes: stream.iterator({ destroyOnReturn: false }),
    close: () => session.destroy(),
  };
}
