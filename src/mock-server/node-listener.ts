/** From Node's request to an answer on the same socket. */
import type { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './app.ts';
import { isControlPath } from './control-path.ts';
import { handle } from './pipeline.ts';
import {
  carryToSocket,
  type Incoming,
  type Listener,
  type Outgoing,
  readBody,
  toWireRequest,
} from './transport/index.ts';
import type { World } from './world.ts';

/** The service allows 25,000,000 bytes and says so itself; what is far beyond is not read. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** The body is read first: a handler then has everything, and nothing on its way needs to wait. */
export function createNodeListener(world: World, application: () => Promise<Hono<Env>>): Listener {
  const control = controlListener(application);
  return (incoming, outgoing) => {
    readBody(incoming, BODY_LIMIT, (outcome) => {
      if (outcome.kind === 'aborted') return;
      if (outcome.kind === 'too-large') refuseBody(outgoing);
      else if (isControlPath(incoming.url ?? '')) control(incoming, outgoing, outcome.body);
      else answer(incoming, outgoing, { world, body: outcome.body });
    });
  };
}

/**
 * The fast path. Bedrock's requests go by the application, to the same `handle` that it calls: Hono's adapter builds a
 * URL, a `Request` and a `Response` for each, which is a tenth of the whole and of no use here, where the raw target, the
 * order of headers and the timing of writes are what it is about.
 */
function answer(incoming: Incoming, outgoing: Outgoing, { world, body }: { world: World; body: Buffer }): void {
  const exchange = handle(toWireRequest(incoming, body), world);
  carryToSocket(exchange.answered, outgoing, exchange);
}

type AnswerControl = (incoming: Incoming, outgoing: Outgoing, body: Buffer) => void;

/** The adapter takes a body that was read already, and must not replace the globals of a program under test. */
function controlListener(application: () => Promise<Hono<Env>>): AnswerControl {
  let serve: ReturnType<typeof getRequestListener> | undefined;
  const answer = async (incoming: Incoming, outgoing: Outgoing, rawBody: Buffer) => {
    serve ??= await adapt(await application());
    await serve(Object.assign(incoming, { rawBody }), outgoing);
  };
  return (...exchange) => void answer(...exchange);
}

async function adapt(app: Hono<Env>): Promise<ReturnType<typeof getRequestListener>> {
  const { getRequestListener } = await import('@hono/node-server');
  return getRequestListener(app.fetch, { overrideGlobalObjects: false, hostname: 'localhost' });
}

function refuseBody(outgoing: Outgoing): void {
  outgoing.writeHead(413, { 'Content-Type': 'text/plain', Connection: 'close' });
  outgoing.end(`The body is larger than ${BODY_LIMIT} bytes; Bedrock allows 25,000,000.\n`);
}
