/** Scenarios at run time. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import type { Loaded } from '../matching/index.ts';
import { answer } from './answers.ts';
import type { ControlOptions } from './control-options.ts';
import { type Endpoint, sandboxOf } from './endpoint.ts';
import { readScenarios } from './scenario-body.ts';

const EXAMPLE = `'{"name": "weather", "when": {"prompt": "weather"}, "reply": "Sunny."}'`;

export function scenarioEndpoints({ face, load }: ControlOptions): readonly Endpoint[] {
  const scenarios = (c: Context<Env>) => face(sandboxOf(c)).scenarios;
  const uses = (c: Context<Env>) => {
    const found = scenarios(c);
    return Object.fromEntries(found.list().map(({ name }) => [name, found.uses(name)]));
  };
  return [
    {
      method: 'GET',
      path: '/scenarios',
      about: 'the scenarios, in the order in which they are tried',
      example: {},
      handle: (c) => answer(c, { scenarios: scenarios(c).list() }),
    },
    {
      method: 'PUT',
      path: '/scenarios',
      about: 'these scenarios and no others; YAML or JSON, one or a list',
      example: { data: '@scenarios.yaml' },
      handle: async (c) => {
        const loaded = await readScenarios(c, load);
        return told(c, loaded, scenarios(c).replace(loaded.scenarios).list().length);
      },
    },
    {
      method: 'POST',
      path: '/scenarios',
      about: 'these scenarios before those that are there',
      example: { data: EXAMPLE },
      handle: async (c) => {
        const loaded = await readScenarios(c, load);
        return told(
          c,
          loaded,
          scenarios(c)
            .add(...loaded.scenarios)
            .list().length,
        );
      },
    },
    {
      method: 'DELETE',
      path: '/scenarios',
      about: 'no scenarios; every operation still answers plausibly',
      handle: (c) => answer(c, { scenarios: scenarios(c).replace([]).list().length }),
    },
    {
      method: 'GET',
      path: '/uses',
      about: 'how often each scenario has answered',
      handle: (c) => answer(c, uses(c)),
    },
  ];
}

function told(c: Context<Env>, { scenarios, hints }: Loaded, count: number): Response {
  const names = scenarios.map(({ name }) => name);
  return answer(c, { loaded: names, scenarios: count, ...(hints.length > 0 && { hints }) });
}
