/** Scenarios from the files and directories of the command line, read again when they change. */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Scenario } from '../fixtures/index.ts';
import { formatProblem, loadScenarioFiles, ScenarioError } from '../mock-server/index.ts';
import { CommandError } from './terminal.ts';

export interface Read {
  readonly scenarios: readonly Scenario[];
  /** What can be used, but was perhaps meant otherwise; a line each. */
  readonly hints: readonly string[];
}

/** All of them in the order given. @throws CommandError with everything that is wrong, a line each. */
export async function readScenarioFiles(paths: readonly string[]): Promise<Read> {
  const outcomes = await Promise.all(paths.map(readOne));
  const problems = outcomes.flatMap((outcome) => ('problems' in outcome ? outcome.problems : []));
  const reads = outcomes.filter((outcome) => 'scenarios' in outcome);
  const scenarios = reads.flatMap((read) => read.scenarios);
  const twice = scenarios.find(({ name }, i) => scenarios.findIndex((other) => other.name === name) < i);
  if (twice && problems.length === 0)
    problems.push(`${JSON.stringify(twice.name)} is the name of two scenarios in ${paths.join(', ')}`);
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
  return { scenarios, hints: reads.flatMap(({ hints }) => hints) };
}

async function readOne(path: string): Promise<Read | { readonly problems: readonly string[] }> {
  try {
    const { scenarios, hints } = await loadScenarioFiles(path);
    return { scenarios, hints: hints.map(formatProblem) };
  } catch (cause) {
    if (cause instanceof ScenarioError) return { problems: cause.message.split('\n') };
    return { problems: [`${path}: ${(cause as Error).message}`] };
  }
}

/** Editors write in several steps; after the last of them this many milliseconds must be quiet. */
const SETTLED_MS = 50;

/**
 * Calls `changed` when something at the paths may have changed. A file is watched through its directory, because
 * editors put a new file in its place.
 *
 * @returns what ends it.
 */
export async function watchScenarioFiles(paths: readonly string[], changed: () => void): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  };
  const watchers = await Promise.all(paths.map((path) => watchOne(path, settle)));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

async function watchOne(path: string, changed: () => void): Promise<FSWatcher> {
  const isDirectory = (await stat(path)).isDirectory();
  const concerns = (name: string | null) =>
    name === null || (isDirectory ? ['.yaml', '.yml', '.json'].includes(extname(name)) : name === basename(path));
  const watcher = watch(isDirectory ? path : dirname(path), (_event, name) => {
    if (concerns(name)) changed();
  });
  return watcher.on('error', () => watcher.close());
}
