/**
 * Breeds sick clients and lets the client cases find them: `npx tsx scripts/mutants.ts`. Each must be found by the cases
 * it is made for, and be red nowhere but where `red.json` says; with `--write` that file is written anew, to be read. A
 * part of a name or the slug of a case chooses mutants.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { CLIENT_CASES } from '../src/conformance/cases/client/index.ts';
import { PROPERTIES } from '../src/conformance/properties/index.ts';
import { EVERYTHING, redCases } from '../test/support/small-client/hunt.ts';
import { MUTANTS } from '../test/support/small-client/mutants.ts';

const FILE = new URL('../test/support/small-client/red.json', import.meta.url);
const write = process.argv.includes('--write');
const only = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const all = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string[]>;
/** What is not hunted stays as it is. */
const recorded = write && only === undefined ? {} : all;

const found = new Map<string, string[]>();
const queue = MUTANTS.filter(
  ({ name, aims }) => only === undefined || name.includes(only) || aims.some((slug) => slug.endsWith(only)),
);
const hunted = [...queue];
const problems: string[] = [];

async function hunt(): Promise<void> {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const red = await redCases(mutant);
    found.set(mutant.name, red);
    const survived = mutant.aims.filter((slug) => !red.includes(slug) && !red.includes(EVERYTHING));
    if (survived.length > 0) problems.push(`survived ${survived.join(', ')}: ${mutant.name}`);
    const expected = recorded[mutant.name] ?? [];
    if (!write && red.join() !== expected.join())
      problems.push(
        `${mutant.name}: red are ${red.join(', ') || 'none'}; red.json has ${expected.join(', ') || 'none'}`,
      );
  }
}

const healthy = await redCases({ aims: [], sick: {} });
if (healthy.length > 0) problems.push(`the healthy client is red: ${healthy.join(', ')}`);
await Promise.all(Array.from({ length: availableParallelism() }, hunt));

const aimed = new Set(MUTANTS.flatMap(({ aims }) => aims));
for (const { slug } of [...CLIENT_CASES, ...PROPERTIES])
  if (!aimed.has(slug)) problems.push(`no mutant is made for ${slug}`);
if (write)
  writeFileSync(
    FILE,
    `${JSON.stringify(Object.fromEntries(MUTANTS.map(({ name }) => [name, found.get(name) ?? recorded[name]])), undefined, 2)}\n`,
  );

const survivors = problems.filter((problem) => problem.startsWith('survived')).length;
for (const problem of problems) console.error(problem);
console.log(`${hunted.length} mutants: ${hunted.length - survivors} killed, ${survivors} survived.`);
process.exitCode = problems.length > 0 ? 1 : 0;
