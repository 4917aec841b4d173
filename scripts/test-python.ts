/**
 * Runs the Python programs of `test/python` against a double of their own: `npm run test:python [-- pytest options]`.
 * Makes its environment in `.venv` the first time, and again when the requirements change.
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBedrock } from '../src/mock-server/index.ts';

const ROOT = join(import.meta.dirname, '..');
const PROGRAMS = join(ROOT, 'test/python');
const VENV = join(ROOT, '.venv');
const WANTED = join(PROGRAMS, 'requirements.txt');
const INSTALLED = join(VENV, 'requirements.txt');

async function main(options: readonly string[]): Promise<number> {
  if (!(await isInstalled())) await install();
  await using bedrock = createBedrock({ onExchange: () => {} });
  const { url } = await bedrock.listen();
  const env = { ...process.env, TOUCHSTONE_URL: url, PYTHONDONTWRITEBYTECODE: '1' };
  return await run(join(VENV, 'bin/python'), ['-m', 'pytest', ...options], { cwd: PROGRAMS, env });
}

async function isInstalled(): Promise<boolean> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => undefined);
  return (await read(WANTED)) === (await read(INSTALLED));
}

async function install(): Promise<void> {
  const python = process.env['PYTHON'] ?? 'python3';
  await rm(VENV, { recursive: true, force: true });
  await need(
    python,
    ['-m', 'venv', VENV],
    'Python 3.9 or newer with its venv module is needed; set PYTHON to name another.',
  );
  await need(
    join(VENV, 'bin/python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', WANTED],
    'pip could not install the clients; is the package index reachable?',
  );
  await copyFile(WANTED, INSTALLED);
}

async function need(command: string, args: readonly string[], otherwise: string): Promise<void> {
  const code = await run(command, args, { cwd: ROOT }).catch(() => -1);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed. ${otherwise}`);
}

function run(command: string, args: readonly string[], options: SpawnOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`test:python: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
