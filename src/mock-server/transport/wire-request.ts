/** A request as the stages see it, made from what Node read off the socket. */
import type { WireRequest } from '../exchange.ts';
import type { Incoming } from './speaker.ts';

/** Takes over the raw target and headers of `incoming` untouched; over HTTP/2 with the pseudo-headers. */
export function toWireRequest(incoming: Incoming, body: Buffer): WireRequest {
  return {
    protocol: `HTTP/${incoming.httpVersion}`,
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    rawHeaders: incoming.rawHeaders,
    body,
  };
}
