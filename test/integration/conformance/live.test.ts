/**
 * The live path against the double with TLS in the place of AWS: its certificate is for AWS's host name, which is asked for
 * in TLS and in each request; only the connection goes to the loopback.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { conformServerCommand } from '../../../src/cli/conform-server.ts';
import { CommandError } from '../../../src/cli/terminal.ts';
import { SERVER_CASES } from '../../../src/conformance/cases/server/index.ts';
import type { DriftEntry } from '../../../src/conformance/live/drift.ts';
import type { RunResult } from '../../../src/conformance/verdict.ts';
import { type Bedrock, createBedrock, createCertificate } from '../../../src/mock-server/index.ts';
import { conformServer } from '../../../src/conformance/server/index.ts';
import { readRecordings, REPLAYING, replayScenarios } from '../../../src/recordings/index.ts';

const HOST = 'bedrock-runtime.us-east-1.amazonaws.com';
/** Of nobody; and in the form of real ones, as the double is to give them away. */
const KEY = {
  accessKeyId: 'ASIAOFNOBODYATALL123',
  secretAccessKey: 'of/nobody+at/all/and+in/the+form/of0ones',
  sessionToken: 'IQoJofNobodyAtAll//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==',
};
const API_KEY = 'ABSKb2Ygbm9ib2R5IGF0IGFsbCwgYW5kIGxvbmc=';
const ACCOUNT = '111122223333';
const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const COOKIE = 'cookie-of-a-load-balancer';
const LIVE = new Map(SERVER_CASES.map(({ slug, live }) => [slug, live]));

let folder: string;
let aws: Bedrock;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-live-'));
  const tls = await createCertificate({ hosts: [HOST] });
  writeFileSync(join(folder, 'ca.pem'), tls.cert);
  aws = createBedrock({
    tls,
    regions: ['us-east-1'],
    auth: 'enforce',
    credentials: [KEY],
    bearerKeys: [{ token: API_KEY }],
    journal: { entries: 2_000 },
  });
  ({ port } = await aws.listen());
});
beforeEach(() => aws.reset());
afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

const ENV = {
  TOUCHSTONE_LIVE: '1',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: KEY.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
  AWS_SESSION_TOKEN: KEY.sessionToken,
  AWS_BEARER_TOKEN_BEDROCK: API_KEY,
};

const at = (name: string) => join(folder, name);
const reach = () => ['--connect-to', `127.0.0.1:${port}`, '--ca', at('ca.pem')];

/** The whole command with no time passing between attempts; `waited` has how long it would have been. */
async function live(...args: string[]) {
  const [out, err, waited]: [string[], string[], number[]] = [[], [], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    colours: true,
    version: '0',
    env: ENV,
    stopped: () => new Promise<void>(() => {}),
  };
  const means = { random: () => 0.5, sleep: async (ms: number) => void waited.push(ms) };
  const limit = args.includes('--max-cost-usd') ? [] : ['--max-cost-usd', '1'];
  const given = ['--live', ...limit, ...reach(), '--report', `jsonl=${at('results.jsonl')}`, ...args];
  const code = await conformServerCommand(given, terminal, means);
  return { code, out: out.join('\n'), err: err.join('\n'), waited, results: code === 3 ? [] : read() };
}

function read(): RunResult[] {
  const lines = readFileSync(at('results.jsonl'), 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as RunResult);
}

const told = (results: readonly RunResult[]) =>
  results.map(({ run, verdict, reason }) => `${verdict} ${run}: ${reason}`);

