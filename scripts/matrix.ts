/**
 * The compatibility matrix: `npm run matrix` tries every client of `drivers` and writes `docs/compatibility.md`;
 * `npm run matrix -- boto3 'anthropic*'` tries some, and leaves what is recorded of the others as it is.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DriverError } from '../src/conformance/drivers/driver.ts';
import { html, jsonLines, summary } from '../src/conformance/report/index.ts';
import type { RunResult } from '../src/conformance/verdict.ts';
import { choose, type Configuration, readDrivers, ROOT } from './matrix/drivers.ts';
import { type Absence, install } from './matrix/install.ts';
import { page } from './matrix/page.ts';
import { runsAnswering } from './matrix/differences.ts';
import {
  changedAnswers,
  changedRuns,
  changes,
  readRecords,
  recordOf,
  type Records,
  type SubjectRecord,
  writeFormatted,
  writeRecords,
} from './matrix/record.ts';
import { isAsKnown, type Tried, tryAgain, tryConfiguration } from './matrix/try.ts';

const HELP = `Usage: npm run matrix [-- CLIENT… options]

Installs what is missing, tries every client (or those that the globs name) against every case and property that applies,
and writes docs/compatibility.md, docs/compatibility.json and .matrix/compatibility.html. A client whose tools are not on
this machine is left out, and said to be.

  --case GLOB   only these cases; tells what comes of them and writes nothing. Repeatable
  --check       write nothing in docs; fail where a verdict or an answer is not as docs/compatibility.json has it
  --ci          the same for the clients of JavaScript, Python and Go
  --page        only write the page again
  --list        the names of the clients

Exit codes: 0 as recorded and known; 1 a regression, or not as recorded; 2 the command line is wrong.
`;

/** Those whose tools a machine for checks has; the rest is tried by command. */
const IN_CI = ['JavaScript', 'Python', 'Go'];
const MATRIX = join(ROOT, '.matrix');

const OPTIONS = {
  case: { type: 'string', multiple: true },
  check: { type: 'boolean' },
  ci: { type: 'boolean' },
  page: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Outcome = Tried | ({ readonly configuration: Configuration } & Absence);

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help) return say(HELP);
  const all = await readDrivers();
  if (values.list) return say(all.map(({ name, language }) => `${name} (${language})\n`).join(''));
  if (values.page) return await writePage(await readRecords(), all);
  const chosen = choose(all, positionals).filter(({ language }) => !values.ci || IN_CI.includes(language));
  clearEnvironment();
  const outcomes: Outcome[] = [];
  const { subjects } = await readRecords();
  for (const configuration of chosen)
    outcomes.push(await tryOne(configuration, values.case ?? [], subjects[configuration.name]));
  if (values.case) return tell(outcomes);
  await writeEvidence(all);
  const checked = values.check || values.ci ? await check(outcomes) : await record(outcomes, all);
  return Math.max(checked, tell(outcomes));
}

/** Clients see what the kit gives them, and nothing of the machine they run on. */
function clearEnvironment(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  });
}

async function tryOne(
  configuration: Configuration,
  only: readonly string[],
  before: SubjectRecord | undefined,
): Promise<Outcome> {
  const absent = await install(configuration);
  if (absent) return missing({ configuration, ...absent });
  try {
    const first = await tryConfiguration(configuration, only);
    const doubtful = only.length > 0 ? [] : doubtfulRuns(first, before);
    const tried = doubtful.length > 0 ? await tryAgain(first, doubtful) : first;
    process.stderr.write(`${configuration.name}: ${tried.seconds} s\n`);
    if (only.length === 0) await keep(tried);
    return tried;
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    return missing({ configuration, absent: error.message, broken: true });
  }
}

/** Runs that came out as neither the record nor the list of known failures has it. */
function doubtfulRuns(tried: Tried, before: SubjectRecord | undefined): string[] {
  const { regressions, unexpectedPasses } = tried.deviations;
  const now = recordOf(tried);
  const answered = before ? changedAnswers(before, now).flatMap((id) => runsAnswering(id, tried.results)) : [];
  const changed = before ? changedRuns(before, now) : [];
  const runs = [...regressions, ...unexpectedPasses].map(({ run }) => run);
  const there = new Set(tried.results.map(({ run }) => run));
  return [...new Set([...runs, ...changed, ...answered])].filter((run) => there.has(run));
}

