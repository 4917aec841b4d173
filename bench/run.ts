/**
 * The benchmark: `npm run bench`, all measures in one run on this machine. It prints a table, and exits with 0 whatever
 * the figures are; with 1 where something could not be measured, with 2 where it was called wrongly.
 */
import { parseArgs } from 'node:util';
import { MEASURES } from './measures/index.ts';
import type { How } from './measures/measure.ts';
import { leaveServerCore, missing } from './support/machine.ts';
import type { Row } from './support/row.ts';
import { table } from './support/table.ts';

const HELP = `npm run bench [-- options]

  --only NAME      measure this alone; may be given again. Names: ${MEASURES.map(({ name }) => name).join(', ')}
  --quick          three rounds in place of seven
  --rounds N       how many rounds, after warming up
  --seconds N      how many whole seconds each run of a round takes; default 1
  --requests N     how many requests the measure of memory makes; default 100000
  --help           this text`;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  requests: { type: 'string' },
  help: { type: 'boolean' },
} as const;

class Misuse extends Error {}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return say(HELP, 0);
  const how: How = {
    rounds: count('rounds', values.rounds ?? (values.quick ? '3' : '7')),
    seconds: count('seconds', values.seconds ?? '1'),
    requests: count('requests', values.requests ?? '100000'),
  };
  const measures = chosen(values.only);
  const absent = missing();
  if (absent.length > 0) return say(`The benchmark cannot be run here.\n${absent.join('\n')}`, 1);
  leaveServerCore();
  return await measureAll(measures, how);
}

async function measureAll(measures: typeof MEASURES, how: How): Promise<number> {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const { name, run } of measures) {
    process.stderr.write(`${name} …\n`);
    await run(how).then(
      (found) => rows.push(...found),
      (error: unknown) =>
        failures.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
  if (rows.length > 0) console.log(`\n${table(rows)}\n`);
  for (const failure of failures) console.error(failure);
  return failures.length > 0 ? 1 : 0;
}

function chosen(names: readonly string[] | undefined): typeof MEASURES {
  const unknown = names?.find((name) => !MEASURES.some((measure) => measure.name === name));
  if (unknown !== undefined) throw new Misuse(`there is no measure ${unknown}`);
  return names ? MEASURES.filter(({ name }) => names.includes(name)) : MEASURES;
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Misuse(`--${option} takes a whole number above 0, not ${text}`);
  return Number(text);
}

function say(text: string, code: number): number {
  console.log(text);
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  const misused = error instanceof Misuse || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  console.error(misused ? `bench: ${(error as Error).message}; see npm run bench -- --help` : error);
  process.exitCode = misused ? 2 : 1;
}
