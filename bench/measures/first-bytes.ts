/** What it costs to look at the first bytes of a connection, once the connection is kept. */
import { answerOf, readyAnswer } from '../support/answer.ts';
import { atLeast, ratioRow } from '../support/row.ts';
import { alternate } from '../support/rounds.ts';
import { withServers } from '../support/server.ts';
import type { Measure } from './measure.ts';
import { bare, touchstone } from './servers.ts';

export const firstBytes: Measure = {
  name: 'first-bytes',
  run: async (pace) => {
    const answer = await withServers(async (start) => answerOf('body', (await start(touchstone())).port));
    const file = readyAnswer('first-bytes', answer);
    return withServers(async (start) => {
      const load = { asked: 'body', protocol: 'h1' } as const;
      const runs = await alternate(
        {
          sniffing: { ...load, server: await start(bare('sniffing', file)) },
          bare: { ...load, server: await start(bare('bare-http1', file)) },
        },
        pace,
      );
      return [
        ratioRow('a port that looks at the first bytes ÷ one that does not', [runs.sniffing, runs.bare], atLeast(0.95)),
      ];
    });
  },
};
