/** JUnit XML, as GitLab, Jenkins and GitHub's actions read it: a test suite for each group of cases. */
import { isFailure, type RunResult } from '../verdict.ts';
import { isUnexpectedPass } from './count.ts';
import { escapeMarkup } from './escape.ts';
import { explained } from './summary.ts';

export function junit(results: readonly RunResult[]): string {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const group = `${result.subject.name}: ${result.case.slug.split('/')[0]}`;
    groups.set(group, [...(groups.get(group) ?? []), result]);
  }
  const suites = [...groups].map(([name, runs]) => suite(name, runs));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals(results)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(name: string, runs: readonly RunResult[]): string {
  return `  <testsuite name="${escapeMarkup(name)}" ${totals(runs)}>\n${runs.map(testCase).join('')}  </testsuite>\n`;
}

function totals(runs: readonly RunResult[]): string {
  const failures = runs.filter((run) => outcome(run)?.startsWith('<failure')).length;
  const skipped = runs.filter((run) => outcome(run)?.startsWith('<skipped')).length;
  const seconds = runs.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return `tests="${runs.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}"`;
}

function testCase(result: RunResult): string {
  const { run, case: one, durationMs } = result;
  const head = `    <testcase classname="${escapeMarkup(one.slug.replace('/', '.'))}" name="${escapeMarkup(run)}" time="${(durationMs / 1000).toFixed(3)}"`;
  const inside = outcome(result);
  return inside === undefined ? `${head}/>\n` : `${head}>\n      ${inside}\n    </testcase>\n`;
}

/** A known failure is skipped, with its reason; one that passes is a failure. */
function outcome(result: RunResult): string | undefined {
  const { verdict, reason, known } = result;
  if (isUnexpectedPass(result))
    return failure('passes, though it is known to fail', `${known!.runs}: ${known!.reason}`);
  if (isFailure(verdict))
    return known ? skip(`known: ${known.reason}`) : failure(`${verdict}: ${reason}`, explained(result));
  if (verdict === 'SKIP' || verdict === 'UNKNOWN') return skip(reason);
  return verdict === 'WARN' ? `<system-out>${escapeMarkup(`WARN: ${reason}`)}</system-out>` : undefined;
}

function failure(message: string, text: string): string {
  return `<failure message="${escapeMarkup(message)}">${escapeMarkup(text)}</failure>`;
}

function skip(message: string): string {
  return `<skipped message="${escapeMarkup(message)}"/>`;
}
