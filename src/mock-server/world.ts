/** What the pipeline needs from outside: made once at the composition root, so that nothing is hidden or global. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import type { Timing } from '../fixtures/scenario.ts';
import type { Authenticator } from './auth/index.ts';
import type { Exchange } from './journal/record.ts';
import type { Resolve } from './model-selection.ts';
import type { Initial, Sandboxes } from './sandbox.ts';
import type { TokenCounter } from './tokens.ts';

export interface World {
  readonly seed: number;
  /** Epoch milliseconds: what signatures are verified with and `Date` tells. */
  readonly clock: () => number;
  readonly authenticator: Authenticator;
  readonly tokens: TokenCounter;
  readonly sandboxes: Sandboxes;
  readonly initial: Initial;
  readonly models: readonly FoundationModel[];
  /** What stands behind the identifiers of an account, by identifier. */
  readonly arns: Readonly<Record<string, string>>;
  readonly resolve: Resolve;
  /** `real`: a model past its end of life answers no more. */
  readonly lifecycle: 'ignored' | 'real';
  readonly validation: boolean;
  /** Refuse what no scenario matches. */
  readonly strict: boolean;
  readonly timing: Timing | undefined;
  /** Faults at random: which share of the answers something befalls, 0 to 1. */
  readonly faultRate: number;
  /** Called once an exchange is over. */
  readonly finished: (exchange: Exchange) => void;
}
