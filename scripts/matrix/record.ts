/** What is kept of a configuration between runs of the matrix: `docs/compatibility.json`, small enough to be committed. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { countVerdicts } from '../../src/conformance/report/count.ts';
import { isFailure, type RunResult, type Verdict } from '../../src/conformance/verdict.ts';
import { answersOf } from './differences.ts';
import { ROOT } from './drivers.ts';
import type { Tried } from './try.ts';

const FILE = join(ROOT, 'docs/compatibility.json');

/** A run that did not come out as a PASS; those that are only recorded are among the answers. */
export interface Complaint {
  readonly run: string;
  readonly verdict: Verdict;
  /** The kit's; a list of known failures may have a better one. */
  readonly reason: string;
}

export interface SubjectRecord {
  /** As the driver introduces it. */
  readonly client: string;
  readonly version: string;
  readonly language: string;
  /** Day of the run, ISO 8601. */
  readonly date: string;
  readonly capabilities: readonly string[];
  readonly without: readonly string[];
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Runs that do not apply, by what the client would have to be able to do. */
  readonly notApplicable: Readonly<Record<string, number>>;
  /** By case: how many runs passed, of how many that apply. */
  readonly passed: Readonly<Record<string, string>>;
  readonly complaints: readonly Complaint[];
  /** By question. */
  readonly answers: Readonly<Record<string, string>>;
}

/** By the name of the configuration. */
export interface Records {
  readonly subjects: Readonly<Record<string, SubjectRecord>>;
  /** Configurations that could not be run, and why. */
  readonly absent: Readonly<Record<string, string>>;
}

export async function readRecords(): Promise<Records> {
  return existsSync(FILE) ? (JSON.parse(await readFile(FILE, 'utf8')) as Records) : { subjects: {}, absent: {} };
}

export async function writeRecords(records: Records): Promise<void> {
  await writeFormatted(FILE, JSON.stringify(records));
}

/** As `npm run format` would have it. */
export async function writeFormatted(file: string, text: string): Promise<void> {
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const UNDECLARED = /^the driver does not declare (.*)$/;

export function recordOf({ configuration, info, results }: Tried): SubjectRecord {
  const applicable = results.filter(applies);
  const counts = Object.entries(countVerdicts(applicable)).filter(([, count]) => count > 0);
  const complaints = applicable.filter(({ verdict }) => isFailure(verdict) || ['WARN', 'SKIP'].includes(verdict));
  return {
    client: info.name,
    version: info.version,
    language: configuration.language,
    date: new Date().toISOString().slice(0, 10),
    capabilities: info.capabilities,
    without: info.without ?? [],
    counts: Object.fromEntries(counts),
    notApplicable: tally(results.flatMap(({ reason }) => UNDECLARED.exec(reason)?.[1] ?? [])),
    passed: shares(applicable),
    complaints: complaints.map(({ run, verdict, reason }) => ({ run, verdict, reason: firstSentence(reason) })),
    answers: answersOf(results),
  };
}

/** Left out by the kit, since the client does not declare what the run needs; a run that the driver skips applies. */
function applies({ verdict, reason }: RunResult): boolean {
  return !(verdict === 'SKIP' && UNDECLARED.test(reason));
}

/** Without what differs from run to run. */
function firstSentence(reason: string): string {
  return reason.replace(/http:\/\/127\.0\.0\.1:\d+\S*/g, 'http://…').slice(0, 200);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** INFO neither passes nor fails, and is left out. */
function shares(results: readonly RunResult[]): Record<string, string> {
  const bySlug = new Map<string, Verdict[]>();
  for (const { case: one, verdict } of results) {
    if (verdict !== 'INFO') bySlug.set(one.slug, [...(bySlug.get(one.slug) ?? []), verdict]);
  }
  const share = (verdicts: readonly Verdict[]) =>
    `${verdicts.filter((verdict) => verdict === 'PASS').length}/${verdicts.length}`;
  return Object.fromEntries([...bySlug].map(([slug, verdicts]) => [slug, share(verdicts)]));
}

/** What came out otherwise than it is recorded: a line each. */
export function changes(before: SubjectRecord | undefined, after: SubjectRecord): string[] {
  if (!before) return ['is not among the recorded'];
  const [old, young] = [verdictsOf(before), verdictsOf(after)];
  const runs = changedRuns(before, after);
  const shares = Object.keys({ ...before.passed, ...after.passed });
  const moved = shares.filter((slug) => before.passed[slug] !== after.passed[slug]);
  return [
    ...runs.map((run) => `${run}: ${old.get(run) ?? 'PASS'} before, ${young.get(run) ?? 'PASS'} now`),
    ...(runs.length > 0 ? [] : moved).map(
      (slug) => `${slug}: ${before.passed[slug] ?? 'not tried'} before, ${after.passed[slug] ?? 'not tried'} now`,
    ),
    ...changedAnswers(before, after).map((id) => `${id}: "${before.answers[id]}" before, "${after.answers[id]}" now`),
  ];
}

/** Runs whose verdict is another. */
export function changedRuns(before: SubjectRecord, after: SubjectRecord): string[] {
  const [old, young] = [verdictsOf(before), verdictsOf(after)];
  return [...new Set([...old.keys(), ...young.keys()])].filter((run) => old.get(run) !== young.get(run));
}

/** Questions to which the answer is another. */
export function changedAnswers(before: SubjectRecord, after: SubjectRecord): string[] {
  const ids = Object.keys({ ...before.answers, ...after.answers });
  return ids.filter((id) => before.answers[id] !== after.answers[id]);
}

const verdictsOf = ({ complaints }: SubjectRecord) => new Map(complaints.map(({ run, verdict }) => [run, verdict]));
