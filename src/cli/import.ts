/** `touchstone import`: what other tools have recorded, as recordings. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  createKeeper,
  createRecordingWriter,
  IMPORT_FORMATS,
  ImportError,
  importRecordings,
  type Keeper,
  parseRule,
  type Recording,
} from '../recordings/index.ts';
import { readTextFile } from './files.ts';
import { helpText } from './help-text.ts';
import { flag, many, one, type Parsed, parseOptions } from './options.ts';
import { choice, text } from './readers.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';

const OPTIONS = {
  out: one('DIR', 'where the recordings go. Default: recordings', text),
  format: one('NAME', `${IMPORT_FORMATS.join(', ')}. Default: told from each file`, choice(...IMPORT_FORMATS)),
  redact: many('RULE', "take out besides: a JSON path such as '$.messages[*].content', or /regex/flags", parseRule),
  help: flag('this help'),
};

export function importHelp(): string {
  return helpText({
    usage: 'touchstone import [options] FILE|DIR…',
    about: `
Makes recordings of what other tools have recorded: cassettes of vcrpy (YAML or JSON), HTTP archives
(HAR, also those of Polly.JS) and fixtures of nock. Exchanges with other services are passed over;
credentials and account ids are taken out, and what still looks like a secret is not written.

Exit code 0: all was imported; 1: something was refused or could not be read; the rest is written.`,
    groups: [{ title: 'Options', options: OPTIONS }],
    examples: [
      ['Every cassette of a test suite', 'touchstone import --out recordings tests/cassettes'],
      ['Play them', 'touchstone serve --recordings recordings'],
    ],
  });
}

export async function importCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError('import wants files: touchstone import [options] FILE|DIR…');
  const files = (await Promise.all(positionals.map(filesIn))).flat();
  const keeper = await keeperOf(values);
  const problems: string[] = [];
  for (const file of files) {
    const told = await importFile(file, keeper, values);
    if (told.done !== undefined) terminal.out(`${file}: ${told.done}`);
    for (const problem of told.problems) terminal.err(`${file}: ${problem}`);
    problems.push(...told.problems);
  }
  return problems.length > 0 ? 1 : 0;
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json', '.har']);

async function filesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return [path];
  const names = (await readdir(path, { recursive: true })).filter((name) => EXTENSIONS.has(extname(name)));
  if (names.length === 0) throw new CommandError(`${path}: holds no file that ends in ${[...EXTENSIONS].join(', ')}`);
  return names.sort().map((name) => join(path, name));
}

type Values = Parsed<typeof OPTIONS>['values'];

async function keeperOf({ out = 'recordings', redact = [] }: Values): Promise<Keeper> {
  const writer = await createRecordingWriter(out);
  return createKeeper({ writer, rules: redact, secrets: () => Promise.resolve([]) });
}

/** What comes of one file. */
interface Told {
  readonly done?: string;
  readonly problems: readonly string[];
}

async function importFile(file: string, keeper: Keeper, { format }: Values): Promise<Told> {
  try {
    const { recordings, passedOver } = importRecordings(await readTextFile(file), { format });
    const refusals: string[][] = [];
    for (const [index, recording] of recordings.entries()) refusals.push(await keep(recording, index, keeper));
    const written = count(refusals.filter(({ length }) => length === 0).length, 'recording');
    const others = passedOver > 0 ? `; ${count(passedOver, 'other exchange')} passed over` : '';
    return { done: `${written}${others}`, problems: refusals.flat() };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { problems: [error.message] };
  }
}

/** @returns why it was not written; nothing where it was. */
async function keep(recording: Recording, index: number, keeper: Keeper): Promise<string[]> {
  const kept = await keeper.keep(recording, keeper.number());
  if (kept.kind === 'recorded') return [];
  return kept.suspicions.map(
    ({ at, looksLike }) => `[${index}] ${at} still looks like ${looksLike}: not written; take it out with --redact`,
  );
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
