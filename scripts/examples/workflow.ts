/**
 * Runs a workflow file of GitHub Actions as far as an example needs it: the `run` steps of its jobs with their `env`, `if` and
 * `working-directory`, in bash as GitHub starts it (https://docs.github.com/actions/reference/workflow-syntax). What the file
 * has besides is refused rather than passed over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { run, type Surroundings } from './command.ts';

type Env = Readonly<Record<string, string>>;

interface Workflow {
  readonly env?: Env;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly env?: Env;
  readonly steps: readonly Step[];
}

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Env;
  readonly 'working-directory'?: string;
}

/** The port of the example, which may be taken on this machine. */
const PORT = '7357';

/** @throws Error with all that was said from the first step that failed on. Error for what is not understood. */
export async function runWorkflow(file: string, { cwd, env }: Surroundings): Promise<void> {
  const text = readFileSync(file, 'utf8').replaceAll(PORT, String(await freePort()));
  if (text.includes('${{')) throw new Error(`${file} has an expression, and expressions are not understood here`);
  const workflow = parse(text) as Workflow;
  for (const job of Object.values(workflow.jobs)) {
    const github = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd };
    await runJob(job, { cwd, env: { ...env, ...github, ...workflow.env, ...job.env } });
  }
}

async function runJob({ steps }: Job, begun: Surroundings): Promise<void> {
  const failures: string[] = [];
  let surroundings = begun;
  for (const [index, step] of steps.entries()) {
    if (!isDue(step, failures.length > 0)) continue;
    try {
      if (step.uses !== undefined) surroundings = await use(step.uses, surroundings);
      const said = step.run === undefined ? '' : await runStep(step.run, { ...step, index }, surroundings);
      if (failures.length > 0) failures.push(`${step.name ?? step.run}:\n${said}`);
    } catch (error) {
      failures.push(`${step.name ?? step.uses ?? step.run}: ${(error as Error).message}`);
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

const CONDITIONS: Readonly<Record<string, (failed: boolean) => boolean>> = {
  'success()': (failed) => !failed,
  'failure()': (failed) => failed,
  'always()': () => true,
};

function isDue({ if: condition = 'success()' }: Step, failed: boolean): boolean {
  const holds = CONDITIONS[condition];
  if (!holds) throw new Error(`if: ${condition} is not understood here`);
  return holds(failed);
}

/** Without a `shell`, GitHub writes the step to a file and runs `bash -e` on it. */
function runStep(text: string, step: Step & { readonly index: number }, { cwd, env }: Surroundings): Promise<string> {
  const script = join(cwd, `.step-${step.index}.sh`);
  writeFileSync(script, text);
  const directory = join(cwd, step['working-directory'] ?? '.');
  return run('bash', ['-e', script], { cwd: directory, env: { ...env, ...step.env } });
}

type Use = (surroundings: Surroundings) => Surroundings | Promise<Surroundings>;

/** What the actions of an example amount to here, where the sources lie ready and Node runs. */
const ACTIONS: Readonly<Record<string, Use>> = {
  'actions/checkout': (surroundings) => surroundings,
  'actions/setup-node': (surroundings) => surroundings,
  'actions/setup-python': async ({ cwd, env }) => {
    const venv = join(cwd, '.venv');
    await run(process.env['PYTHON'] ?? 'python3', ['-m', 'venv', venv], { cwd, env });
    return { cwd, env: { ...env, PATH: [join(venv, 'bin'), env['PATH']].join(delimiter) } };
  },
};

function use(action: string, surroundings: Surroundings): Surroundings | Promise<Surroundings> {
  const known = ACTIONS[action.split('@')[0] ?? ''];
  if (!known) throw new Error(`uses: ${action} is not understood here`);
  return known(surroundings);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
