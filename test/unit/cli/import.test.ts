/** `touchstone import` without a process: what it writes, what it says, and the exit code. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'touchstone-import-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

async function run(...args: string[]) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text.replaceAll(directory, ''));
  const terminal = { out: say, err: say, colours: false, version: '1.2.3', stopped: async () => {} };
  const code = await main(['import', '--out', join(directory, 'out'), ...args], terminal);
  return { code, said };
}

function file(name: string, text: string): string {
  mkdirSync(join(directory, 'in'), { recursive: true });
  const path = join(directory, 'in', name);
  writeFileSync(path, text);
  return path;
}

const written = () => readdirSync(join(directory, 'out')).sort();
const recording = (name: string) => JSON.parse(readFileSync(join(directory, 'out', name), 'utf8')) as unknown;

const RUNTIME = 'https://bedrock-runtime.us-east-1.amazonaws.com';

function fixture(path: string, members: object = {}): object {
  const rawHeaders = ['Date', 'Thu, 10 Jul 2025 01:27:19 GMT'];
  return { scope: RUNTIME, method: 'POST', path, body: '', status: 200, response: { a: 1 }, rawHeaders, ...members };
}

test('every file of a directory becomes recordings, other services are passed over', async () => {
  file('a.json', JSON.stringify([fixture('/model/amazon.nova-lite-v1%3A0/converse', { body: { b: 2 } })]));
  const other = fixture('/', { scope: 'https://kinesis.us-east-1.amazonaws.com' });
  file('b.json', JSON.stringify([other, fixture('/model/anthropic.claude-v2/invoke?x=1')]));

  expect(await run(join(directory, 'in'))).toEqual({
    code: 0,
    said: ['/in/a.json: 1 recording', '/in/b.json: 1 recording; 1 other exchange passed over'],
  });
  expect(written()).toEqual(['0001-Converse-amazon.nova-lite-v1_0.json', '0002-InvokeModel-anthropic.claude-v2.json']);
  expect(recording('0001-Converse-amazon.nova-lite-v1_0.json')).toEqual({
    format: 'touchstone-recording/1',
    operation: 'Converse',
    modelId: 'amazon.nova-lite-v1:0',
    recordedAt: '2025-07-10T01:27:19.000Z',
    request: {
      method: 'POST',
      target: '/model/amazon.nova-lite-v1%3A0/converse',
      headers: [],
      body: { json: { b: 2 } },
    },
    response: {
      atMs: 0,
      status: 200,
      headers: [['Date', 'Thu, 10 Jul 2025 01:27:19 GMT']],
      body: { json: { a: 1 } },
      ending: 'complete',
      endedAtMs: 0,
    },
    redacted: [],
  });
});

test('what is named is taken out', async () => {
  const path = file('a.json', JSON.stringify([fixture('/model/m/converse', { body: { b: 'private' } })]));
  expect((await run('--redact', '$.b', path)).code).toBe(0);
  expect(recording('0001-Converse-m.json')).toMatchObject({
    request: { body: { json: { b: '[redacted]' } } },
    redacted: [{ rule: '$.b', at: '$.request.body.b' }],
  });
});

test('what still looks like a secret is not written; the rest is', async () => {
  const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
  const path = file(
    'a.json',
    JSON.stringify([fixture('/model/m/converse'), fixture('/model/n/converse', { body: { key } })]),
  );
  expect(await run(path)).toEqual({
    code: 1,
    said: [
      '/in/a.json: 1 recording',
      '/in/a.json: [1] $.request.body.key still looks like a private key: not written; take it out with --redact',
    ],
  });
  expect(written()).toEqual(['0001-Converse-m.json']);
});

test.each([
  ['it: is something else', [], /^\/in\/x: it is neither a cassette of vcrpy .* nor a fixture of nock/],
  ['{"log":1}', [], /^\/in\/x: "log" is no object$/],
  ['[]', ['--format', 'har'], /^\/in\/x: the file is no object$/],
])('a file that is %j is told, and nothing written', async (text, options, problem) => {
  const { code, said } = await run(...options, file('x', text));
  expect([code, said]).toEqual([1, [expect.stringMatching(problem)]]);
  expect(written()).toEqual([]);
});

test.each([
  [[], 2, /import wants files/],
  [['--format', 'tape', 'x'], 2, /wants one of vcrpy, har, nock/],
  [['missing.yaml'], 1, /missing.yaml: there is no such file/],
])('%j cannot be imported', async (args, code, problem) => {
  expect(await run(...args)).toEqual({ code, said: [expect.stringMatching(problem)] });
});
