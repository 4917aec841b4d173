import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conformServerCommand, conformServerHelp } from '../../../src/cli/conform-server.ts';
import { UsageError } from '../../../src/cli/terminal.ts';
import { type Bedrock, createBedrock } from '../../../src/mock-server/index.ts';

let bedrock: Bedrock;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-conform-'));
  bedrock = createBedrock({ auth: 'off' });
  await bedrock.listen();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await bedrock.close();
});

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    colours: false,
    version: '0',
    stopped: () => new Promise<void>(() => {}),
  };
  const code = await conformServerCommand(args, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('0: as expected, with reports', async () => {
  const report = join(folder, 'deep', 'report.html');
  const { code, out } = await run('--endpoint', bedrock.url, '--case', 's/routes', '--report', `html=${report}`);
  expect(code).toBe(0);
  expect(out).toBe(`${new URL(bedrock.url).host}: 8 PASS`);
  expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');
});

test('1: a regression, told with statement, evidence and the line that replays it', async () => {
  const { code, out } = await run('--endpoint', bedrock.url, '--case', 's/auth-missing@*,http1');
  expect(code).toBe(1);
  expect(out).toContain('A request without authentication is refused with 403.');
  expect(out).toContain('POST /model/anthropic.claude-3-haiku-20240307-v1%3A0/converse HTTP/1.1');
  const line = /replay {4}touchstone conform server (.*)/.exec(out)?.[1] ?? '';
  const again = await run(...line.split(' ').map((word) => word.replaceAll("'", '')));
  expect(again.code).toBe(1);
});

test('0: the same where it is known, and 1 where what is known passes', async () => {
  const known = file('known.yaml', '- runs: s/auth-missing\n  reason: authentication is off\n');
  const chosen = ['--endpoint', bedrock.url, '--known', known, '--case'];
  expect(await run(...chosen, 's/auth-missing')).toMatchObject({ code: 0 });
  const passes = file('passes.yaml', '- runs: s/routes\n  reason: was once so\n');
  const { code, out } = await run('--endpoint', bedrock.url, '--known', passes, '--case', 's/routes');
  expect(code).toBe(1);
  expect(out).toContain('passes, though s/routes says it fails: s/routes@InvokeModel,http1');
});

test('2: the command line is wrong', async () => {
  await expect(run()).rejects.toThrow(UsageError);
  await expect(run('--endpoint', 'localhost')).rejects.toThrow(/is no URL like http/);
  await expect(run('--endpoint', bedrock.url, '--dead')).rejects.toThrow('unknown option --dead');
  await expect(run('--endpoint', bedrock.url, '--without', 'wings')).rejects.toThrow(/wants one of http1/);
  await expect(run('--endpoint', bedrock.url, '--report', 'pdf=x')).rejects.toThrow(/FORMAT one of jsonl/);
  await expect(run('--endpoint', bedrock.url, '--model', 'meta.llama3')).rejects.toThrow(/of no family/);
  const known = file('bad.yaml', '- runs: s/routes\n');
  await expect(run('--endpoint', bedrock.url, '--known', known)).rejects.toThrow(/"reason" or a "link"/);
});

test('3: the endpoint does not answer', async () => {
  const { code, err } = await run('--endpoint', 'http://127.0.0.1:1');
  expect(code).toBe(3);
  expect(err).toBe('touchstone: http://127.0.0.1:1/ does not answer: ECONNREFUSED');
});

test('4: nothing ran', async () => {
  expect(await run('--endpoint', bedrock.url, '--case', 'no/such')).toMatchObject({ code: 4 });
  const skipped = await run('--endpoint', bedrock.url, '--case', 's/err-throttle');
  expect(skipped.code).toBe(4);
  expect(skipped.err).toBe('touchstone: nothing ran: 8 SKIP; see --control and --without');
});

test('shards are apart and together everything', async () => {
  const parts = await Promise.all(
    ['1/2', '2/2'].map((shard) => run('--endpoint', bedrock.url, '--case', 's/st-headers', '--shard', shard)),
  );
  expect(parts.map(({ out }) => out.replace(/^.*: /, ''))).toEqual(['2 PASS', '2 PASS']);
});

test('the help names every option', () => {
  for (const name of ['endpoint', 'control', 'known', 'report', 'shard'])
    expect(conformServerHelp()).toContain(`--${name}`);
});
