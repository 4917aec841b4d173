/** Open slow streams: what memory each holds, and how late they end. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Row } from '../support/row.ts';
import { type Server, withServers } from '../support/server.ts';
import { signedRequest, type SignedRequest } from '../support/sign.ts';
import { SLOW_STREAM_MS } from '../support/workload.ts';
import type { Measure } from './measure.ts';
import { touchstone } from './servers.ts';

const COUNTS = [1, 100, 1_000];
const WARM_UP_ROUNDS = 20;

/** Memory in KiB and overrun in percent, for the largest number alone. */
const TARGETS: Readonly<Record<number, { readonly kibibytes: number; readonly overrun: number }>> = {
  1_000: { kibibytes: 30, overrun: 5 },
};

export const slowStreams: Measure = {
  name: 'slow-streams',
  run: async () => {
    const rows: Row[] = [];
    for (const count of COUNTS)
      rows.push(...(await withServers(async (start) => open(count, await start(touchstone())))));
    return rows;
  },
};

async function open(count: number, server: Server): Promise<Row[]> {
  const signed = await signedRequest('slow stream', server.port);
  const quick = await signedRequest('stream, one write each', server.port);
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await takeAll(50, server.port, quick);
  const before = await server.measureMemory();
  const streams = takeAll(count, server.port, signed);
  await sleep(SLOW_STREAM_MS / 2);
  const during = await server.measureMemory();
  const overruns = (await streams).map((took) => (took / SLOW_STREAM_MS - 1) * 100);
  const target = TARGETS[count];
  const overrun: Row = {
    what: `${count} slow streams: overrun of the schedule`,
    target: target && atMost(target.overrun),
    values: overruns,
    unit: '%',
  };
  if (!target) return [overrun];
  const each = (during.rss - before.rss) / 1024 / count;
  return [
    { what: `${count} slow streams: memory each`, target: atMost(target.kibibytes), values: [each], unit: 'KiB' },
    overrun,
  ];
}

function takeAll(count: number, port: number, signed: SignedRequest): Promise<number[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  return Promise.all(Array.from({ length: count }, () => take(agent, port, signed)));
}

/** How many milliseconds lie between the head and the end of one stream. */
function take(agent: Agent, port: number, { path, headers, body }: SignedRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, method: 'POST', path, headers }, (incoming) => {
      if (incoming.statusCode !== 200) reject(new Error(`a slow stream was answered with ${incoming.statusCode}`));
      const begun = performance.now();
      incoming.once('end', () => resolve(performance.now() - begun)).once('error', reject);
      incoming.resume();
    });
    asked.once('error', reject).end(body);
  });
}
