/** Programs, run to their end, with what they left behind ended at last. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A program that did not succeed, with all it said. */
export class CommandError extends Error {
  constructor(command: string, code: unknown, said: string) {
    super(`${command}\n${said.trimEnd()}\nended with ${String(code)}`);
  }
}

/** Each leads a group of its own, which holds what it starts in the background. */
const groups: number[] = [];

/** @returns all it said. @throws CommandError where it ends other than with 0. */
export async function run(command: string, args: readonly string[], { cwd, env }: Surroundings): Promise<string> {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) groups.push(child.pid);
  const said = listen(child);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new CommandError([command, ...args].join(' '), code ?? signal, said());
  return said();
}

function listen({ stdout, stderr }: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** Ends whatever runs still of all that was started here. */
export function endAll(): void {
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGTERM');
    } catch {
      // It is over.
    }
  }
}
