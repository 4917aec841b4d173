/** A port that speaks HTTP/1.1 and HTTP/2, in the clear or over TLS. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { readFirstBytes } from './first-bytes.ts';
import { createHttp1 } from './http1.ts';
import { createHttp2 } from './http2.ts';
import { createRoutes } from './routes.ts';
import type { Listener } from './speaker.ts';
import type { TlsOptions } from './tls.ts';

export interface PortOptions {
  /** Speaks HTTPS instead of cleartext HTTP. */
  readonly tls?: TlsOptions | undefined;
  /** How long answers under way may take after `close()`, in milliseconds. Default 2000. */
  readonly graceMs?: number | undefined;
  /** How long a new connection may stay silent, in milliseconds. Default 60000, Node's own limit for request heads. */
  readonly silentMs?: number | undefined;
  /**
   * After how long a connection without a request is closed, in milliseconds. Default 60000. Node's 5000 races with
   * the pools of clients, which keep connections longer and then see ECONNRESET.
   */
  readonly keepAliveMs?: number | undefined;
  /** Told in one sentence when a client cannot have meant what it does, such as HTTPS to a cleartext port. */
  readonly onMisuse?: ((reason: string) => void) | undefined;
}

export interface Port {
  /**
   * Binds the port. `port: 0` takes any free one.
   *
   * @throws the system's error with its code intact: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `ENOTFOUND` …
   */
  listen(options: { port: number; host: string }): Promise<{ port: number; host: string; family: string }>;
  /**
   * Accepts no more, closes idle connections at once, gives answers under way `graceMs` and then destroys them.
   * Resolves when the port is free; every call gives the same promise.
   */
  close(): Promise<void>;
  /** How many connections are open, silent ones included. */
  connections(): number;
}

/** Makes a port that is not yet bound. `listener` gets every request of either protocol, head read and body unread. */
export function createPort(listener: Listener, options: PortOptions = {}): Port {
  const { graceMs = 2000, silentMs = 60_000, keepAliveMs = 60_000, onMisuse = () => {} } = options;
  const http1 = createHttp1({ listener, keepAliveMs });
  const http2 = createHttp2({ listener, keepAliveMs });
  const sockets = new Set<Socket>();
  const secure = new Set<Socket>();
  const silent = new Set<Socket>();
  const onSecure = (socket: Socket) => keepUntilClosed(socket, secure);
  const routes = createRoutes({ http1, http2, tls: options.tls, handshakeMs: silentMs, onSecure, onMisuse });

  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    keepUntilClosed(socket, sockets);
    keepUntilClosed(socket, silent);
    readFirstBytes(socket, silentMs, (protocol) => {
      silent.delete(socket);
      routes[protocol](socket);
    });
  });

  const shutDown = async () => {
    const free = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of silent) socket.destroy();
    for (const speaker of [http1, http2]) speaker.leave();
    const grace = setTimeout(() => {
      for (const speaker of [http1, http2]) speaker.abandon();
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    await free;
    clearTimeout(grace);
    await Promise.all([...sockets, ...secure].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  };
  let closed: Promise<void> | undefined;

  return {
    listen: (address) =>
      closed ? Promise.reject(new Error('This port was closed; make a new one.')) : bind(server, address),
    close: () => (closed ??= shutDown()),
    connections: () => sockets.size,
  };
}

function keepUntilClosed(socket: Socket, set: Set<Socket>): void {
  set.add(socket);
  socket.once('close', () => set.delete(socket));
}

function bind(server: Server, { port, host }: { port: number; host: string }) {
  return new Promise<{ port: number; host: string; family: string }>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      // From here on it is a connection that could not be accepted, which is no reason to stop.
      server.on('error', () => {});
      const { port, address, family } = server.address() as AddressInfo;
      resolve({ port, host: address, family });
    });
  });
}
