/** Programs that take several runs at a time: a run that never ends costs its neighbours nothing, and nothing is left. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ClientDriver, type RunRequest, subprocess } from '../../../src/conformance/index.ts';

/** Answers a run called «late» after a moment, and one called «never» not at all. */
const PROGRAM = `
import { createInterface } from 'node:readline';
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const observe = (id) => say({ id, type: 'observation', observation: { text: String(process.pid) } });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, type, run } = JSON.parse(line);
  if (type === 'start') say({ id, type: 'started', name: 'p', version: '1', language: 'JavaScript', capabilities: ['Converse', 'http1'], concurrency: 2 });
  if (type === 'stop') process.exit(0);
  if (type !== 'run' || run === 'never') continue;
  if (run === 'late') setTimeout(() => observe(id), 400);
  else observe(id);
}
`;

const drivers: ClientDriver[] = [];
afterEach(async () => void (await Promise.all(drivers.splice(0).map((driver) => driver.stop()))));

async function started(processes = 1): Promise<ClientDriver> {
  const file = join(mkdtempSync(join(tmpdir(), 'touchstone-driver-')), 'driver.mjs');
  writeFileSync(file, PROGRAM);
  const driver = subprocess({ command: [process.execPath, file], processes });
  drivers.push(driver);
  await driver.start();
  return driver;
}

function runOf(run: string): RunRequest {
  const input = { modelId: 'm' };
  return { run, operation: 'Converse', input, endpoint: 'http://x', region: 'us-east-1', http: 'http1', options: {} };
}

test('a run that never ends does not take the one beside it along, and its process gets no more', async () => {
  const driver = await started();
  const [never, late] = await Promise.all([driver.run(runOf('never'), 50), driver.run(runOf('late'), 10_000)]);
  const next = await driver.run(runOf('next'), 10_000);
  expect(never).toEqual({ type: 'hung', afterMs: 50 });
  expect(late).toMatchObject({ type: 'observation' });
  expect(next).toMatchObject({ type: 'observation' });
  expect(next).not.toEqual(late);
});

test('the runs of a session are made by one process, however busy it is', async () => {
  const driver = await started(3);
  const others = ['late', 'late'].map((run) => driver.run(runOf(run), 10_000));
  const first = await driver.run({ ...runOf('first'), session: 's' }, 10_000);
  const [other] = await Promise.all(others);
  expect(first).not.toEqual(other);
  const busy = ['late', 'late', 'late', 'late'].map((run) => driver.run(runOf(run), 10_000));
  expect(await driver.run({ ...runOf('second'), session: 's' }, 10_000)).toEqual(first);
  await Promise.all(busy);
});

test('once stopped, it starts no process again', async () => {
  const driver = await started();
  await driver.stop();
  await expect(driver.run(runOf('next'), 10_000)).rejects.toThrow('the driver was stopped');
});
