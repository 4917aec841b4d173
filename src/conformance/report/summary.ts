/** What a person reads in a terminal: counts, and for each failure everything that is needed to judge it. */
import type { RunResult } from '../verdict.ts';
import { countsText, countVerdicts, isRegression, isUnexpectedPass } from './count.ts';
import { timelineLines } from './decode.ts';

export interface SummaryOptions {
  /** Show warnings as fully as failures. Default: one line each. */
  readonly verbose?: boolean;
  /** Entries of the known failures that cover no run. Default: none. */
  readonly stale?: readonly string[];
}

export function summary(results: readonly RunResult[], { verbose = false, stale = [] }: SummaryOptions = {}): string {
  const failures = results.filter(isRegression);
  const warnings = results.filter(({ verdict }) => verdict === 'WARN');
  const unknown = results.filter(({ verdict }) => verdict === 'UNKNOWN');
  const known = results.filter((result) => result.known && !isRegression(result) && !isUnexpectedPass(result));
  const sections = [
    ...failures.map(explained),
    ...(verbose ? warnings.map(explained) : warnings.map(line)),
    ...(verbose ? unknown.map(line) : linesByReason(unknown)),
    ...results
      .filter(isUnexpectedPass)
      .map(({ run, known: entry }) => `passes, though ${entry!.runs} says it fails: ${run}`),
    ...stale.map((runs) => `covers no run: ${runs} in the list of known failures`),
    ...known.map((result) => `known: ${line(result)} (${result.known!.reason})`),
    `${nameOf(results)}: ${countsText(countVerdicts(results))}${failures.length > 0 ? `, of which ${failures.length} not known` : ''}`,
  ];
  return sections.join('\n');
}

function nameOf(results: readonly RunResult[]): string {
  const names = new Set(results.map(({ subject }) => [subject.name, subject.version].filter(Boolean).join(' ')));
  return [...names].join(', ') || 'nobody';
}

/** Many runs are unknown for the same reason: no script, no money. */
function linesByReason(results: readonly RunResult[]): string[] {
  const reasons = [...new Set(results.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const [first, ...more] = results.filter((result) => result.reason === reason) as [RunResult, ...RunResult[]];
    return more.length === 0
      ? line(first)
      : `${first.verdict} ${more.length + 1} runs, ${first.run} the first: ${reason}`;
  });
}

function line({ verdict, run, reason }: RunResult): string {
  return `${verdict} ${run}: ${reason}`;
}

/** Statement, expected, seen, timeline, and the line that replays it. */
export function explained(result: RunResult): string {
  const { verdict, run, case: one, findings, reason, replay } = result;
  const broken = findings.filter(({ holds }) => !holds);
  const timeline = timelineLines(result);
  return [
    `${verdict} ${run}`,
    `  ${one.level}, ${one.authority}: ${one.statement}`,
    ...(broken.length === 0 ? [`  ${reason}`] : []),
    ...broken.flatMap(({ expected, seen }) => [`  expected  ${expected}`, `  seen      ${seen}`]),
    ...one.references.map((reference) => `  see       ${reference}`),
    ...timeline.map((text) => `  | ${text}`),
    `  replay    ${replay}`,
    '',
  ].join('\n');
}
