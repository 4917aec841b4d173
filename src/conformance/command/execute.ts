/** Runs a command with an environment in which every SDK finds the stage. */
import { spawn } from 'node:child_process';
import { KEYS } from '../cases/client/keys.ts';
import { REGION } from '../client/runs.ts';

export interface Executed {
  readonly code: number | undefined;
  /** Why there is no exit code: a signal, or too much time. */
  readonly problem?: string;
  /** The last of what it printed. */
  readonly output: string;
  readonly durationMs: number;
}

const KEPT = 4_000;

/** Rejects where the command cannot be started at all. */
export async function execute(command: readonly string[], endpoint: string, limitMs: number): Promise<Executed> {
  const [file = '', ...args] = command;
  const began = Date.now();
  const child = spawn(file, args, { env: environmentFor(endpoint), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup(child.pid);
  }, limitMs);
  const ended = await new Promise<Pick<Executed, 'code' | 'problem'>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve(code === null ? { code: undefined, problem: `signal ${signal}` } : { code }),
    );
  });
  clearTimeout(timer);
  const problem = late ? { problem: `it had not ended after ${limitMs} ms` } : {};
  return { ...ended, ...problem, output, durationMs: Date.now() - began };
}

/** A shell's own children as well. */
function killGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/** Of AWS's own variables only those that lead to the stage, so that no profile of the person's gets in the way. */
function environmentFor(endpoint: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoint,
    ANTHROPIC_BEDROCK_BASE_URL: endpoint,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: KEYS.plain.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.plain.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
