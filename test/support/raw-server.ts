/** Servers on 127.0.0.1 that do what no decent server does; closed with `await using`. */
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface RawServer extends AsyncDisposable {
  readonly url: string;
}

async function listening(server: net.Server | http2.Http2Server, sockets: Set<Socket>): Promise<RawServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function counted(server: net.Server | http2.Http2Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  return sockets;
}

/** Speaks no protocol by itself. */
export function tcpServer(onSocket: (socket: Socket) => void): Promise<RawServer> {
  const server = net.createServer(onSocket);
  return listening(server, counted(server));
}

export function httpServer(listener: http.RequestListener): Promise<RawServer> {
  const server = http.createServer(listener);
  return listening(server, counted(server));
}

/** HTTP/2 without TLS. */
export function h2cServer(
  onStream: (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void,
): Promise<RawServer> {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    onStream(stream, headers);
  });
  server.on('sessionError', () => {});
  return listening(server, counted(server));
}
