/** The TLS layer of a port: handshakes, and ALPN as the choice between the protocols. */
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { noteRawSocket } from './raw-socket.ts';

/** Certificate and private key of a port that speaks HTTPS. */
export interface TlsOptions {
  /** The certificate chain in PEM. */
  readonly cert: string | Buffer;
  /** The private key in PEM. */
  readonly key: string | Buffer;
  readonly passphrase?: string | undefined;
}

export interface TlsLayerOptions {
  readonly handshakeMs: number;
  onSecure(socket: TLSSocket): void;
  /** A handshake failed, or the client broke off because of the certificate. */
  onError(error: NodeJS.ErrnoException): void;
}

/** Returns what takes a TCP socket, paused with its first bytes unread, and does the handshake. */
export function createTlsLayer(tls: TlsOptions, options: TlsLayerOptions): (socket: Socket) => void {
  /** The TCP sockets whose handshake is not over, by the peer's address. */
  const raw = new Map<string, Socket>();
  const server = createServer({
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    cert: tls.cert,
    key: tls.key,
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: options.handshakeMs,
  });
  server.on('tlsClientError', (error, socket) => {
    options.onError(error);
    socket.destroy();
  });
  server.on('secureConnection', (secure) => {
    noteRawSocket(secure, raw.get(peerOf(secure))!);
    secure.on('error', options.onError);
    options.onSecure(secure);
  });
  return (socket) => {
    const peer = peerOf(socket);
    raw.set(peer, socket);
    socket.once('close', () => raw.delete(peer));
    server.emit('connection', socket);
  };
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
