/** `docs/compatibility.md`: which client does what, side by side. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type KnownFailure, names } from '../../src/conformance/known-failures.ts';
import { QUESTIONS, type Theme, THEMES } from './differences.ts';
import { type Configuration, ROOT } from './drivers.ts';
import type { Complaint, Records, SubjectRecord } from './record.ts';

/** Groups of cases, as their slugs begin. */
const GROUPS: Readonly<Record<string, string>> = {
  un: 'answers',
  sig: 'signing',
  req: 'requests',
  es: 'framing',
  cs: 'ConverseStream',
  is: 'InvokeModel streams',
  err: 'errors',
  exc: 'exceptions in streams',
  end: 'broken endings',
  retry: 'retries',
  cancel: 'cancelling',
  time: 'waiting',
};

const INTRO = `# Compatibility

What Bedrock clients do when they meet the double: legal answers and illegal ones, errors, broken streams. Each client is
driven by a small program in [drivers](../drivers); the cases are those of the conformance kit. This page is written by
\`npm run matrix\`, from [compatibility.json](compatibility.json); \`npm run matrix -- boto3\` tries one client again. With
every run come all bytes of all clients in one page: \`.matrix/compatibility.html\`.

How to read it:

- A run **applies** to a client that declares everything the run needs: the operation, the HTTP version, the kind of
  credentials, and what else it must be able to do (limit its attempts, cancel, …). Whatever a client does not declare is
  counted below, by what is missing. A run that applies and is not executed (its driver skips it, or fails) counts
  against the 90 % that must be executed.
- **FAIL**: a MUST does not hold. **WARN**: a SHOULD does not. **INFO**: recorded, because no authority decides.
- A share such as 10/12 says how many runs passed, of those that can pass or fail.
- Every FAIL was looked at by hand. What is not the client's fault is repaired in the kit; the others have a page in
  [findings](findings), linked below, with the bytes and a command that shows them.
- A client is tried with the settings it comes with, but with as many attempts as a case says.
`;

type Named = readonly [name: string, record: SubjectRecord];
type Rows = readonly (readonly string[])[];

