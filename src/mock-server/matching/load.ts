/** Scenarios out of files. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Scenario } from '../../fixtures/scenario.ts';
import { ScenarioError, type Problem } from './problems.ts';
import { loaded, problemOf, readDocument, type Loaded, type Reading } from './read-scenarios.ts';
import { parseSource, type Place } from './source.ts';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

interface Read {
  readonly scenarios: readonly Scenario[];
  readonly found: readonly { readonly problem: Problem; readonly hint: boolean }[];
}

/**
 * Reads scenarios from YAML or JSON. The text is a list of scenarios or a `ScenarioDocument`; each scenario may be in the
 * short form of `WrittenScenario`. One without a name gets that of the file and its number: `greetings#2`.
 *
 * @param options.file what the text is called in messages, and what names come from.
 * @throws ScenarioError with everything that is wrong, each with line and column.
 */
export async function loadScenarios(text: string, { file }: { readonly file: string }): Promise<Loaded> {
  const { scenarios, found } = await readText(text, readingOf(file, new Map()));
  return loaded(scenarios, found);
}

/**
 * Reads one file, or all `.yaml`, `.yml` and `.json` files of a directory in the order of their names; not those in
 * directories within it.
 *
 * @throws ScenarioError with everything that is wrong in all of them, or that there is none.
 */
export async function loadScenarioFiles(path: string): Promise<Loaded> {
  const names = new Map<string, string>();
  const reads: Read[] = [];
  for (const file of await filesAt(path))
    reads.push(await readText(await readFile(file, 'utf8'), readingOf(file, names)));
  return loaded(
    reads.flatMap(({ scenarios }) => scenarios),
    reads.flatMap(({ found }) => found),
  );
}

function readingOf(file: string, names: Map<string, string>): Required<Reading> {
  return { file, label: basename(file, extname(file)), names };
}

async function readText(text: string, reading: Required<Reading>): Promise<Read> {
  const { file } = reading;
  const source = await parseSource(text, file);
  if (source.problems.length > 0) {
    return { scenarios: [], found: source.problems.map((problem) => ({ problem, hint: false })) };
  }
  const { scenarios, findings } = readDocument(source.value, reading);
  const isList = Array.isArray(source.value);
  const found = findings.map((finding) => ({
    problem: { ...problemOf(finding), file, ...source.locate(finding.path.slice(isList ? 1 : 0), finding.key) },
    hint: finding.hint === true,
  }));
  return { scenarios, found: found.toSorted((one, other) => comparePlaces(one.problem, other.problem)) };
}

function comparePlaces(one: Place, other: Place): number {
  return one.line - other.line || one.column - other.column;
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw noFile(path, 'there is no such file or directory');
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => EXTENSIONS.includes(extname(name)) && !name.startsWith('.'));
  if (names.length === 0) throw noFile(path, `there is no ${EXTENSIONS.join(', ')} file in this directory`);
  return names.toSorted().map((name) => join(path, name));
}

function noFile(file: string, message: string): ScenarioError {
  return new ScenarioError([{ code: 'no-file', file, path: '', message }]);
}
