/** Brings what a configuration needs, or says why it cannot be run here. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Configuration } from './drivers.ts';

/** Characters of the end of what a failed command said. */
const KEPT = 2_000;

/** Why a configuration cannot be run here: the machine lacks a language, or what is there did not do. */
export interface Absence {
  readonly absent: string;
  readonly broken: boolean;
}

/** Registries have their bad moments, so an installation that fails is begun again. */
const TRIES = 2;

/** Undefined where the configuration can be run. */
export async function install({ needs, install: command, folder }: Configuration): Promise<Absence | undefined> {
  const lacking = needs.filter((program) => !isOnPath(program));
  if (lacking.length > 0) {
    const which = `which ${lacking.length > 1 ? 'are' : 'is'} not on the PATH`;
    return { absent: `needs ${lacking.join(' and ')}, ${which}`, broken: false };
  }
  if (!command) return undefined;
  let done = await run(command, folder);
  for (let tries = 1; done.code !== 0 && tries < TRIES; tries++) done = await run(command, folder);
  if (done.code === 0) return undefined;
  return { absent: `\`${command.join(' ')}\` failed: ${lastLine(done.said)}`, broken: true };
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run([file, ...args]: readonly [string, ...string[]], cwd: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (text: string): void => void (said = (said + text).slice(-KEPT));
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', (error) => resolve({ code: -1, said: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, said }));
  });
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? '';
}
