/** One request over a connection of its own, HTTP/1.1 written by hand. */
import net from 'node:net';
import tls from 'node:tls';
import { createHttp1Reader } from './http1-reader.ts';
import { leaves } from './leave.ts';
import type { AnswerEnding, Piece, Prepared, SendOptions, WireAnswer } from './wire-answer.ts';

export function sendHttp1(request: Prepared, options: SendOptions): Promise<WireAnswer> {
  const { clock, timeoutMs } = options;
  const begun = clock();
  const socket = connect(options);
  const reader = createHttp1Reader();
  const pieces: Piece[] = [];
  const left = leaves(request);
  let headAt: number | undefined;
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish('hung'), timeoutMs);
    const finish = (ending: AnswerEnding, problem?: string) => {
      clearTimeout(timer);
      socket.destroy();
      const { status = 0, headers = [] } = reader.head ?? {};
      const answer = { status, headers, pieces, ending, endAt: clock() - begun };
      resolve({ ...answer, ...(headAt !== undefined && { headAt }), ...(problem !== undefined && { problem }) });
    };
    const take = (bytes: Buffer) => {
      const body = reader.push(bytes);
      if (reader.head) headAt ??= clock() - begun;
      if (body.length > 0) pieces.push({ at: clock() - begun, bytes: body });
      if (left(pieces)) finish('left');
      else if (reader.done) finish('end');
    };
    socket.on('data', (bytes: Buffer) => {
      try {
        take(bytes);
      } catch (error) {
        finish('malformed', (error as Error).message);
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => finish('reset', error.code ?? error.message));
    socket.on('end', () => finish(reader.endsWithConnection ? 'end' : 'cut'));
    socket.write(Buffer.concat([Buffer.from(headOf(request), 'latin1'), request.body]));
  });
}

function connect({ origin, ca, connectTo }: SendOptions): net.Socket {
  const name = hostOf(origin);
  const secure = origin.protocol === 'https:';
  const { host, port } = connectTo ?? { host: name, port: Number(origin.port || (secure ? 443 : 80)) };
  if (!secure) return net.connect({ host, port });
  return tls.connect({
    host,
    port,
    ALPNProtocols: ['http/1.1'],
    ...namedAs(name),
    ...(ca && { ca }),
  });
}

/** The host of a URL, without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** An address has no server name in TLS, and is looked for in the certificate all the same. */
export function namedAs(name: string): tls.ConnectionOptions {
  if (net.isIP(name) === 0) return { servername: name };
  return { checkServerIdentity: (_, certificate) => tls.checkServerIdentity(name, certificate) };
}

/** The lines of the head as they go out, the empty one included. */
export function headOf({ method, target, headers }: Prepared): string {
  return [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
