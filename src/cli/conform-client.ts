/** `touchstone conform client`: how well a client of Bedrock does what it must. */
import { CLIENT_CASES } from '../conformance/cases/client/index.ts';
import { conformClient, type Progress } from '../conformance/client/conform.ts';
import { conformCommand } from '../conformance/command/conform-command.ts';
import { COMMAND_TRIALS } from '../conformance/command/trials.ts';
import { type ClientDriver, DriverError } from '../conformance/drivers/driver.ts';
import { subprocess } from '../conformance/drivers/subprocess.ts';
import { type KnownFailure, names } from '../conformance/known-failures.ts';
import { casesOf, propertiesOf } from '../conformance/profiles.ts';
import { PROPERTIES } from '../conformance/properties/index.ts';
import { summary } from '../conformance/report/index.ts';
import type { RunResult } from '../conformance/verdict.ts';
import { CONFORM_CLIENT_GROUPS, CONFORM_CLIENT_OPTIONS } from './conform-client-options.ts';
import { conclude, readKnown, writeReports } from './conform-reports.ts';
import { helpText } from './help-text.ts';
import { type Parsed, parseOptions } from './options.ts';
import { readScenarioFiles } from './scenario-files.ts';
import { type Terminal, UsageError } from './terminal.ts';

export function conformClientHelp(): string {
  return helpText({
    usage:
      'touchstone conform client --driver COMMAND [options]\n       touchstone conform client [options] -- COMMAND…',
    about: `
Tries a client of Bedrock against scripted answers, legal and illegal, and says case by case whether it
does what the specifications and the real service ask of it, with the bytes that prove it.

With --driver, a program that speaks JSON Lines over its standard input and output drives the client
(schema/driver.schema.json). After --, any command that uses the client once and ends well: it finds the
stage in its environment, and is judged by what it sends and by its exit code. A command is tried with a
few cases; properties, which want many calls with other values each time, need a driver.

Exit codes: 0 as expected; 1 a failure that is not known, a known one that passes, or an entry of the
list that covers nothing; 2 the command line is wrong; 3 the driver is broken; 4 nothing ran.`,
    groups: CONFORM_CLIENT_GROUPS,
    examples: [
      ['A test suite as it is, judged from outside', 'touchstone conform client -- pytest tests/'],
      ['A client with a driver', "touchstone conform client --driver 'python3 driver.py' --known known-failures.yaml"],
    ],
  });
}

type Values = Parsed<typeof CONFORM_CLIENT_OPTIONS>['values'];

/** What the commands of this file share. */
interface Asked {
  readonly values: Values;
  /** After `--`. */
  readonly command: readonly string[];
  readonly known: readonly KnownFailure[];
  readonly terminal: Terminal;
}

export async function conformClientCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const command = args.slice(end + 1);
  const { values, positionals } = parseOptions(args.slice(0, end), CONFORM_CLIENT_OPTIONS);
  if (values.list) return list(terminal);
  requireOneSubject(values, positionals, command);
  const asked: Asked = { values, command, known: await readKnown(values.known), terminal };
  try {
    if (values['validate-driver']) return await validateDriver(asked);
    return await tell(command.length > 0 ? await tryCommand(asked) : await tryDriver(asked), asked);
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    terminal.err(`touchstone: ${error.message}`);
    return 3;
  }
}

function list({ out }: Terminal): number {
  for (const { slug, level, authority, statement } of [...CLIENT_CASES, ...PROPERTIES])
    out(`${slug.padEnd(28)} ${level.padEnd(6)} ${authority.padEnd(12)} ${statement}`);
  return 0;
}

function requireOneSubject({ driver }: Values, positionals: readonly string[], command: readonly string[]): void {
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`write -- before the command: touchstone conform client -- ${stray} …`);
  if ((driver === undefined) === (command.length === 0))
    throw new UsageError('give either --driver COMMAND, or after -- a command that uses the client');
}

function driverCommand({ driver = '' }: Values): [string, ...string[]] {
  return driver.split(/\s+/).filter(Boolean) as [string, ...string[]];
}

