/** `touchstone record`, `serve --recordings` and `scenarios` as a person runs them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, expect, test } from 'vitest';
import { readRecordings } from '../../../src/recordings/index.ts';
import { CLAUDE, CLIENT_KEYS, OWN_KEYS, setStage, type Stage, UPSTREAM } from './stage.ts';

const ROOT = join(import.meta.dirname, '../../..');
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

interface Program {
  readonly child: ChildProcess;
  readonly line: () => Promise<string>;
  readonly end: () => Promise<{ code: number | null; out: string[]; err: string }>;
}

function run(script: string, ...args: readonly string[]): Program {
  const env = {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    AWS_ACCESS_KEY_ID: OWN_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: OWN_KEYS.secretAccessKey,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, script), ...args], { cwd: ROOT, env });
  running.add(child);
  const errors = text(child.stderr);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the program ended; it said: ${await errors}`);
    return value;
  };
  const end = async () => {
    const out: string[] = [];
    for (let next = await lines.next(); !next.done; next = await lines.next()) out.push(next.value);
    return { code: (await ended)[0], out, err: await errors };
  };
  return { child, line, end };
}

async function record(stage: Stage, ...more: readonly string[]): Promise<Program & { url: string }> {
  const ca = join(stage.directory, '.ca.pem');
  writeFileSync(ca, stage.certificate);
  const { host, port } = stage.address;
  const args = ['--upstream', UPSTREAM, '--ca', ca, '--connect-to', `${host}:${port}`, '--out', stage.directory];
  const program = run('src/cli.ts', 'record', '--port', '0', '--quiet', ...args, ...more);
  return { ...program, url: await program.line() };
}

async function streamed(endpoint: string, prompt = 'Hi'): Promise<string[]> {
  const client = new BedrockRuntimeClient({ endpoint, region: 'us-east-1', credentials: CLIENT_KEYS, maxAttempts: 1 });
  const messages = [{ role: 'user' as const, content: [{ text: prompt }] }];
  const { stream = [] } = await client.send(new ConverseStreamCommand({ modelId: CLAUDE, messages }));
  const texts: string[] = [];
  for await (const event of stream) texts.push(event.contentBlockDelta?.delta?.text ?? '');
  return texts.filter(Boolean);
}

function jsonFiles(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.json'));
}

test('recorded, replayed by serve, and made into scenarios', async () => {
  await using stage = await setStage({ scenarios: [{ name: 'hello', reply: 'Hello there.' }] });
  const recorder = await record(stage);
  const answer = await streamed(recorder.url);
  expect(answer.join('')).toBe('Hello there.');
  recorder.child.kill('SIGINT');
  expect(await recorder.end()).toMatchObject({ code: 0 });
  const server = run('src/cli.ts', 'serve', '--port', '0', '--quiet', '--recordings', stage.directory);
  const url = await server.line();
  expect(await streamed(url)).toEqual(answer);
  await expect(streamed(url, 'Ho')).rejects.toThrow(
    /^No scenario matches this ConverseStream request, and the server is strict\. The nearest is ".*0001-ConverseStream-.*\.json" \(\d of \d conditions hold\): body \$\.messages\[0\]\.content\[0\]\.text: wanted "Hi", got "Ho"/,
  );
  const { code, out } = await run('src/cli.ts', 'scenarios', stage.directory).end();
  expect([code, out.slice(0, 6)]).toEqual([
    0,
    [
      '- name: 0001-ConverseStream-anthropic.claude-3-haiku-20240307-v1_0',
      '  when:',
      '    operation: ConverseStream',
      `    model: ${CLAUDE}`,
      '    prompt:',
      '      equals: Hi',
    ],
  ]);
});

test('killed in the middle of a stream it leaves no half of a recording', async () => {
  const timing = { timeToFirstToken: 0, tokensPerSecond: 1 };
  const scenarios = [
    { name: 'slow', when: { prompt: 'slow' }, answer: [{ reply: 'One two three four five.', timing }] },
    { name: 'quick', reply: 'Quick.' },
  ];
  await using stage = await setStage({ scenarios });
  const recorder = await record(stage);
  await streamed(recorder.url);
  await expect.poll(() => jsonFiles(stage.directory)).toHaveLength(1);
  const client = new BedrockRuntimeClient({
    endpoint: recorder.url,
    region: 'us-east-1',
    credentials: CLIENT_KEYS,
    maxAttempts: 1,
  });
  const messages = [{ role: 'user' as const, content: [{ text: 'slow' }] }];
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: CLAUDE, messages }));
  const events = stream![Symbol.asyncIterator]();
  await events.next();
  recorder.child.kill('SIGKILL');
  await recorder.end();
  await expect(drained(events)).rejects.toThrow(Error);
  expect(jsonFiles(stage.directory)).toHaveLength(1);
  expect(await readRecordings(stage.directory)).toHaveLength(1);
});

async function drained(events: AsyncIterator<unknown>): Promise<void> {
  while (!(await events.next()).done);
}

test('killed while it writes, too', async () => {
  await using stage = await setStage();
  for (const count of [1, 2, 3]) {
    const program = run('test/integration/recordings/write-many.ts', stage.directory);
    for (let i = 0; i < count; i++) await program.line();
    program.child.kill('SIGKILL');
    await program.end();
  }
  const written = await readRecordings(stage.directory);
  expect(written.length).toBeGreaterThanOrEqual(6);
  expect(written.every(({ recording }) => recording.response.ending === 'complete')).toBe(true);
});

test('what was not kept is told, with the rule that would help, and in the exit code', async () => {
  await using stage = await setStage();
  const recorder = await record(stage);
  await streamed(recorder.url, ['my key is AKIA', 'ABCDEFGH23456722'].join(''));
  recorder.child.kill('SIGINT');
  const { code, err } = await recorder.end();
  expect(code).toBe(1);
  expect(err).toContain(
    [
      `not kept: ConverseStream ${CLAUDE} would hold what looks like a secret`,
      '  $.request.body.messages[0].content[0].text: an AWS access key id',
      // The service echoes it, in pieces.
      '  $.response.frames[*].payload.delta.text: an AWS access key id',
      "  Take it out: --redact '$.messages[*].content[*].text' --redact '$.delta.text'",
    ].join('\n'),
  );
  expect(jsonFiles(stage.directory)).toEqual([]);
});

test.each([
  [['record'], 2, 'touchstone: --upstream: there is nothing to record from: give the address of the service.'],
  [
    ['record', '--upstream', UPSTREAM, '--mode', 'twice'],
    2,
    'touchstone: --mode twice: wants one of once, none, new, all.',
  ],
  [['record', '--redact', '$.a b'], 2, 'touchstone: --redact $.a b: the JSON path "$.a b" cannot be read from " b" on'],
  [
    ['serve', '--recordings', '/nowhere'],
    1,
    'touchstone: /nowhere: there are no recordings; touchstone record --out /nowhere',
  ],
  [['serve', '--timing', '2'], 2, 'touchstone: --timing 2: wants none, original, or a factor such as 0.1x'],
])('%j: exit code %d', async (args, code, message) => {
  const { err, ...ended } = await run('src/cli.ts', ...args).end();
  expect({ code: ended.code, err: err.slice(0, message.length) }).toEqual({ code, err: message });
});
