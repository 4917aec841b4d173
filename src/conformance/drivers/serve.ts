/** The other side of the protocol, for drivers written in JavaScript: a function as a program. */
import type { DriverAnswer } from '../observation.ts';
import { type DriverFunction, type RunRequest, Skip } from './driver.ts';

/** Answers the kit over standard input and output until it is told to stop, or nobody asks any more. */
export async function serveDriver(driver: DriverFunction): Promise<void> {
  const { run: _, stop, language = 'JavaScript', ...info } = driver;
  const running = new Set<Promise<void>>();
  for await (const line of linesOf(process.stdin)) {
    const { id, type, ...request } = JSON.parse(line) as { id: number; type: string } & RunRequest;
    if (type === 'start') say({ id, type: 'started', language, ...info });
    if (type === 'stop') break;
    if (type !== 'run') continue;
    const done = answer(driver, request).then((said) => say({ id, ...said }));
    running.add(done);
    void done.finally(() => running.delete(done));
  }
  await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, 200))]);
  await stop?.();
  process.exit(0);
}

/** Not by node:readline: from Node 24 on it also ends a line at U+2028, which JSON may have in the middle. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string> {
  let unread = '';
  for await (const text of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (unread + text).split('\n');
    unread = lines.pop() as string;
    yield* lines;
  }
}

async function answer(driver: DriverFunction, request: RunRequest): Promise<DriverAnswer> {
  try {
    return { type: 'observation', observation: await driver.run(request, new AbortController().signal) };
  } catch (thrown) {
    if (thrown instanceof Skip) return { type: 'skipped', reason: thrown.message };
    return { type: 'errored', message: String((thrown as Error).stack ?? thrown) };
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
