/** From the start of `touchstone serve`, built, to its first answer. */
import { request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { answerOf, readyAnswer } from '../support/answer.ts';
import { TOUCHSTONE } from '../support/machine.ts';
import { atMost, type Row } from '../support/row.ts';
import { end, PORT, type Program, spawnServer, withServers } from '../support/server.ts';
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
    for (const [what, ask] of Object.entries(FIRST)) {
      const values: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const ratio = (await timeToAnswer(SERVE, ask)) / (await timeToAnswer(plain, ask));
        if (round > 0) values.push(ratio);
      }
      rows.push({ what: `touchstone serve: start to first answer (${what}) ÷ bare`, target: atMost(1.6), values });
    }
    return rows;
  },
};

async function timeToAnswer(program: Program, ask: Ask): Promise<number> {
  const before = performance.now();
  const { child, port, complaint } = await spawnServer(program);
  try {
    const asked = await ask(port);
    while (!(await isAnswered(port, asked))) {
      if (child.exitCode !== null) throw new Error(complaint());
      await turn();
    }
    return performance.now() - before;
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
