/** The load: wrk over HTTP/1.1, h2load over cleartext HTTP/2, on a core of their own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOAD_CORE } from './machine.ts';
import { type Protocol, type SignedRequest, signedRequest } from './sign.ts';
import type { Asked } from './workload.ts';

export interface Load {
  readonly asked: Asked;
  readonly port: number;
  readonly protocol: Protocol;
}

/** What a load got through. */
export interface Done {
  readonly requests: number;
  readonly seconds: number;
}

const CONNECTIONS = '50';
const TEMPORARY = mkdtempSync(join(tmpdir(), 'touchstone-bench-'));
process.once('exit', () => rmSync(TEMPORARY, { recursive: true, force: true }));

/** Writes a file that lives as long as the benchmark. */
export function temporaryFile(name: string, content: string): string {
  const path = join(TEMPORARY, name);
  writeFileSync(path, content);
  return path;
}

/** Fifty requests at any time for so long: over h1 on fifty kept connections, over h2 as streams of one. */
export async function loadFor(seconds: number, { asked, port, protocol }: Load): Promise<Done> {
  const request = await signedRequest(asked, port, protocol);
  return protocol === 'h1'
    ? wrk(request, port, seconds)
    : h2load(request, port, ['-c1', '-m', CONNECTIONS, '-D', `${seconds}s`]);
}

/** So many requests in all, over fifty kept connections of h1. */
export async function loadOf(requests: number, { asked, port }: Omit<Load, 'protocol'>): Promise<Done> {
  const request = await signedRequest(asked, port);
  return h2load(request, port, ['--h1', '-c', CONNECTIONS, '-n', String(requests)]);
}

async function wrk(request: SignedRequest, port: number, seconds: number): Promise<Done> {
  const script = temporaryFile('request.lua', luaOf(request));
  const output = await run('wrk', ['-t1', '-c', CONNECTIONS, '-d', `${seconds}s`, '-s', script, urlOf(request, port)]);
  const [requests = 0, microseconds = 0, bad = 0] = numbersAfter('RESULT', output);
  if (bad > 0 || requests === 0) throw new Error(`of ${requests} answers ${bad} failed or were no 2xx:\n${output}`);
  return { requests, seconds: microseconds / 1e6 };
}

/** JSON strings are Lua strings, as long as they are ASCII; wrk knows the host only by its capital. */
function luaOf({ headers, body }: SignedRequest): string {
  const named = Object.entries(headers).map(([name, value]) => [name === 'host' ? 'Host' : name, value] as const);
  return [
    'wrk.method = "POST"',
    `wrk.body = ${JSON.stringify(body)}`,
    ...named.map(([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`),
    'function done(summary)',
    '  local e = summary.errors',
    '  local bad = e.connect + e.read + e.write + e.status + e.timeout',
    '  print(string.format("RESULT %d %d %d", summary.requests, summary.duration, bad))',
    'end',
  ].join('\n');
}

async function h2load(request: SignedRequest, port: number, how: readonly string[]): Promise<Done> {
  const body = temporaryFile('body.json', request.body);
  // It names the host by itself, over h1 as well.
  const named = Object.entries(request.headers).filter(([name]) => name !== 'host');
  const headers = named.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const output = await run('h2load', ['-t1', ...how, '-d', body, ...headers, urlOf(request, port)]);
  const seconds = Number(/finished in ([\d.]+)s/.exec(output)?.[1] ?? 0);
  const [succeeded = 0] = numbersAfter('status codes:', output);
  const failed = Number(/(\d+) failed/.exec(output)?.[1] ?? Number.NaN);
  if (failed !== 0 || succeeded === 0) throw new Error(`${failed} requests failed:\n${output}`);
  return { requests: succeeded, seconds };
}

function urlOf({ path }: SignedRequest, port: number): string {
  return `http://127.0.0.1:${port}${path}`;
}

function numbersAfter(word: string, output: string): number[] {
  const line = output.split('\n').find((line) => line.startsWith(word)) ?? '';
  return (line.match(/\d+/g) ?? []).map(Number);
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('taskset', ['-c', LOAD_CORE, program, ...args]);
  return stdout;
}
