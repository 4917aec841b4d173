/** How the cost of a request grows with the number of scenarios. */
import { atMost, ratioRow } from '../support/row.ts';
import { alternate, type Contender } from '../support/rounds.ts';
import { withServers } from '../support/server.ts';
import type { Measure } from './measure.ts';
import { touchstone } from './servers.ts';

export const manyScenarios: Measure = {
  name: 'scenarios',
  run: (pace) =>
    withServers(async (start) => {
      const contender = async (count: number): Promise<Contender> => {
        return { asked: 'body', protocol: 'h1', server: await start(touchstone(count)) };
      };
      const runs = await alternate(
        { ten: await contender(10), hundred: await contender(100), thousand: await contender(1_000) },
        pace,
      );
      return [
        ratioRow('cost of a request, 100 scenarios ÷ 10', [runs.ten, runs.hundred]),
        ratioRow('cost of a request, 1,000 scenarios ÷ 10', [runs.ten, runs.thousand], atMost(1.25)),
      ];
    }),
};
