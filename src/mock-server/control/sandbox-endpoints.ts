/** The sandboxes of a server. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import { answer } from './answers.ts';
import { ControlError } from './control-error.ts';
import type { ControlOptions } from './control-options.ts';
import { type Endpoint, sandboxOf } from './endpoint.ts';

export function sandboxEndpoints({ face, sandboxes }: ControlOptions): readonly Endpoint[] {
  const all = (c: Context<Env>): string[] => {
    if (sandboxOf(c) === '') return sandboxes.names();
    throw new ControlError(404, 'A sandbox has no sandboxes; those of the server are at /_touchstone/sandboxes.');
  };
  const forget = (c: Context<Env>, names: readonly string[]) => {
    for (const name of names) sandboxes.delete(name);
    return answer(c, { deleted: names });
  };
  return [
    {
      method: 'GET',
      path: '/sandboxes',
      about: 'the sandboxes in use, the most recently used last',
      handle: (c) => {
        const list = all(c).map((name) => ({ name, exchanges: face(name).journal.total }));
        return answer(c, { sandboxes: list });
      },
    },
    { method: 'DELETE', path: '/sandboxes', about: 'forgets all sandboxes', handle: (c) => forget(c, all(c)) },
    {
      method: 'DELETE',
      path: '/sandboxes/:name',
      about: 'forgets one sandbox',
      handle: (c) => {
        const name = c.req.param('name') ?? '';
        if (all(c).includes(name)) return forget(c, [name]);
        throw new ControlError(
          404,
          `There is no sandbox ${JSON.stringify(name)}. GET /sandboxes lists those there are.`,
        );
      },
    },
  ];
}
