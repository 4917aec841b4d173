/** The control API: what a test in any language can ask of the double and tell it, over HTTP beside Bedrock. */
import { type Context, Hono } from 'hono';
import type { Env } from '../app.ts';
import { fail, failWith } from './answers.ts';
import type { ControlOptions } from './control-options.ts';
import type { Endpoint } from './endpoint.ts';
import { createGuard } from './guard.ts';
import { journalEndpoints } from './journal-endpoints.ts';
import { sandboxEndpoints } from './sandbox-endpoints.ts';
import { scenarioEndpoints } from './scenario-endpoints.ts';
import { overview } from './overview.ts';
import { serverEndpoints } from './server-endpoints.ts';

export type { ControlOptions } from './control-options.ts';

/** Mounted under a reserved path, once for the server and once for each sandbox; every path below it is answered here. */
export function createControl(options: ControlOptions): Hono<Env> {
  const endpoints: readonly Endpoint[] = [
    { method: 'GET', path: '/', about: 'this page', handle: (c) => c.text(overview(c, endpoints)) },
    ...serverEndpoints(options),
    ...scenarioEndpoints(options),
    ...journalEndpoints(options),
    ...sandboxEndpoints(options),
  ];
  const control = new Hono<Env>();
  control.onError((error, c) => failWith(c, error));
  control.use('*', createGuard(options.token));
  for (const { method, path, handle } of endpoints) control.on(method, path, handle);
  for (const path of new Set(endpoints.map(({ path }) => path)))
    control.all(path, (c) => wrongMethod(c, path, endpoints));
  return control.all('*', (c) => unknownPath(c, endpoints));
}

function wrongMethod(c: Context<Env>, path: string, endpoints: readonly Endpoint[]): Response {
  const methods = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
  c.header('Allow', methods.join(', '));
  return fail(c, 405, { message: `${c.req.path} takes ${methods.join(' or ')}, not ${c.req.method}.` });
}

function unknownPath(c: Context<Env>, endpoints: readonly Endpoint[]): Response {
  const list = endpoints.map(({ method, path, about }) => `${method} ${path}: ${about}`);
  return fail(c, 404, {
    message: `The control API has no ${c.req.path}. See "endpoints" for what it has.`,
    endpoints: list,
  });
}