describe('a live run', () => {
  test('passes what is safe, knows nothing of the rest, and sends one request after the other', async () => {
    const { code, results, err } = await live();
    expect(code).toBe(0);
    const safe = results.filter(({ case: { slug } }) => LIVE.get(slug) !== 'doubles-only' && slug !== 's/guardrail');
    expect(
      told(safe.filter(({ verdict, case: { level } }) => verdict !== (level === 'INFO' ? 'INFO' : 'PASS'))),
    ).toEqual([]);
    const rest = results.filter((result) => !safe.includes(result));
    expect(new Set(rest.map(({ verdict }) => verdict))).toEqual(new Set(['UNKNOWN']));
    expect(new Set(results.map(({ case: { slug } }) => slug)).size).toBe(SERVER_CASES.length);
    const exchanges = aws.journal.raw();
    expect(exchanges.length).toBeGreaterThan(150);
    expect(exchanges.filter(({ receivedAt }, i) => receivedAt < (exchanges[i - 1]?.finishedAt ?? 0))).toEqual([]);
    expect(err).toMatch(
      new RegExp(`^touchstone: ${exchanges.length - 1} requests, \\$0\\.0\\d+ of at most \\$1\\.00 by estimate$`, 'm'),
    );
  });

  test('asks AWS by its name, and for no more than 16 tokens', async () => {
    await live();
    const asked = aws.journal.all().filter(({ operation }) => operation !== undefined);
    const hosts = asked.map(({ headers }) => headers.find(([name]) => /^(host|:authority)$/i.test(name))?.[1]);
    expect(new Set(hosts)).toEqual(new Set([HOST]));
    const limits = asked.flatMap(({ body }) =>
      [...JSON.stringify(body ?? null).matchAll(/max_?tokens"?:(\d+)/gi)].map(([, n]) => Number(n)),
    );
    expect(limits.length).toBeGreaterThan(100);
    expect(Math.max(...limits)).toBe(16);
  });

  test('what is cut short by the limit of tokens fails nobody', async () => {
    const cut = {
      reply: { content: [{ toolUse: { name: 'get_weather', toolUseId: 't', input: { city: 'Paris' } } }] },
    };
    aws.scenarios.add({ name: 'cut', when: { operation: 'ConverseStream' }, ...cut, faults: [{ end: { event: 4 } }] });
    const { code, results } = await live('--case', 's/g-tool-json@*,http1');
    expect(code).toBe(4);
    expect(results[0]).toMatchObject({ verdict: 'UNKNOWN' });
    expect(results[0]!.reason).toMatch(
      /^the case wants an answer of up to 128 tokens, and live no more than 16 are asked for; expected/,
    );
  });

  test('repeats one run by the line it gives', async () => {
    const { results } = await live('--case', 's/routes@Converse,http1');
    const line = results[0]!.replay;
    expect(line).toBe(
      `TOUCHSTONE_LIVE=1 touchstone conform server --live --max-cost-usd 1 --endpoint https://${HOST} --connect-to 127.0.0.1:${port} --region us-east-1 --model anthropic.claude-3-haiku-20240307-v1:0 --case 's/routes@Converse,http1' --seed 0`,
    );
  });

  test('ends at once where an ordinary request is refused', async () => {
    const { code, err } = await live(
      '--credentials',
      'AKIAOFNOBODYATALL999:no/secret+of/anybody',
      '--case',
      's/routes',
    );
    expect(code).toBe(3);
    expect(err).toMatch(
      /^touchstone: an ordinary request to anthropic\.claude-3-haiku-20240307-v1:0 is refused: 403 UnrecognizedClientException/,
    );
    expect(aws.journal.length).toBe(2);
  });
});

describe('the money', () => {
  test('is not spent beyond the limit: the rest is UNKNOWN', async () => {
    const { code, results, err } = await live('--max-cost-usd', '0.002');
    expect(code).toBe(0);
    const [, spent] = /requests, \$(\S+) of at most/.exec(err) ?? [];
    expect(Number(spent)).toBeLessThanOrEqual(0.002);
    expect(Number(spent)).toBeGreaterThan(0.001);
    const first = results.findIndex(({ reason }) => reason.startsWith('not tried, for the money'));
    const after = results.slice(first);
    expect(first).toBeGreaterThan(5);
    expect(new Set(after.map(({ verdict }) => verdict))).toEqual(new Set(['UNKNOWN']));
    expect(err).toContain('touchstone: stopped early: not tried, for the money');
    expect(err).toMatch(/^\$0\.00\d+ of \$0\.002  PASS s\/routes@InvokeModel,http1$/m);
  });

  test('is not spent at all where one request may be too dear', async () => {
    const { code, out, err } = await live('--max-cost-usd', '0.000001');
    expect(code).toBe(4);
    expect(err).toMatch(/^touchstone: nothing ran: \d+ UNKNOWN; each says why$/m);
    expect(out).toMatch(/^UNKNOWN \d+ runs, s\/routes@InvokeModel,http1 the first: not tried, for the money: /m);
    expect(aws.journal.all().map(({ operation }) => operation)).toEqual([undefined]);
  });
});

describe('throttling', () => {
  const BUSY = { name: 'busy', when: { operation: 'ConverseStream' } } as const;

  test('is waited out, ever longer, and leaves no trace in the verdict', async () => {
    aws.scenarios.add({ ...BUSY, times: 3, error: 'ThrottlingException' });
    const { code, waited, results } = await live('--case', 's/routes@ConverseStream,http1');
    expect(told(results)).toEqual(['PASS s/routes@ConverseStream,http1: everything is as expected']);
    expect(code).toBe(0);
    expect(waited).toEqual([500, 1_000, 2_000]);
    const dates = aws.journal
      .all()
      .slice(2)
      .map(({ status }) => status);
    expect(dates).toEqual([429, 429, 429, 200]);
  });

  test('in a stream and of a service that is not ready is waited out too', async () => {
    aws.scenarios.add(
      { ...BUSY, name: 'later', times: 1, reply: 'x', faults: [{ exception: 'throttlingException', event: 1 }] },
      { ...BUSY, name: 'closed', times: 1, error: 'ServiceUnavailableException' },
      { ...BUSY, name: 'cold', times: 1, error: 'ModelNotReadyException' },
    );
    const { waited, results } = await live('--case', 's/routes@ConverseStream,http2');
    expect(told(results)).toEqual(['PASS s/routes@ConverseStream,http2: everything is as expected']);
    expect(waited).toHaveLength(3);
  });

  test('without an end is UNKNOWN, and fails nobody', async () => {
    aws.scenarios.add({ ...BUSY, error: 'ThrottlingException' });
    const { code, waited, results } = await live('--case', 's/routes@*Stream,http1');
    expect(told(results)).toEqual([
      'PASS s/routes@InvokeModelWithResponseStream,http1: everything is as expected',
      'UNKNOWN s/routes@ConverseStream,http1: the service had no room: 429 ThrottlingException after 8 attempts',
    ]);
    expect(code).toBe(0);
    expect(waited).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});

/** All that is readable in a text: itself, and whatever is in it in base64, once more in that. */
function unpacked(text: string, depth = 2): string {
  if (depth === 0) return text;
  const inner = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([base64]) =>
    Buffer.from(base64, 'base64').toString('latin1'),
  );
  return [text, ...inner.map((one) => unpacked(one, depth - 1))].join('\n');
}

function everyFile(): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.\w+$/.test(name) && name !== 'ca.pem',
  );
  return names.map((name) => `${name}\n${readFileSync(at(name), 'utf8')}`).join('\n');
}

test('no account id, key or token reaches a report, a recording or the terminal', async () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/role/me`;
  const leak = `${arn} of ${ACCOUNT} with ${KEY.accessKeyId} ${KEY.secretAccessKey} ${KEY.sessionToken} ${API_KEY}`;
  aws.scenarios.add(
    {
      name: 'denied',
      when: { operation: 'CountTokens' },
      raw: {
        status: 403,
        headers: { 'x-amzn-errortype': 'AccessDeniedException', 'set-cookie': `AWSALB=${COOKIE}`, 'x-amzn-trace': arn },
        body: { Message: `User: ${leak}\nx-amz-security-token:${KEY.sessionToken}\n` },
      },
    },
    { name: 'talkative', reply: leak },
  );
  const formats = ['junit', 'tap', 'markdown', 'badge', 'html'].flatMap((format) => [
    '--report',
    `${format}=${at(`r.${format}`)}`,
  ]);
  const drift = ['--drift', at('drift.md'), '--drift', at('drift.json'), '--save-recordings', at('recordings')];
  const slugs = [
    's/routes',
    's/arn-slash-escaped',
    's/request-id',
    's/count-tokens',
    's/content-type',
    's/st-c*',
    's/auth-*',
  ];
  const cases = slugs.flatMap((slug) => ['--case', slug]);
  const own = ['--arn', `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${HAIKU}`];
  const { out, err, results } = await live('--verbose', ...own, ...formats, ...drift, ...cases);
  const secrets = [ACCOUNT, KEY.accessKeyId, KEY.secretAccessKey, KEY.sessionToken, API_KEY, COOKIE];

  const exchanges = aws.journal
    .raw()
    .map(({ request, answer }) => [request.target, request.rawHeaders, answer?.headers]);
  const sent = JSON.stringify(exchanges);
  expect(
    [ACCOUNT, KEY.accessKeyId, KEY.sessionToken, API_KEY, COOKIE].filter((secret) => !sent.includes(secret)),
  ).toEqual([]);
  expect(results.some(({ verdict }) => verdict === 'WARN')).toBe(true);

  const shown = unpacked([out, err, everyFile()].join('\n'));
  expect(shown).toContain('arn:aws:sts::000000000000:assumed-role/role/me');
  expect(secrets.filter((secret) => shown.includes(secret) || shown.includes(encodeURIComponent(secret)))).toEqual([]);
  expect(shown).not.toMatch(/Signature=[0-9a-f]{64}/);
  expect(readdirSync(at('recordings')).length).toBeGreaterThan(40);
});

describe('the drift report', () => {
  test('finds nothing where the service is the double', async () => {
    const { code } = await live(
      '--drift',
      at('same.json'),
      '--case',
      's/st-c*',
      '--case',
      's/auth-*',
      '--case',
      's/err-*',
    );
    expect(code).toBe(0);
    const { entries } = JSON.parse(readFileSync(at('same.json'), 'utf8')) as { entries: DriftEntry[] };
    const other = entries.filter(({ agreement }) => agreement !== 'all' && agreement !== 'unknown');
    expect(other.map(({ run, agreement, differences }) => [run, agreement, differences])).toEqual([]);
    expect(entries.filter(({ agreement }) => agreement === 'all').length).toBeGreaterThan(60);
    const scripted = entries.find(({ run }) => run === 's/err-throttle@Converse,http1')!;
    expect([scripted.service.verdict, scripted.double.verdict]).toEqual(['UNKNOWN', 'PASS']);
  });

  test('says where service, model and double part', async () => {
    const body = {
      output: { message: { role: 'assistant', content: [{ text: 'hello' }] } },
      stopReason: 'end_turn',
      surprise: 1,
    };
    aws.scenarios.add({
      name: 'other',
      when: { operation: 'Converse' },
      raw: { status: 200, headers: { 'content-type': 'application/json', 'x-amzn-new': '1' }, body },
    });
    const chosen = [
      '--case',
      's/converse-shape@*,http1',
      '--case',
      's/routes@Converse,http1',
      '--case',
      's/routes@InvokeModel,http1',
    ];
    const { code } = await live('--drift', at('parts.json'), '--drift', at('parts.md'), ...chosen);
    expect(code).toBe(1);
    const { entries } = JSON.parse(readFileSync(at('parts.json'), 'utf8')) as { entries: DriftEntry[] };
    expect(entries.map(({ run, agreement }) => [run, agreement])).toEqual([
      ['s/routes@InvokeModel,http1', 'all'],
      ['s/routes@Converse,http1', 'form'],
      ['s/converse-shape@Converse,http1', 'service'],
    ]);
    const [, form, shape] = entries as [DriftEntry, DriftEntry, DriftEntry];
    expect(form.differences.map(({ trait }) => trait)).toEqual(['headers', 'members']);
    expect(form.differences[1]).toMatchObject({ service: 'also surprise: number', answer: 0 });
    expect(form.differences[1]!.double).toMatch(/^also metrics\.latencyMs: number, usage\.inputTokens: number/);
    expect(shape.model.route).toBe('POST /model/{modelId}/converse');
    expect(shape.model.expected).toContain('a whole number at usage.inputTokens of the body');
    const markdown = readFileSync(at('parts.md'), 'utf8');
    expect(markdown).toContain('- 1: the service departs from the model, the double does not');
    expect(markdown).toContain('| a whole number at usage.inputTokens of the body | ❌ nothing there');
  });

  test('is for any server, not for AWS alone', async () => {
    await using other = createBedrock({ scenarios: [{ name: 'short', reply: 'Hi.' }] });
    const { url } = await other.listen();
    const terminal = {
      out: () => {},
      err: () => {},
      colours: false,
      version: '0',
      stopped: () => new Promise<void>(() => {}),
    };
    const args = ['--endpoint', url, '--drift', at('other.md'), '--case', 's/auth-wrong-region@*,http1'];
    expect(await conformServerCommand(args, terminal)).toBe(0);
    expect(readFileSync(at('other.md'), 'utf8')).toMatch(/\| 1 WARN \| 1 PASS \| 1 the service departs from the model/);
  });
});

describe('recordings', () => {
  test('are what was answered, and replayed they pass again', async () => {
    await live(
      '--save-recordings',
      at('kept'),
      '--case',
      's/g-order',
      '--case',
      's/err-malformed-json@Converse,*',
      '--case',
      's/unknown-path',
    );
    const recordings = (await readRecordings(at('kept'))).map(({ recording }) => recording);
    expect(recordings.map(({ operation, response }) => `${operation} ${response.status}`)).toEqual([
      ...Array<string>(4).fill('Converse 400'),
      ...Array<string>(2).fill('ConverseStream 200'),
    ]);
    const stream = recordings.at(-1)!;
    expect(stream.modelId).toBe('anthropic.claude-3-haiku-20240307-v1:0');
    expect(stream.response.frames!.length).toBeGreaterThan(4);
    expect(stream.request.headers.find(([name]) => name === 'Authorization')).toEqual(['Authorization', '[redacted]']);
    const answered = aws.journal.all().findLast(({ operation }) => operation === 'ConverseStream')!;
    const payloads = stream.response.frames!.map((frame) => ('payload' in frame ? frame.payload : frame));
    expect(payloads).toEqual(answered.events!.map((event) => ({ json: 'payload' in event ? event.payload : event })));
    const files = await readRecordings(at('kept'));
    await using replaying = createBedrock({ ...REPLAYING, scenarios: replayScenarios(files, { pace: 0 }) });
    const { url } = await replaying.listen();
    const again = await conformServer({ endpoint: url, cases: ['s/g-order'], maxOutputTokens: 16 });
    expect(told(again).map((line) => line.replace(/:.*/, ''))).toEqual([
      'PASS s/g-order@ConverseStream,http1',
      'PASS s/g-order@ConverseStream,http2',
    ]);
    expect(
      replaying.journal.last!.events!.map((event) => ({ json: 'payload' in event ? event.payload : event })),
    ).toEqual(payloads);
  });
});

test('a place where nothing can be kept is told in a line, after the verdicts', async () => {
  const tried = live('--save-recordings', at('ca.pem'), '--case', 's/routes@Converse,http1');
  await expect(tried).rejects.toThrow(CommandError);
  await expect(tried).rejects.toThrow(/ca\.pem cannot be written: /);
});

test('the program itself takes its word from the environment', async () => {
  const env = { PATH: process.env['PATH'], ...ENV, AWS_ACCESS_KEY_ID: undefined };
  const args = [
    'conform',
    'server',
    '--live',
    '--max-cost-usd',
    '0.01',
    ...reach(),
    '--case',
    's/routes@Converse,http1',
  ];
  const run = (more: object) =>
    new Promise<{ code: number | null; text: string }>((resolve) => {
      const command = ['--import', 'tsx', join(import.meta.dirname, '../../../src/cli.ts'), ...args];
      const child = spawn(process.execPath, command, { env: { ...env, ...more }, stdio: 'pipe' });
      const texts: string[] = [];
      child.stdout.on('data', (bytes: Buffer) => texts.push(String(bytes)));
      child.stderr.on('data', (bytes: Buffer) => texts.push(String(bytes)));
      child.on('close', (code) => resolve({ code, text: texts.join('') }));
    });
  const meant = await run({ AWS_ACCESS_KEY_ID: KEY.accessKeyId });
  expect(meant.text).toContain(`${HOST}: 1 PASS`);
  expect(meant.code).toBe(0);
  const unmeant = await run({ AWS_ACCESS_KEY_ID: KEY.accessKeyId, TOUCHSTONE_LIVE: undefined });
  expect(unmeant.text).toContain('set TOUCHSTONE_LIVE=1 in the environment too');
  expect(unmeant.code).toBe(2);
});
