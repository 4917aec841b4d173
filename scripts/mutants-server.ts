/**
 * Lets the server cases find servers with one defect each: `npx tsx scripts/mutants-server.ts [name]`. Each mutant must
 * break the cases it names and no others, and each case must be broken by one.
 */
import { CLIENT_OPINIONS } from '../src/conformance/cases/server/clients.ts';
import { SERVER_CASES } from '../src/conformance/cases/server/index.ts';
import { MUTANTS } from '../test/mutants/server/mutants.ts';
import { brokenBy } from '../test/mutants/server/try-mutant.ts';

const only = process.argv[2];
const chosen = MUTANTS.filter(({ name }) => only === undefined || name.includes(only));
const problems: string[] = [];
let survived = 0;

for (const mutant of chosen) {
  const broken = await brokenBy(mutant);
  if (broken.length === 0) survived += 1;
  if (broken.length === 0) problems.push(`survived: ${mutant.name}, which ${mutant.about}`);
  else if (broken.toSorted().join() !== mutant.breaks.toSorted().join())
    problems.push(`${mutant.name} breaks ${broken.join(', ')}; it names ${mutant.breaks.join(', ')}`);
}

const found = new Set(MUTANTS.flatMap(({ breaks }) => breaks));
for (const { slug } of [...SERVER_CASES, ...CLIENT_OPINIONS])
  if (!found.has(slug)) problems.push(`no mutant breaks ${slug}`);

for (const problem of problems) console.error(problem);
console.log(`${chosen.length} mutant servers: ${chosen.length - survived} killed, ${survived} survived.`);
process.exitCode = problems.length > 0 || chosen.length === 0 ? 1 : 0;
