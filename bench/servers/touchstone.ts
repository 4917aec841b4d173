/** Touchstone with everything on: `node touchstone.js PORT SCENARIOS`. Asked over IPC, it tells what memory it holds. */
import { createBedrock } from '../../src/mock-server/index.ts';
import { scenarios } from '../support/workload.ts';
import type { Memory } from '../support/server.ts';

const [port, count] = process.argv.slice(2).map(Number) as [number, number];
const bedrock = createBedrock({ scenarios: scenarios(count) });
await bedrock.listen({ port });

process.on('message', () => {
  globalThis.gc?.();
  const { length: journal, total } = bedrock.journal;
  process.send?.({ rss: process.memoryUsage.rss(), journal, total } satisfies Memory);
});
