/** What a measure reports: one line of the table. */
import type { Run } from './rounds.ts';

export interface Target {
  readonly text: string;
  readonly met: (value: number) => boolean;
}

export interface Row {
  readonly what: string;
  /** Undefined: told for its own sake. */
  readonly target?: Target | undefined;
  /** One for each pair of runs; the median of them is judged. */
  readonly values: readonly number[];
  /** The same by the servers' CPU time. */
  readonly byCpu?: readonly number[];
  /** What the values are, where they are no ratios. */
  readonly unit?: string;
}

export function atLeast(value: number): Target {
  return { text: `≥ ${value}`, met: (measured) => measured >= value };
}

export function atMost(value: number): Target {
  return { text: `≤ ${value}`, met: (measured) => measured <= value };
}

/** How many times as many requests `runs` got through as `others`, pair by pair. */
export function ratioRow(
  what: string,
  [runs, others]: readonly [readonly Run[], readonly Run[]],
  target?: Target,
): Row {
  return {
    what,
    target,
    values: runs.map(({ throughput }, i) => throughput / others[i]!.throughput),
    byCpu: runs.map(({ perCpuSecond }, i) => perCpuSecond / others[i]!.perCpuSecond),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const last = sorted.length - 1;
  return (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2;
}
