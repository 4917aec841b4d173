/** The TCP socket under a TLS connection, which alone can be reset. */
import { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

const rawSockets = new WeakMap<Socket, Socket>();

/** Notes which TCP socket carries a TLS connection. */
export function noteRawSocket(secure: TLSSocket, raw: Socket): void {
  rawSockets.set(secure, raw);
}

/** Closes the TCP connection by a RST, so that the peer sees ECONNRESET; what it has received stays readable. */
export function reset(socket: Socket): void {
  (rawSockets.get(socket) ?? socket).resetAndDestroy();
}
