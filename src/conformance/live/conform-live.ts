/** The server suite against a service that costs money: only what is safe, one after the other, up to a limit. */
import { SERVER_CASES } from '../cases/server/index.ts';
import { knock, tryRuns } from '../server/conform-server.ts';
import { expand } from '../server/expand.ts';
import { type ServerConformanceOptions, settle } from '../server/settings.ts';
import type { RunResult } from '../verdict.ts';
import { createBudget, type Spent } from './budget.ts';
import { liveAttempt, MAX_OUTPUT_TOKENS } from './live-attempt.ts';
import { askOnce } from './ordinary.ts';

export interface LiveConformanceOptions extends Omit<
  ServerConformanceOptions,
  'control' | 'controlToken' | 'maxOutputTokens' | 'onResult'
> {
  /** US dollars, by estimate. */
  readonly maxCostUsd: number;
  /** Default: `setTimeout`. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** For the time between attempts. Default: `Math.random`. */
  readonly random?: () => number;
  /** After each run, with what all have cost until then. */
  readonly onResult?: (result: RunResult, spent: Spent) => void;
}

export interface LiveConformance {
  readonly results: readonly RunResult[];
  readonly spent: Spent;
}

/**
 * Tries a live service. What it cannot be brought to, has no room for, or would cost too much, is UNKNOWN.
 *
 * @throws EndpointError where nothing answers, or an ordinary request is refused. @throws TypeError as `settle` does.
 */
export async function conformLive(options: LiveConformanceOptions): Promise<LiveConformance> {
  const { maxCostUsd, sleep = pause, random = Math.random, onResult, ...others } = options;
  const budget = createBudget(maxCostUsd);
  const settings = {
    ...settle({ ...others, maxOutputTokens: MAX_OUTPUT_TOKENS }),
    ...(onResult && { onResult: (result: RunResult) => onResult(result, budget.spent()) }),
    replay: { before: 'TOUCHSTONE_LIVE=1 ', options: [['live'], ['max-cost-usd', String(maxCostUsd)]] },
  };
  const runs = expand(SERVER_CASES, settings);
  const means = { settings, budget, patience: { sleep, random }, hasGuardrail: others.guardrail !== undefined };
  if (runs.length > 0) await knock(settings);
  if (runs.some(({ case: { live }, lacks }) => live === 'tokens' && lacks.length === 0)) await askOnce(means);
  return { results: await tryRuns(runs, settings, liveAttempt(means)), spent: budget.spent() };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
