/** `touchstone conform client`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CLIENT_CASES } from '../conformance/cases/client/index.ts';
import { conformClient, type Progress } from '../conformance/client/conform.ts';
import { conformCommand } from '../conformance/command/conform-command.ts';
import { DriverError } from '../conformance/drivers/driver.ts';
import { subprocess } from '../conformance/drivers/subprocess.ts';
import {
  compareWithKnown,
  type Deviations,
  type KnownFailure,
  readKnownFailures,
} from '../conformance/known-failures.ts';
import { casesOf } from '../conformance/profiles.ts';
import { jsonLines, summary } from '../conformance/report/index.ts';
import type { RunResult } from '../conformance/verdict.ts';
import { CLIENT_OPTIONS } from './conform-client-options.ts';
import { type Parsed, parseOptions } from './options.ts';
import { readScenarioFiles } from './scenario-files.ts';
import { type Terminal, UsageError } from './terminal.ts';

type Values = Parsed<typeof CLIENT_OPTIONS>['values'];

const EXIT = { asExpected: 0, regression: 1, broken: 3, nothingRan: 4 } as const;

export async function conformClientCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const end = args.indexOf('--');
  const command = end < 0 ? [] : args.slice(end + 1);
  const { values, positionals } = parseOptions(end < 0 ? args : args.slice(0, end), CLIENT_OPTIONS);
  if (values.list) return list(terminal);
  requireOneSubject(values, [...positionals], command);
  const known = values.known === undefined ? [] : knownFailures(values.known);
  try {
    if (values['validate-driver']) return await validateDriver(driverCommand(values), terminal);
    const results =
      command.length > 0 ? await tryCommand(command, values, terminal) : await tryDriver(values, known, terminal);
    return conclude(results, { values, known, terminal });
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    terminal.err(`touchstone: ${error.message}`);
    return EXIT.broken;
  }
}

function list({ out }: Terminal): number {
  for (const { slug, level, authority, statement } of CLIENT_CASES)
    out(`${slug.padEnd(28)} ${level.padEnd(6)} ${authority.padEnd(12)} ${statement}`);
  return EXIT.asExpected;
}

function requireOneSubject({ driver }: Values, positionals: readonly string[], command: readonly string[]): void {
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`write -- before the command: touchstone conform client -- ${stray} …`);
  if ((driver === undefined) === (command.length === 0))
    throw new UsageError('give either --driver COMMAND, or after -- a command that uses the client');
}

function knownFailures(file: string): KnownFailure[] {
  try {
    return readKnownFailures(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

function driverCommand({ driver }: Values): [string, ...string[]] {
  if (driver === undefined) throw new UsageError('--validate-driver wants a driver: --driver COMMAND');
  return driver.split(/\s+/).filter(Boolean) as [string, ...string[]];
}

/** Whether it introduces itself, answers a run, and stops. */
async function validateDriver(command: [string, ...string[]], { out }: Terminal): Promise<number> {
  const driver = subprocess({ command, processes: 1 });
  const { info, results } = await conformClient({ driver, only: ['un/converse', 'is/base64'] });
  out(
    `${info.name} ${info.version} (${info.language}) keeps to the protocol; it declares ${info.capabilities.join(', ')}.`,
  );
  const failed = results.find(({ verdict }) => verdict === 'UNTESTABLE');
  if (!failed) return EXIT.asExpected;
  throw new DriverError(`but in ${failed.run} ${failed.reason}`);
}

async function tryDriver(
  values: Values,
  known: readonly KnownFailure[],
  terminal: Terminal,
): Promise<readonly RunResult[]> {
  const command = driverCommand(values);
  const { processes, limit, parallel, seed, shard } = values;
  const { results } = await conformClient({
    driver: subprocess({ command, ...(processes !== undefined && { processes }) }),
    ...(values.profile !== undefined && { cases: profile(values.profile) }),
    ...(values.case && { only: values.case }),
    ...(seed !== undefined && { seed }),
    ...(shard && { shard }),
    ...(limit !== undefined && { limitMs: limit }),
    ...(parallel !== undefined && { parallel }),
    bail: values.bail ?? false,
    isKnown: (result) => compareWithKnown([result], known).deviations.regressions.length === 0,
    onResult: progress(terminal),
    replay: (run) => `touchstone conform client --driver '${values.driver}' --case '${run}'`,
  });
  return results;
}

function profile(date: string) {
  try {
    return casesOf(date);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

async function tryCommand(
  command: readonly string[],
  values: Values,
  terminal: Terminal,
): Promise<readonly RunResult[]> {
  const scenarios =
    values.scenarios === undefined ? undefined : (await readScenarioFiles([values.scenarios])).scenarios;
  return conformCommand({
    command,
    ...(scenarios && { scenarios }),
    ...(values.case && { only: values.case }),
    ...(values.limit !== undefined && { limitMs: values.limit }),
    bail: values.bail ?? false,
    onResult: progress(terminal),
  });
}

/** A line for every tenth of the way, and none where nobody looks. */
function progress({ colours, err }: Terminal): (result: RunResult, progress: Progress) => void {
  if (!colours) return () => {};
  return (_, { done, of }) => {
    if (done === of || done % Math.ceil(of / 10) === 0) err(`${done} of ${of} runs`);
  };
}

interface Conclusion {
  readonly values: Values;
  readonly known: readonly KnownFailure[];
  readonly terminal: Terminal;
}

function conclude(results: readonly RunResult[], { values, known, terminal }: Conclusion): number {
  const { results: marked, deviations } = compareWithKnown(results, known);
  const whole = values.case === undefined && values.shard === undefined && !values.bail;
  const stale = whole ? deviations.stale.map(({ runs }) => runs) : [];
  if (values.jsonl !== undefined) writeFileSync(values.jsonl, jsonLines(marked));
  terminal.out(summary(marked, { stale }));
  if (marked.every(({ verdict }) => verdict === 'SKIP')) {
    terminal.err('touchstone: nothing ran; --list has the names of the cases.');
    return EXIT.nothingRan;
  }
  if (deviations.regressions.some(({ verdict }) => verdict === 'UNTESTABLE')) {
    terminal.err(
      'touchstone: the driver failed in the runs that are UNTESTABLE; nothing can be said of the client there.',
    );
    return EXIT.broken;
  }
  return deviates(deviations) || stale.length > 0 ? EXIT.regression : EXIT.asExpected;
}

function deviates({ regressions, unexpectedPasses }: Deviations): boolean {
  return regressions.length > 0 || unexpectedPasses.length > 0;
}
