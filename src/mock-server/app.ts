/** The server as a Hono application: the control API under its reserved prefix, and everything else is Bedrock. */
import { Hono } from 'hono';
import { answerFetch } from './in-process.ts';
import type { Incoming, Outgoing } from './transport/index.ts';
import type { World } from './world.ts';

/** What comes with a request: the socket's two sides, or in-process the sandbox it is for. */
export interface Bindings {
  readonly incoming?: Incoming;
  readonly outgoing?: Outgoing;
  readonly sandbox?: string;
}

export type Env = { Bindings: Bindings };

/** Where the control API lies, for the server and for each of its sandboxes. */
const CONTROL_PATHS = ['/_touchstone', '/_sandbox/:sandbox/_touchstone'];

export function createApp(world: World, control: Hono<Env>): Hono<Env> {
  // A slash at the end of a path makes no difference to the control API; Bedrock's paths are looked at elsewhere.
  const app = new Hono<Env>({ strict: false });
  for (const path of CONTROL_PATHS) app.route(path, control);
  return app.all('*', (c) => answerFetch(c.req.raw, { world, sandbox: c.env?.sandbox ?? '' }));
}
