/** How many runs came out how. */
import { isFailure, type RunResult, type Verdict, VERDICTS } from '../verdict.ts';

export type Counts = Readonly<Record<Verdict, number>>;

export function countVerdicts(results: readonly RunResult[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** `212 PASS, 3 FAIL`; those that did not occur are left out. */
export function countsText(counts: Counts): string {
  const some = VERDICTS.filter((verdict) => counts[verdict] > 0);
  return some.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ') || 'nothing ran';
}

/** A failure that no entry of the known failures covers. */
export function isRegression({ verdict, known }: RunResult): boolean {
  return isFailure(verdict) && known === undefined;
}

/** A run that passed although it is known to fail. */
export function isUnexpectedPass({ verdict, known }: RunResult): boolean {
  return verdict === 'PASS' && known !== undefined;
}