function driverOf(values: Values, processes: number | undefined): ClientDriver {
  const startLimitMs = values['start-limit'];
  return subprocess({
    command: driverCommand(values),
    ...(processes !== undefined && { processes }),
    ...(startLimitMs !== undefined && { startLimitMs }),
  });
}

/** Whether it introduces itself, answers runs, and stops. */
async function validateDriver({ values, terminal }: Asked): Promise<number> {
  const driver = driverOf(values, 1);
  const { info, results } = await conformClient({ driver, only: ['un/converse', 'is/base64'] });
  const failed = results.find(({ verdict }) => verdict === 'UNTESTABLE');
  if (failed) throw new DriverError(`in ${failed.run} ${failed.reason}`);
  const { name, version, language, capabilities } = info;
  terminal.out(`${name} ${version} (${language}) keeps to the protocol; it declares ${capabilities.join(', ')}`);
  return 0;
}

async function tryDriver({ values, known, terminal }: Asked): Promise<readonly RunResult[]> {
  const { processes, limit, parallel, seed, shard, profile, runs, path } = values;
  const { results } = await conformClient({
    driver: driverOf(values, processes),
    ...(profile !== undefined && { cases: frozen(profile, casesOf) }),
    ...(values.case && { only: values.case }),
    ...(seed !== undefined && { seed }),
    ...(shard && { shard }),
    ...(limit !== undefined && { limitMs: limit }),
    ...(parallel !== undefined && { parallel }),
    ...(runs !== undefined && { runs }),
    ...(path !== undefined && { path }),
    every: values.every ?? false,
    properties: runs === 0 ? [] : profile === undefined ? PROPERTIES : frozen(profile, propertiesOf),
    bail: values.bail ?? false,
    isKnown: ({ run, case: { slug, aliases = [] } }) => known.some(({ runs }) => names(runs, run, [slug, ...aliases])),
    onResult: progress(values, terminal),
    replay: (run) => `touchstone conform client --driver '${values.driver}' --case '${run}'`,
  });
  return results;
}

function frozen<Set>(profile: string, setOf: (profile: string) => Set): Set {
  try {
    return setOf(profile);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

async function tryCommand({ values, command, terminal }: Asked): Promise<readonly RunResult[]> {
  const { scenarios, limit } = values;
  return conformCommand({
    command,
    ...(scenarios !== undefined && { scenarios: (await readScenarioFiles([scenarios])).scenarios }),
    ...(values.case && { only: values.case }),
    ...(limit !== undefined && { limitMs: limit }),
    bail: values.bail ?? false,
    onResult: progress(values, terminal),
  });
}

/** A line for every tenth of the way, and none where nobody looks. */
function progress({ quiet }: Values, { colours, err }: Terminal): (result: RunResult, progress: Progress) => void {
  return (_, { done, of }) => {
    if (!quiet && colours && (done === of || done % Math.ceil(of / 10) === 0)) err(`${done} of ${of} runs`);
  };
}

async function tell(results: readonly RunResult[], { values, command, known, terminal }: Asked): Promise<number> {
  const partly = [values.case, values.shard, values.profile, values.bail].some((option) => option !== undefined);
  const concluded = conclude(results, known, partly);
  await writeReports(values.report ?? [], concluded.results);
  const stale = concluded.stale.map(({ runs }) => runs);
  if (results.length > 0) terminal.out(summary(concluded.results, { verbose: values.verbose ?? false, stale }));
  if (concluded.exitCode === 4) terminal.err(`touchstone: nothing ran; ${whatThereIs(command)}`);
  if (!concluded.regressions.some(({ verdict }) => verdict === 'UNTESTABLE')) return concluded.exitCode;
  terminal.err('touchstone: the driver failed where it says UNTESTABLE; nothing can be said of the client there');
  return 3;
}

function whatThereIs(command: readonly string[]): string {
  if (command.length === 0) return '--list has the names of the cases';
  return `a command is tried with ${COMMAND_TRIALS.map(({ slug }) => slug).join(', ')}`;
}
