/** A short HTTP/1.1 answer to a client that cannot be served, and a close that lets it arrive. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** How long the client may take to read it, in milliseconds. */
const LINGER_MS = 1000;

/** Answers `status`, with a JSON `message` as the SDKs of AWS show it, and closes. */
export function sayAndClose(socket: Socket, status: number, message?: string): void {
  const body = message === undefined ? '' : JSON.stringify({ message });
  const type = body && 'Content-Type: application/json\r\n';
  const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${type}${length}Connection: close\r\n\r\n${body}`);
  // Closing at once, with bytes unread, would be a RST, and the client might never see the answer.
  socket.resume();
  const linger = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(linger));
}
