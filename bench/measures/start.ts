/** From the start of `touchstone serve`, built, to its first answer. */
import { request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { answerOf, readyAnswer } from '../support/answer.ts';
import { TOUCHSTONE } from '../support/machine.ts';
import { atMost, type Row } from '../support/row.ts';
import { cpuSeconds, end, PORT, type Program, spawnServer, withServers } from '../support/server.ts';
import { signedRequest, type SignedRequest } from '../support/sign.ts';
import type { Measure } from './measure.ts';
import { bare, touchstone } from './servers.ts';

const SERVE: Program = { args: [TOUCHSTONE, 'serve', '--port', PORT] };

type Ask = (port: number) => Promise<SignedRequest | string>;

/** What the first request is: the path of a GET, or a signed InvokeModel. */
const FIRST: Readonly<Record<string, Ask>> = {
  health: async () => '/_touchstone/health',
  InvokeModel: (port) => signedRequest('body', port),
};

export const start: Measure = {
  name: 'start',
  run: async ({ rounds }) => {
    const answer = await withServers(async (launch) => answerOf('body', (await launch(touchstone())).port));
    const plain = bare('bare-http1', readyAnswer('start', answer));
    const rows: Row[] = [];
    for (const [what, ask] of Object.entries(FIRST)) rows.push(await compare(what, ask, { plain, rounds }));
    return rows;
  },
};

async function compare(
  what: string,
  ask: Ask,
  { plain, rounds }: { readonly plain: Program; readonly rounds: number },
): Promise<Row> {
  const values: number[] = [];
  const byCpu: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const own = await startOnce(SERVE, ask);
    const other = await startOnce(plain, ask);
    // The first round only brings the files into memory.
    if (round === 0) continue;
    values.push(own.elapsed / other.elapsed);
    byCpu.push(own.cpu / other.cpu);
  }
  return { what: `touchstone serve: start to first answer (${what}) ÷ bare`, target: atMost(1.6), values, byCpu };
}

/** What a start took until the first answer: milliseconds that went by, and seconds of CPU time. */
interface Start {
  readonly elapsed: number;
  readonly cpu: number;
}

async function startOnce(program: Program, ask: Ask): Promise<Start> {
  const before = performance.now();
  const { child, port, complaint } = await spawnServer(program);
  try {
    const asked = await ask(port);
    while (!(await isAnswered(port, asked))) {
      if (child.exitCode !== null) throw new Error(complaint());
      await turn();
    }
    return { elapsed: performance.now() - before, cpu: cpuSeconds(child.pid as number) };
  } finally {
    await end(child);
  }
}

/** Resolves to false where nobody listens yet. */
function isAnswered(port: number, asked: SignedRequest | string): Promise<boolean> {
  const what = typeof asked === 'string' ? { path: asked, body: '' } : { ...asked, method: 'POST' };
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, agent: false, ...what }, (incoming) => {
      if (incoming.statusCode !== 200) reject(new Error(`the first answer has status ${incoming.statusCode}`));
      incoming
        .resume()
        .once('end', () => resolve(true))
        .once('error', reject);
    });
    asking.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? resolve(false) : reject(error),
    );
    asking.end(what.body);
  });
}
