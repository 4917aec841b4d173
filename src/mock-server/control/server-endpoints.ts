/** What is asked of the server, or a sandbox, as a whole. */
import { answer } from './answers.ts';
import type { ControlOptions } from './control-options.ts';
import { type Endpoint, sandboxOf } from './endpoint.ts';

export function serverEndpoints({ face, sandboxes }: ControlOptions): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/health',
      about: 'whether it is up, and how many scenarios, exchanges and sandboxes it has',
      handle: (c) => {
        const { scenarios, journal } = face(sandboxOf(c));
        const counts = {
          scenarios: scenarios.list().length,
          exchanges: journal.total,
          sandboxes: sandboxes.names().length,
        };
        return answer(c, { status: 'ok', ...counts });
      },
    },
    {
      method: 'POST',
      path: '/reset',
      about: 'scenarios as at the start, their uses at zero, an empty journal',
      example: {},
      handle: (c) => {
        const sandbox = face(sandboxOf(c));
        sandbox.reset();
        return answer(c, { scenarios: sandbox.scenarios.list().length, exchanges: 0 });
      },
    },
  ];
}
