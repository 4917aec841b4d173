/** The machine: two cores, one for the server and one for the load, and the programs that make the load. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The project; this file runs compiled, in `bench/dist/bench/support`. */
export const ROOT = join(import.meta.dirname, '../../../..');
export const AIMOCK = join(ROOT, 'bench/node_modules/@copilotkit/aimock/dist/cli.js');
export const TOUCHSTONE = join(ROOT, 'dist/cli.js');

export const SERVER_CORE = '0';
export const LOAD_CORE = '1';

const PROGRAMS: Readonly<Record<string, string>> = {
  taskset: 'util-linux (apt-get install util-linux); pinning to a core needs Linux',
  wrk: 'wrk (apt-get install wrk)',
  h2load: 'nghttp2 (apt-get install nghttp2-client)',
};

/** What is missing, one sentence each, with the cure; nothing is measured with anything else in its place. */
export function missing(): string[] {
  const absent = Object.keys(PROGRAMS).filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return [
    ...(availableParallelism() < 2 ? ['Two cores are needed: one for the server, one for the load.'] : []),
    ...absent.map((program) => `${program} is not installed. It comes with ${PROGRAMS[program]}.`),
    ...(existsSync(AIMOCK) ? [] : ['@copilotkit/aimock is not installed: npm ci --prefix bench']),
    ...(existsSync(TOUCHSTONE) ? [] : ['dist/cli.js is not there: npm run build']),
  ];
}

/** Moves this process, with all its threads, to the core of the load; children inherit it. */
export function leaveServerCore(): void {
  execFileSync('taskset', ['-acp', LOAD_CORE, String(process.pid)], { stdio: 'ignore' });
}
