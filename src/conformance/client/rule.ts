/** What an expectation means: in words, and as a check. */
export interface Rule<Expected, Seen> {
  readonly says: (expected: Expected) => string;
  /** Whether it holds, and what was seen. */
  readonly check: (expected: Expected, seen: Seen) => readonly [holds: boolean, seen: string];
}
