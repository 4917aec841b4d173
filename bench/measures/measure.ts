/** What a measure is. */
import type { Pace } from '../support/rounds.ts';
import type { Row } from '../support/row.ts';

export interface Measure {
  /** For `--only`. */
  readonly name: string;
  run(how: How): Promise<readonly Row[]>;
}

export interface How extends Pace {
  /** For the measure of many requests. */
  readonly requests: number;
}
