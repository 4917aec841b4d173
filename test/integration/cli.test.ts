/** The program itself: what a person sees, what a script reads, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

let directory: string;
const running = new Set<ChildProcess>();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'touchstone-test-'));
});

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

afterAll(() => rmSync(directory, { recursive: true }));

/** A running program, its output line by line. */
class Program {
  readonly child: ChildProcess;
  readonly errors: Promise<string>;
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  readonly #lines: AsyncIterator<string>;

  constructor(...args: readonly string[]) {
    const command = ['--import', 'tsx', join(ROOT, 'src/cli.ts'), ...args];
    const env = { ...process.env, TZ: 'UTC', NO_COLOR: undefined, FORCE_COLOR: undefined, TMPDIR: directory };
    const child = spawn(process.execPath, command, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    this.child = child;
    this.errors = text(child.stderr);
    this.ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the program ended; it said: ${await this.errors}`);
    return value;
  }

  async lines(count: number): Promise<string[]> {
    const lines: string[] = [];
    while (lines.length < count) lines.push(await this.line());
    return lines;
  }

  async json(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.line()) as Record<string, unknown>;
  }

  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) lines.push(next.value);
    return lines;
  }

  /** How it ended, and all it had still to say. */
  async end(): Promise<{ code: number | null; out: string[]; err: string }> {
    const [out, err, [code]] = await Promise.all([this.rest(), this.errors, this.ended]);
    return { code, out, err };
  }
}

function serve(...args: readonly string[]): Program {
  return new Program('serve', '--port', '0', ...args);
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

function converse(url: string, prompt: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: prompt }] }] });
  return fetch(`${url}/model/${encodeURIComponent(CLAUDE)}/converse`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function said(response: Response): Promise<string | undefined> {
  const { output } = (await response.json()) as { output: { message: { content: { text: string }[] } } };
  return output.message.content[0]?.text;
}

/** With time of day and duration out of the way, which no test can know. */
function steady(line: string): string {
  return line.replace(/^\d\d:\d\d:\d\d\.\d{3} /, '<time> ').replace(/ \d+ ms /, ' <n> ms ');
}

describe('a person', () => {
  test('reads where it is, what to paste, a line an exchange, and why one was refused', async () => {
    const scenarios = file('person.yaml', '- name: weather\n  when: { prompt: weather }\n  reply: Sunny.\n');
    const program = serve('--auth', 'off', '--scenarios', scenarios);
    const banner = await program.lines(19);
    const url = banner[0]?.split(' ').at(-1) ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(banner).toEqual([
      `Touchstone ${version} stands in for Amazon Bedrock at ${url}`,
      `Scenarios: 1 from ${scenarios}, reloaded on change`,
      `Control API: ${url}/_touchstone`,
      '',
      '# AWS SDKs, boto3 and AWS CLI, signed with SigV4',
      `export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`,
      `export AWS_ENDPOINT_URL_BEDROCK=${url}`,
      `export AWS_ENDPOINT_URL_STS=${url}`,
      'export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
      'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
      'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK',
      '',
      '# Anthropic SDKs (AnthropicBedrock): region and keys as above, and',
      `export ANTHROPIC_BEDROCK_BASE_URL=${url}`,
      '',
      '# Bedrock API keys: short-term ones made with these keys are known, long-term ones by --api-key ABSK…',
      '',
      'Ctrl-C ends it.',
      '',
    ]);

    expect(await said(await converse(url, 'the weather?'))).toBe('Sunny.');
    expect(steady(await program.line())).toBe(`<time> 200 Converse ${CLAUDE} "weather" <n> ms h1`);

    await converse(`${url}/_sandbox/t1`, '');
    expect((await program.lines(2)).map(steady)).toEqual([
      `<time> 400 [t1] Converse ${CLAUDE} ValidationException <n> ms h1`,
      expect.stringMatching(/^ {4}\S/),
    ]);

    await fetch(`${url}/nothing`);
    expect((await program.lines(2)).map(steady)).toEqual([
      '<time> 404 GET /nothing <n> ms h1',
      '    GET /nothing is no operation of Bedrock, its control plane or STS; a label must be one segment, its slashes sent as %2F',
    ]);

    program.child.kill('SIGINT');
    expect(await program.end()).toEqual({
      code: 0,
      out: [],
      err: 'Closing; open answers have 2000 ms. Ctrl-C again ends them at once.\n',
    });
  });

  test('whose signature is missing is told what to do', async () => {
    const program = serve();
    const [first = ''] = await program.lines(19);
    const response = await converse(first.split(' ').at(-1) ?? '', 'x');
    expect(response.status).toBe(403);
    expect((await program.lines(2)).map(steady)).toEqual([
      `<time> 403 Converse ${CLAUDE} AccessDeniedException <n> ms h1`,
      '    The request carries neither an Authorization header nor a presigned query. Give the client credentials: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test, or a Bedrock API key.',
    ]);
  });
});

describe('a machine', () => {
  test('reads a JSON object a line', async () => {
    const program = serve('--json', '--auth', 'off');
    const { type, time, url, scenarios } = await program.json();
    expect({ type, time, url, scenarios }).toEqual({
      type: 'listening',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      scenarios: 0,
    });
    const response = await converse(url as string, 'hello');
    expect(await program.json()).toMatchObject({
      type: 'exchange',
      requestId: response.headers.get('x-amzn-requestid'),
      operation: 'Converse',
      modelId: CLAUDE,
      prompt: 'hello',
      status: 200,
      text: await said(response),
      outcome: 'complete',
    });
    program.child.kill('SIGTERM');
    const { code, out, err } = await program.end();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { type: 'closing', time: expect.any(String), graceMs: 2000 },
    ]);
  });

  test('that wants the endpoint alone gets it, and nothing after it', async () => {
    const program = serve('--quiet', '--auth', 'off');
    const url = await program.line();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await converse(url, 'x')).status).toBe(200);
    program.child.kill('SIGINT');
    expect(await program.end()).toEqual({ code: 0, out: [], err: '' });
  });
});

describe('files of scenarios', () => {
  test('are read again when they change; what cannot be used is told, and the old ones stay', async () => {
    const path = file('changing.yaml', '- name: one\n  reply: One.\n');
    const program = serve('--json', '--auth', 'off', '--scenarios', path);
    const { url } = (await program.json()) as { url: string };

    writeFileSync(path, '- name: two\n  reply: Two.\n- name: three\n  reply: Three.\n');
    expect(await program.json()).toEqual({ type: 'reloaded', time: expect.any(String), scenarios: 2, paths: [path] });
    expect(await said(await converse(url, 'x'))).toBe('Two.');
    expect(await program.json()).toMatchObject({ type: 'exchange', scenario: 'two' });

    writeFileSync(path, '- name: two\n  repyl: Two.\n');
    expect(await program.json()).toMatchObject({
      type: 'not-reloaded',
      scenarios: 2,
      problems: expect.arrayContaining([`${path}:2:3: scenarios[0].repyl: unknown member; did you mean "reply"?`]),
    });
    expect(await said(await converse(url, 'x'))).toBe('Two.');
  });

  test('of a directory: a new one counts', async () => {
    const path = mkdtempSync(join(directory, 'scenarios-'));
    writeFileSync(join(path, 'a.yaml'), '- name: a\n  when: { prompt: a }\n  reply: A.\n');
    const program = serve('--auth', 'off', '--scenarios', path);
    const banner = await program.lines(19);
    expect(banner[1]).toBe(`Scenarios: 1 from ${path}, reloaded on change`);
    writeFileSync(join(path, 'b.json'), '[{"name": "b", "reply": "B."}]');
    expect(steady(await program.line())).toBe(`<time> reloaded 2 scenarios from ${path}`);
  });
});

describe('what cannot be', () => {
  test('a port in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const program = new Program('serve', '--port', String(port));
    expect(await program.end()).toEqual({
      code: 1,
      out: [],
      err: `touchstone: port ${port} on 127.0.0.1 is in use: end what runs there, or take another with --port ${port + 1}, or any free one with --port 0\n`,
    });
    holder.close();
  });

  test('a bad file, with all that is wrong in it', async () => {
    const path = file('bad.yaml', '- name: a\n  wen: { prompt: x }\n  reply: A.\n- nme: b\n  reply: B.\n');
    expect(await serve('--scenarios', path).end()).toEqual({
      code: 1,
      out: [],
      err: [
        `touchstone: ${path}:2:3: scenarios[0].wen: unknown member; did you mean "when"?\n`,
        `touchstone: ${path}:4:3: scenarios[1].nme: unknown member; did you mean "name"?\n`,
      ].join(''),
    });
  });

  test('an unknown option', async () => {
    expect(await new Program('serve', '--prot', '80').end()).toEqual({
      code: 2,
      out: [],
      err: 'touchstone: unknown option --prot; did you mean --port? See touchstone serve --help.\n',
    });
  });
});

describe('the end', () => {
  const STALLED = '- reply: Once upon a time\n  faults: { stall: { event: 1 } }\n';
  const SLOW = '- reply: Once upon a time\n  timing: { tokensPerSecond: 3 }\n';

  /** A program with an answer under way. */
  async function answering(scenarios: string, ...args: readonly string[]) {
    const program = serve('--json', '--auth', 'off', '--scenarios', file('answering.yaml', scenarios), ...args);
    const { url } = (await program.json()) as { url: string };
    const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'x' }] }] });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/model/${CLAUDE}/converse-stream`, { method: 'POST', headers, body });
    const how = response.arrayBuffer().then(
      () => 'whole',
      (error: Error) => error.message,
    );
    return { program, how };
  }