function missing(outcome: Extract<Outcome, { absent: string }>): Outcome {
  process.stderr.write(`${outcome.configuration.name} was not tried: ${outcome.absent}\n`);
  return outcome;
}

const isTried = (outcome: Outcome): outcome is Tried => 'results' in outcome;

/** All evidence of a configuration, at once: the others may take long. */
async function keep({ configuration, results }: Tried): Promise<void> {
  await mkdir(join(MATRIX, 'results'), { recursive: true });
  await writeFile(resultsOf(configuration), jsonLines(results));
}

/** The page of all that was ever tried on this machine. */
async function writeEvidence(all: readonly Configuration[]): Promise<void> {
  const texts = await Promise.all(all.map((one) => readFile(resultsOf(one), 'utf8').catch(() => '')));
  const results = texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as RunResult);
  await writeFile(join(MATRIX, 'compatibility.html'), html(results));
}

function resultsOf({ name }: Configuration): string {
  return join(MATRIX, 'results', `${name.replace(/[^\w.-]+/g, '-')}.jsonl`);
}

/** What was not tried now stays as it was; what no driver names any more goes. */
async function record(outcomes: readonly Outcome[], all: readonly Configuration[]): Promise<number> {
  const before = await readRecords();
  const tried = new Map(outcomes.filter(isTried).map((one) => [one.configuration.name, recordOf(one)]));
  const absent = new Map(
    outcomes.flatMap((one) => ('absent' in one && !one.broken ? [[one.configuration.name, one.absent] as const] : [])),
  );
  const merge = <Kept>(old: Readonly<Record<string, Kept>>, now: ReadonlyMap<string, Kept>) =>
    Object.fromEntries(all.flatMap(({ name }) => found(name, now.get(name) ?? old[name])));
  const subjects = merge(before.subjects, tried);
  const still = Object.entries(merge(before.absent, absent)).filter(([name]) => subjects[name] === undefined);
  const records: Records = { subjects, absent: Object.fromEntries(still) };
  await writeRecords(records);
  return await writePage(records, all);
}

function found<Kept>(name: string, kept: Kept | undefined): [string, Kept][] {
  return kept === undefined ? [] : [[name, kept]];
}

async function writePage(records: Records, all: readonly Configuration[]): Promise<number> {
  await writeFormatted(join(ROOT, 'docs/compatibility.md'), await page(records, all));
  return 0;
}

async function check(outcomes: readonly Outcome[]): Promise<number> {
  const { subjects } = await readRecords();
  const lines = outcomes
    .filter(isTried)
    .flatMap((one) =>
      changes(subjects[one.configuration.name], recordOf(one)).map((line) => `${one.configuration.name}: ${line}`),
    );
  for (const line of lines) process.stdout.write(`not as recorded: ${line}\n`);
  return lines.length > 0 ? 1 : 0;
}

function tell(outcomes: readonly Outcome[]): number {
  for (const outcome of outcomes.filter(isTried)) {
    const { deviations } = outcome;
    const stale = deviations.stale.map(({ runs }) => runs);
    const bad = new Set([...deviations.regressions, ...deviations.unexpectedPasses]);
    say(`${outcome.configuration.name}: ${isAsKnown(outcome) ? 'as known' : 'not as known'}\n`);
    if (!isAsKnown(outcome)) say(`${summary([...bad], { verbose: false, stale })}\n`);
  }
  for (const outcome of outcomes)
    if ('absent' in outcome) say(`${outcome.configuration.name}: not tried: ${outcome.absent}\n`);
  return outcomes.every((one) => (isTried(one) ? isAsKnown(one) : !one.broken)) ? 0 : 1;
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`matrix: ${error.message}\n`);
  process.exitCode = 2;
}
