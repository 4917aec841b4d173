/**
 * Runs each project in `examples/` as somebody would who found it: `npm run test:examples [-- --built] [names]`. The package
 * is built, unless it is said to be, and packed; each example is copied away, installs the tarball and its other dependencies,
 * and runs its tests, or the steps of its workflow. Everything made is removed again.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endAll } from './examples/command.ts';
import { type Result, tryExample } from './examples/try-example.ts';

const ROOT = join(import.meta.dirname, '..');
const EXAMPLES = join(ROOT, 'examples');
/** Installing waits for the network and the disk as much as it computes. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({ options: { built: { type: 'boolean' } }, allowPositionals: true });
const scratch = mkdtempSync(join(tmpdir(), 'touchstone-examples-'));
process.once('exit', () => {
  endAll();
  // So many files take a while, for which nobody needs to wait.
  spawn('rm', ['-rf', scratch], { detached: true, stdio: 'ignore' }).unref();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results = await tryAll(chosen(positionals), pack(values.built ?? false));
const failed = results.filter(({ problem }) => problem !== undefined);
console.log(`${results.length - failed.length} of ${results.length} examples passed.`);
process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;

function chosen(names: readonly string[]): readonly string[] {
  const all = readdirSync(EXAMPLES);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no example ${unknown}; there are ${all.join(', ')}.`);
    process.exit(1);
  }
  return names.length > 0 ? names : all;
}

function pack(isBuilt: boolean): string {
  if (!isBuilt)
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const options = ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch];
  return join(scratch, execFileSync('npm', options, { cwd: ROOT, encoding: 'utf8' }).trim());
}

async function tryAll(names: readonly string[], tarball: string): Promise<Result[]> {
  const waiting = [...names];
  const results: Result[] = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const result = await tryExample({ from: join(EXAMPLES, name), to: join(scratch, name), tarball });
      results.push(result);
      report(name, result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

function report(name: string, { problem, seconds }: Result): void {
  const verdict = problem === undefined ? 'passed' : 'FAILED';
  console.log(`${name}: ${verdict} in ${seconds.toFixed(1)} s`);
  if (problem !== undefined) console.log(problem.replaceAll(/^/gm, '    '));
}