  test.each([
    ['60000', 'whole', 'complete'],
    ['0', 'terminated', 'shut-down'],
  ])('an answer that takes longer than a second, with a grace of %s ms: %s', async (grace, received, outcome) => {
    const { program, how } = await answering(SLOW, '--grace', grace);
    program.child.kill('SIGINT');
    expect(await how).toBe(received);
    const { code, out } = await program.end();
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ type: 'closing', graceMs: Number(grace) }),
      expect.objectContaining({ type: 'exchange', ending: 'end', outcome }),
    ]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('a second %s ends it at once', async (signal, code) => {
    const { program, how } = await answering(STALLED, '--grace', '600000');
    program.child.kill(signal);
    expect(await program.json()).toMatchObject({ type: 'closing' });
    program.child.kill(signal);
    expect(await how).toBe('terminated');
    expect((await program.end()).code).toBe(code);
  });

  test('whoever read it may stop reading', async () => {
    const program = new Program('schema');
    program.child.stdout?.destroy();
    expect(await program.ended).toEqual([0, null]);
    expect(await program.errors).toBe('');
  });
});

test('--tls: a certificate made on the spot, left where clients can be pointed to it', async () => {
  const program = serve('--tls');
  const banner = await program.lines(23);
  const url = banner[0]?.split(' ').at(-1) ?? '';
  expect(url).toMatch(/^https:/);
  const certificate = /^export NODE_EXTRA_CA_CERTS=(.*)$/.exec(banner[18] ?? '')?.[1] ?? '';
  expect(banner.slice(17, 20)).toEqual([
    '# Trust the certificate: Node, Python and AWS CLI, curl',
    `export NODE_EXTRA_CA_CERTS=${certificate}`,
    `export AWS_CA_BUNDLE=${certificate} SSL_CERT_FILE=${certificate}`,
  ]);
  const asked = get(`${url}/_touchstone/health`, { ca: readFileSync(certificate) });
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  expect(JSON.parse(await text(response))).toMatchObject({ status: 'ok' });
  program.child.kill('SIGINT');
  expect((await program.end()).code).toBe(0);
  expect(() => readFileSync(certificate)).toThrow('ENOENT');
});

test('options reach the server: credentials, regions, strictness, a control token', async () => {
  const keys = file('credentials', '[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n');
  const options = [
    '--auth',
    'lenient',
    '--credentials-file',
    keys,
    '--api-key',
    'ABSKexample',
    '--region',
    'eu-west-1',
  ];
  const program = serve('--json', ...options, '--strict', '--control-token', 's3cret', '--journal', '1');
  const { url } = (await program.json()) as { url: string };
  const response = await converse(url, 'x', { authorization: 'Bearer ABSKexample' });
  expect(response.status).toBe(400);
  expect(await program.json()).toMatchObject({
    error: {
      type: 'ValidationException',
      message: 'No scenario matches this Converse request, and the server is strict. There are no scenarios.',
    },
  });
  expect((await fetch(`${url}/_touchstone/journal`)).status).toBe(401);
  const journal = await fetch(`${url}/_touchstone/journal?full=true`, { headers: { authorization: 'Bearer s3cret' } });
  expect(await journal.json()).toMatchObject({
    exchanges: [{ caller: { kind: 'bearer', region: 'eu-west-1' } }],
    total: 1,
  });
});