export async function page(records: Records, all: readonly Configuration[]): Promise<string> {
  const subjects = all.flatMap(({ name }): Named[] => {
    const record = records.subjects[name];
    return record ? [[name, record]] : [];
  });
  const parts = [
    INTRO,
    section(
      'Clients',
      table(['client', 'version', 'language', 'tried', 'executed', 'PASS', 'FAIL', 'WARN', 'INFO'], subjects.map(row)),
    ),
    section('By group of cases', table(['client', ...Object.values(GROUPS)], subjects.map(shares))),
    ...THEMES.map((theme) => differences(theme, subjects)),
    section(
      'What fails, and what could be better',
      subjects.map((one) => complaints(one, knownOf(one, all))).join('\n'),
    ),
    section('What clients do not declare', subjects.map(undeclared).join('')),
    section('Not tried', await notTried(records)),
  ];
  return parts.join('\n');
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function table(head: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}

function row([name, { version, language, date, counts }]: Named): string[] {
  const count = (...verdicts: readonly (keyof typeof counts)[]) =>
    verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  const executed = count('PASS', 'FAIL', 'WARN', 'INFO');
  const applicable = executed + count('SKIP', 'UNTESTABLE', 'UNKNOWN');
  const share = `${executed}/${applicable} (${Math.floor((100 * executed) / Math.max(1, applicable))} %)`;
  const each = (['PASS', 'FAIL', 'WARN', 'INFO'] as const).map((verdict) => String(count(verdict)));
  return [`[${name}](#${anchor(name)})`, version, language, date, share, ...each];
}

/** As GitHub makes one of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replace(/ /g, '-');
}

function shares([name, { passed }]: Named): string[] {
  return [name, ...Object.keys(GROUPS).map((group) => shareOf(group, passed))];
}

function shareOf(group: string, passed: SubjectRecord['passed']): string {
  const own = Object.entries(passed).filter(([slug]) => slug.startsWith(`${group}/`));
  const [some, all] = own.reduce(
    ([good, sum], [, share]) => {
      const [holds = 0, of = 0] = share.split('/').map(Number);
      return [good + holds, sum + of];
    },
    [0, 0],
  );
  if (all === 0) return '–';
  return some === all ? `${some}/${all}` : `**${some}/${all}**`;
}

function differences({ title, about, theme }: Theme, subjects: readonly Named[]): string {
  const asked = QUESTIONS.filter((question) => question.theme === theme);
  const rows = subjects.map(([name, { answers }]) => [name, ...asked.map(({ id }) => answers[id] ?? '–')]);
  return section(title, `${about}\n\n${table(['client', ...asked.map((question) => question.title)], rows)}`);
}

function knownOf([name]: Named, all: readonly Configuration[]): readonly KnownFailure[] {
  return all.find((one) => one.name === name)?.known ?? [];
}

/** A complaint in the words of the list of known failures, with where more is said. */
interface Told extends Complaint {
  readonly links: readonly string[];
}

function complaints([name, record]: Named, known: readonly KnownFailure[]): string {
  const groups = grouped(record.complaints.map((one) => told(one, known)));
  const lines = [...groups.values()].map((group) => `- ${complaintLine(group)}\n`);
  return `### ${name}\n\n${lines.join('') || 'Nothing.\n'}`;
}

const FINDING = /[;,.]?\s*\(?(docs\/findings\/[\w-]+\.md)\)?/g;

function told(one: Complaint, known: readonly KnownFailure[]): Told {
  const entry = known.find(({ runs }) => names(runs, one.run, [slugOf(one.run)]));
  if (!entry) return { ...one, links: [] };
  const { reason = one.reason, link } = entry;
  const pages = [...reason.matchAll(FINDING)].map(([, page]) => page as string);
  return { ...one, reason: reason.replace(FINDING, ''), links: [...pages, ...(link === undefined ? [] : [link])] };
}

/** Runs of one case that come out alike, for the same reason; of warnings the first stands for the others. */
function grouped(all: readonly Told[]): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const one of all) {
    const key = `${one.verdict} ${slugOf(one.run)} ${one.verdict === 'WARN' ? '' : one.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

const slugOf = (run: string): string => run.split('@')[0] as string;

function complaintLine(group: readonly Told[]): string {
  const [{ run, verdict, reason, links }] = group as [Told];
  const times = group.length > 1 ? ` (${group.length} runs)` : '';
  return `${verdict} \`${slugOf(run)}\`${times}: ${escaped(reason)}${links.map((link) => ` ${linked(link)}`).join('')}`;
}

/** A page of ours by its own name, an issue by its number. */
function linked(link: string): string {
  const [, name] = /^docs\/findings\/([\w-]+)\.md$/.exec(link) ?? [];
  if (name !== undefined) return `[${name}](findings/${name}.md)`;
  const [, issue] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+\/(?:issues|pull)\/\d+)$/.exec(link) ?? [];
  return `[${issue?.replace(/\/(issues|pull)\//, '#') ?? link}](${link})`;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[<>*_[\]]/g, (char) => `\\${char}`);
}

function undeclared([name, { notApplicable, without }]: Named): string {
  const counts = Object.entries(notApplicable).map(([what, count]) => `${what} (${count})`);
  const own = without.length > 0 ? ` In words of its own: ${without.join(', ')}.` : '';
  return `- ${name}: ${counts.join('; ') || 'nothing is missing'}.${own}\n`;
}

interface Reason {
  readonly client: string;
  readonly reason: string;
}

/** What no driver was written for has its reason in `drivers/not-tried.yaml`. */
async function notTried({ absent }: Records): Promise<string> {
  const file = join(ROOT, 'drivers/not-tried.yaml');
  const never = parse(await readFile(file, 'utf8')) as readonly Reason[];
  const here = Object.entries(absent).map(([client, reason]): Reason => ({ client, reason }));
  return [...here, ...never].map(({ client, reason }) => `- ${client}: ${reason.trim()}\n`).join('') || 'Nothing.\n';
}
