/** What a check finds, in the form that `expect.extend` of Jest and Vitest takes. */
import { AssertionError } from 'node:assert';

export interface Verdict {
  readonly pass: boolean;
  /** Why it did not pass; where it passed, why its opposite did not. */
  readonly message: () => string;
}

/** @throws AssertionError where the check did not pass, shown as coming from whoever called `caller`. */
export function assertPass(verdict: Verdict, caller: (...args: never[]) => unknown): void {
  if (!verdict.pass) throw new AssertionError({ message: verdict.message(), stackStartFn: caller });
}
