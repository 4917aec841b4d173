/** From Node's request to Hono: the body is read first, so that a handler has everything and need not wait. */
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './app.ts';
import { type Incoming, type Listener, readBody } from './transport/index.ts';

/** The service allows 25,000,000 bytes and says so itself; what is far beyond is not read. */
const BODY_LIMIT = 64 * 1024 * 1024;

export function createNodeListener(app: Hono<Env>): Listener {
  // A program that only wants a test double must keep its own globals; a request without Host comes from HTTP/1.0.
  const serve = getRequestListener(app.fetch as never, { overrideGlobalObjects: false, hostname: 'localhost' });
  return (incoming, outgoing) => {
    readBody(incoming, BODY_LIMIT, (outcome) => {
      if (outcome.kind === 'aborted') return;
      if (outcome.kind === 'too-large') {
        outgoing.writeHead(413, { 'Content-Type': 'text/plain', Connection: 'close' });
        outgoing.end(`The body is larger than ${BODY_LIMIT} bytes; Bedrock allows 25,000,000.\n`);
        return;
      }
      (incoming as Incoming & { rawBody: Buffer }).rawBody = outcome.body;
      void serve(incoming, outgoing);
    });
  };
}
