/** What protocol a new connection speaks, read off the first bytes it sends. */
import type { Socket } from 'node:net';

export type FirstBytes = 'http1' | 'http2' | 'tls';

/** The first bytes of HTTP/2's connection preface (RFC 9113, 3.4). A single P may still become POST, PUT or PATCH. */
const PREFACE = Buffer.from('PRI');
/** The content type of a TLS record that carries a handshake (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;

/** What `bytes` are the beginning of, or undefined while that cannot be told. */
export function protocolOf(bytes: Uint8Array): FirstBytes | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] === TLS_HANDSHAKE) return 'tls';
  const length = Math.min(bytes.length, PREFACE.length);
  if (PREFACE.compare(bytes, 0, length, 0, length) !== 0) return 'http1';
  return length === PREFACE.length ? 'http2' : undefined;
}

/**
 * Reads until the protocol is known, puts the bytes back and hands the socket on, paused.
 * A socket that stays silent for `silentMs` or ends before that is destroyed.
 */
export function readFirstBytes(socket: Socket, silentMs: number, next: (protocol: FirstBytes) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const giveUp = () => socket.destroy();
  const onData = (chunk: Buffer) => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const protocol = protocolOf(seen);
    if (protocol === undefined) return;
    socket.off('data', onData).off('end', giveUp).off('timeout', giveUp);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(seen);
    next(protocol);
  };
  socket.on('data', onData).on('end', giveUp).on('timeout', giveUp);
  socket.setTimeout(silentMs);
}
