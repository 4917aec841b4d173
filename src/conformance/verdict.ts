/** What the kit says of a run, with all that proves it. */
import type { CaseInfo } from './case.ts';
import type { JsonValue } from './json.ts';
import type { SeenExchange } from './observation.ts';

/**
 * `FAIL`: a MUST does not hold. `WARN`: a SHOULD does not. `INFO`: recorded, neither good nor bad. `SKIP`: the subject
 * does not declare a capability. `UNTESTABLE`: a prerequisite is missing, which counts as a failure. `UNKNOWN`: a live
 * service could not be brought to it; never a pass.
 */
export const VERDICTS = ['PASS', 'FAIL', 'WARN', 'INFO', 'SKIP', 'UNTESTABLE', 'UNKNOWN'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One expectation and what came of it. */
export interface Finding {
  readonly holds: boolean;
  /** A clause in words: `the call fails with type ValidationException`. */
  readonly expected: string;
  readonly seen: string;
}

/** Something on the wire: bytes, or the end of them. */
export interface TimelineEntry {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** Which exchange of the run, from 0. */
  readonly exchange: number;
  readonly from: 'client' | 'server';
  /** `gone`: the other side closed before all was said. */
  readonly kind: 'head' | 'bytes' | 'end' | 'cut' | 'reset' | 'stall' | 'gone';
  /** Of a head: its lines, as they were. */
  readonly text?: string;
  /** Of bytes: the first 4,096 of them. */
  readonly base64?: string;
  /** Of bytes: how many there were. */
  readonly length?: number;
}

export interface Evidence {
  readonly timeline: readonly TimelineEntry[];
  /** Of a client: what its driver told. Of a server: whatever the prober made of its answers. */
  readonly observation?: JsonValue;
  readonly exchanges?: readonly SeenExchange[];
  /** Of a property: the value for which it does not hold. */
  readonly counterexample?: JsonValue;
}

export interface SubjectInfo {
  readonly kind: 'client' | 'server';
  readonly name: string;
  readonly version?: string;
  readonly language?: string;
}

export interface RunResult {
  /** `slug@value,value`: the case and its place on each axis; what `--case` and lists of known failures name. */
  readonly run: string;
  readonly case: CaseInfo;
  /** The values by axis: `{ operation: 'ConverseStream', http: 'http2' }`. */
  readonly axes: Readonly<Record<string, string>>;
  readonly subject: SubjectInfo;
  readonly verdict: Verdict;
  /** Why, in one sentence. */
  readonly reason: string;
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  /** The command that repeats this run alone. */
  readonly replay: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The entry of the subject's list of known failures that covers this run. */
  readonly known?: { readonly runs: string; readonly reason: string };
}

/** Verdicts that a subject must answer for, unless they are known. */
export function isFailure(verdict: Verdict): boolean {
  return verdict === 'FAIL' || verdict === 'UNTESTABLE';
}
