/** Drivers that are none: a clear message and exit code 3. */
import { expect, test } from 'vitest';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conform } from '../../../src/cli/conform.ts';

const STARTED = {
  type: 'started',
  name: 'odd',
  version: '1',
  language: 'JavaScript',
  capabilities: ['Converse', 'http1', 'sigv4'],
};

/** A program that answers each line by a function of the message. */
function program(answer: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'touchstone-driver-')), 'driver.mjs');
  const started = `const started = (id) => JSON.stringify({ id, ...${JSON.stringify(STARTED)} }) + '\\n';`;
  const loop = `for await (const line of createInterface({ input: process.stdin })) { const { id, type } = JSON.parse(line); ${answer} }`;
  writeFileSync(file, `import { createInterface } from 'node:readline';\n${started}\n${loop}\n`);
  return `${process.execPath} ${file}`;
}

async function tried(driver: string, ...more: readonly string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const terminal = { out: say, err: say, colours: false, version: '0', stopped: () => new Promise<void>(() => {}) };
  const code = await conform(['client', '--driver', driver, '--runs', '0', ...more], terminal);
  return { code, said: lines.join('\n') };
}

const GREET = `if (type === 'start') { process.stdout.write(started(id)); continue; }`;

test.each([
  ['no JSON', `process.stdout.write('hello\\n');`, 'wrote a line that is no message: it is no JSON object: hello'],
  [
    'half a line',
    `process.stdout.write('{"id":0,'); process.stdin.destroy(); break;`,
    'in the middle of a line: {"id":0,',
  ],
  ['ten megabytes', `process.stdout.write('x'.repeat(10_000_000));`, 'wrote 4194304 characters without a line feed'],
  [
    'a line of ten megabytes',
    `process.stdout.write('x'.repeat(10_000_000) + '\\n');`,
    /wrote (a line of \d+ characters|4194304 characters)/,
  ],
  [
    'an exit at once',
    `console.error('no module'); process.exit(7);`,
    'exited with code 7. Its standard error ends:\nno module',
  ],
  [
    'another answer',
    `process.stdout.write(JSON.stringify({ id, type: 'stopped' }) + '\\n');`,
    'answered "start" with "stopped"',
  ],
  [
    'an answer nobody asked for',
    `process.stdout.write(started(41));`,
    'answered a message 41 that nobody asked, or twice',
  ],
  [
    'nonsense instead of an observation',
    `${GREET} process.stdout.write(JSON.stringify({ id, type: 'observation', observation: { txt: 1 } }) + '\\n');`,
    'has "txt"; there are events,',
  ],
  ['an exit in the middle of a run', `${GREET} process.exit(9);`, 'exited with code 9'],
  [
    'errors of its own',
    `${GREET} process.stdout.write(JSON.stringify({ id, type: 'errored', message: 'oh no' }) + '\\n');`,
    'the driver failed: oh no',
  ],
  [
    'no requests',
    `${GREET} process.stdout.write(JSON.stringify({ id, type: 'observation', observation: {} }) + '\\n');`,
    'not one of the simplest cases works',
  ],
])('%s', async (_, answer, message) => {
  const { code, said } = await tried(program(answer));
  expect(said).toMatch(
    message instanceof RegExp ? message : new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
  );
  expect(code).toBe(3);
});

test.each([
  ['no answer to start', '', ['--start-limit', '300'], 'does not answer "start" within 300 ms'],
  [
    'half a line in the place of an observation, and an exit',
    `${GREET} process.stdout.write('{"id":' + id + ',"type":"obs'); process.stdin.destroy(); break;`,
    [],
    'in the middle of a line: {"id":',
  ],
  [
    'an observation of ten megabytes',
    `${GREET} process.stdout.write(JSON.stringify({ id, type: 'observation', observation: { text: 'x'.repeat(10_000_000) } }) + '\\n');`,
    [],
    /wrote (a line of \d+ characters|4194304 characters)/,
  ],
  ['no answer to any run', `${GREET} continue;`, ['--limit', '200'], 'it had not ended after 200 ms'],
  [
    'half a line and silence',
    `${GREET} process.stdout.write('{"id":');`,
    ['--limit', '200'],
    'it had not ended after 200 ms',
  ],
])('%s', async (_, answer, options, message) => {
  const { code, said } = await tried(program(answer), ...options);
  expect(said).toMatch(message instanceof RegExp ? message : new RegExp(message.replace(/[{}"]/g, '\\$&')));
  expect(code).toBe(3);
});

test('a program that does not exist', async () => {
  const { code, said } = await tried('/nowhere/driver');
  expect([code, said]).toEqual([
    3,
    expect.stringContaining('the driver (/nowhere/driver) cannot be started: spawn /nowhere/driver ENOENT'),
  ]);
});

test('--validate-driver blames a driver that fails itself', async () => {
  const { code, said } = await tried(program(`${GREET} process.exit(9);`), '--validate-driver');
  expect([code, said]).toEqual([3, expect.stringContaining('exited with code 9')]);
});

test('nothing ran', async () => {
  const { code, said } = await tried(
    program(`${GREET} process.stdout.write(JSON.stringify({ id, type: 'observation', observation: {} }) + '\\n');`),
    '--case',
    'no/such',
  );
  expect(code).toBe(3);
  expect(said).toContain('not one of the simplest cases works');
});
