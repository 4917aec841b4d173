/**
 * A subject's list of known failures, a YAML file in its own repository:
 *
 *     - runs: end/no-terminal-event@*
 *       reason: events are handed through; the caller looks for messageStop
 *     - runs: retry/retry-after
 *       link: https://github.com/aws/aws-sdk-js-v3/issues/1
 *
 * They still run. One that passes, and an entry that covers no run at all, is as bad as a new failure.
 */
import { parse } from 'yaml';
import { type RunResult, isFailure } from './verdict.ts';

export interface KnownFailure {
  /** A glob over the names of runs: `*` any characters, `?` one. Without an `@`, over the slugs of cases. */
  readonly runs: string;
  readonly reason?: string;
  readonly link?: string;
}

/** @throws {TypeError} with everything that is wrong with the file, and what to write instead. */
export function readKnownFailures(yaml: string, file: string): KnownFailure[] {
  const entries: unknown = parse(yaml) ?? [];
  if (!Array.isArray(entries)) throw new TypeError(`${file}: write a list of entries, each "- runs: …" with a reason.`);
  const complaints = entries.flatMap((entry, index) => complaint(entry, `${file}, entry ${index + 1}`) ?? []);
  if (complaints.length > 0) throw new TypeError(complaints.join('\n'));
  return entries as KnownFailure[];
}

function complaint(entry: unknown, where: string): string | undefined {
  const { runs, reason, link, ...others } = (entry ?? {}) as Record<string, unknown>;
  if (typeof runs !== 'string' || runs === '') return `${where}: "runs" is missing; write a glob such as retry/*.`;
  const given = [reason, link].filter((text) => typeof text === 'string' && text.trim() !== '');
  if (given.length === 0)
    return `${where} (${runs}): write a "reason" or a "link", so that somebody can judge it later.`;
  const unknown = Object.keys(others);
  return unknown.length > 0
    ? `${where} (${runs}): ${unknown.join(', ')} is unknown; there are runs, reason and link.`
    : undefined;
}

/** Whether a glob names this run, or its case by one of its slugs. */
export function names(glob: string, run: string, slugs: readonly string[]): boolean {
  const pattern = new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  );
  const places = run.includes('@') ? run.slice(run.indexOf('@')) : '';
  const candidates = glob.includes('@') ? slugs.map((slug) => slug + places) : slugs;
  return candidates.some((candidate) => pattern.test(candidate));
}

/** What is not as the list says. */
export interface Deviations {
  /** Failures that no entry covers. */
  readonly regressions: readonly RunResult[];
  /** Runs that passed although an entry covers them. */
  readonly unexpectedPasses: readonly RunResult[];
  /** Entries that cover no run. */
  readonly stale: readonly KnownFailure[];
}

/** The results with the entries that cover them, and what deviates. */
export function compareWithKnown(
  results: readonly RunResult[],
  known: readonly KnownFailure[],
): { readonly results: RunResult[]; readonly deviations: Deviations } {
  const marked = results.map((result) => mark(result, known));
  const failing = marked.filter(({ verdict }) => isFailure(verdict));
  const stale = known.filter(({ runs }) => !marked.some((result) => covers(runs, result)));
  return {
    results: marked,
    deviations: {
      regressions: failing.filter((result) => result.known === undefined),
      unexpectedPasses: marked.filter((result) => result.verdict === 'PASS' && result.known !== undefined),
      stale,
    },
  };
}

function mark(result: RunResult, known: readonly KnownFailure[]): RunResult {
  const entry = known.find(({ runs }) => covers(runs, result));
  if (!entry) return result;
  return { ...result, known: { runs: entry.runs, reason: entry.reason ?? (entry.link as string) } };
}

function covers(glob: string, { run, case: { slug, aliases = [] } }: RunResult): boolean {
  return names(glob, run, [slug, ...aliases]);
}
