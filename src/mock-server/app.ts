/** The server as a Hono application: the control API under its reserved prefix, and everything else is Bedrock. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Answer } from './exchange.ts';
import type { Exchange } from './journal/record.ts';
import { handle } from './pipeline.ts';
import { carryToResponse, carryToSocket, type Incoming, type Outgoing, toWireRequest } from './transport/index.ts';
import { fromFetch } from './transport/from-fetch.ts';
import type { World } from './world.ts';

/** What the Node listener hands over; absent in-process. */
export interface Bindings {
  readonly incoming?: Incoming & { readonly rawBody: Buffer };
  readonly outgoing?: Outgoing;
  /** The sandbox an in-process request is for; over a socket the path tells. */
  readonly sandbox?: string;
}

export type Env = { Bindings: Bindings };

/** Where the control API lies, for the server and for each of its sandboxes. */
const CONTROL_PATHS = ['/_touchstone', '/_sandbox/:sandbox/_touchstone'];

export function createApp(world: World, control: Hono<Env>): Hono<Env> {
  const app = new Hono<Env>();
  for (const path of CONTROL_PATHS) app.route(path, control);
  return app.all('*', (c) => (c.env?.outgoing ? answerSocket(c, world) : answerFetch(c, world)));
}

/**
 * The fast path: request and answer pass by Hono's own objects, and the body was read before, so nothing waits and no
 * `Request`, `Response` or `Headers` is built. The same `handle` as below.
 */
function answerSocket({ env }: Context<Env>, world: World): Response {
  const { incoming, outgoing } = env as Required<Bindings>;
  const exchange = handle(toWireRequest(incoming, incoming.rawBody), world);
  carryToSocket(answerOf(exchange), outgoing, exchange);
  return RESPONSE_ALREADY_SENT;
}

async function answerFetch(c: Context<Env>, world: World): Promise<Response> {
  const request = c.req.raw;
  const exchange = handle(await fromFetch(request), world, c.env?.sandbox);
  return carryToResponse(answerOf(exchange), exchange, request.signal);
}

function answerOf({ answer }: Exchange): Answer {
  if (!answer) throw new TypeError('an exchange left the pipeline without an answer');
  return answer;
}
