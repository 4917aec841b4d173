/** One example, from its copy to its verdict. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './command.ts';
import { runWorkflow } from './workflow.ts';

export interface Example {
  readonly from: string;
  readonly to: string;
  readonly tarball: string;
}

export interface Result {
  readonly seconds: number;
  /** What went wrong, undefined where nothing did. */
  readonly problem: string | undefined;
}

export async function tryExample(example: Example): Promise<Result> {
  const begun = performance.now();
  const problem = await problemOf(example);
  return { problem, seconds: (performance.now() - begun) / 1_000 };
}

async function problemOf({ from, to, tarball }: Example): Promise<string | undefined> {
  try {
    cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
    installFrom(tarball, join(to, 'package.json'));
    const workflow = join(to, '.github/workflows/test.yaml');
    await (existsSync(workflow) ? runWorkflow(workflow, { cwd: to, env: cleanEnv() }) : runScripts(to));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runScripts(cwd: string): Promise<void> {
  const env = cleanEnv();
  await run('npm', ['install'], { cwd, env });
  await run('npm', ['test'], { cwd, env });
  await run('npm', ['run', '--if-present', 'types'], { cwd, env });
}

/** The one dependency that is not on the registry as it is here. */
function installFrom(tarball: string, file: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/("bedrock-touchstone": )"[^"]*"/, `$1"file:${tarball}"`);
  if (changed === text) throw new Error('its package.json does not depend on bedrock-touchstone');
  writeFileSync(file, changed);
}

/** Names of what npm says to its scripts, and of settings that would change what an example does. */
const OURS =
  /^(?:npm_package_|npm_lifecycle_|npm_config_(?:local_)?prefix$|INIT_CWD$|NODE_OPTIONS$|VITEST|AWS_|ANTHROPIC_)/;

/** The person's own environment, without traces of this program; npm takes from its cache what is there. */
function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return {
    ...Object.fromEntries(kept),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
}
