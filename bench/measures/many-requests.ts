/** Very many requests: the journal stays bounded and the memory flat. */
import { loadOf } from '../support/load.ts';
import { atMost, type Row } from '../support/row.ts';
import { type Memory, type Server, withServers } from '../support/server.ts';
import type { Measure } from './measure.ts';
import { touchstone } from './servers.ts';

const PARTS = 4;
const JOURNAL_LIMIT = 1_000;

export const manyRequests: Measure = {
  name: 'requests',
  run: ({ requests }) => withServers(async (start) => grow(requests, await start(touchstone()))),
};

async function grow(requests: number, server: Server): Promise<Row[]> {
  const quarters: Memory[] = [];
  for (let part = 0; part < PARTS; part++) {
    await loadOf(Math.ceil(requests / PARTS), { asked: 'body', port: server.port });
    quarters.push(await server.measureMemory());
  }
  const first = quarters[0]!;
  const count = requests.toLocaleString('en');
  return [
    {
      what: `${count} requests: memory after each quarter ÷ the first`,
      target: atMost(1.1),
      values: quarters.slice(1).map(({ rss }) => rss / first.rss),
    },
    {
      what: `${count} requests: exchanges in the journal`,
      target: atMost(JOURNAL_LIMIT),
      values: quarters.map(({ journal }) => journal),
      unit: 'kept',
    },
  ];
}
