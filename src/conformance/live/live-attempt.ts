/** How a run is tried on a service that costs money and cannot be told what to answer. */
import { type Attempt, concluded, type Outcome, skipped, withoutEvidence } from '../server/conform-server.ts';
import { evidenceOf } from '../server/evidence.ts';
import type { ServerRun } from '../server/expand.ts';
import { perform, planned } from '../server/perform.ts';
import { redactSeen } from '../server/redact-seen.ts';
import type { ServerRequest } from '../server/request.ts';
import type { Settings } from '../server/settings.ts';
import type { Budget } from './budget.ts';
import { mostOf, spentOn } from './cost.ts';
import { priceOf } from './prices.ts';
import { expectsThrottling, type Patience, ThrottledError, waitOut } from './throttling.ts';

/** No request of a live run asks a model for more. */
export const MAX_OUTPUT_TOKENS = 16;

export interface LiveMeans {
  readonly settings: Settings;
  readonly budget: Budget;
  readonly patience: Omit<Patience, 'mayRetry'>;
  /** Whether the run was told of a guardrail of the account. */
  readonly hasGuardrail: boolean;
}

export function liveAttempt(means: LiveMeans): Attempt {
  return async (run, name) => {
    const unsafe = whyNotLive(run, means);
    if (unsafe !== undefined) return withoutEvidence('UNKNOWN', unsafe);
    if (run.lacks.length > 0) return skipped(run);
    const refusal = means.budget.refuse(mostOf(planned(run, means.settings), priceOf(means.settings.model)).usd);
    if (refusal !== undefined) return withoutEvidence('UNKNOWN', refusal);
    return tryLive(run, name, means);
  };
}

function whyNotLive({ case: { live }, operation }: ServerRun, { hasGuardrail }: LiveMeans): string | undefined {
  if (live === 'doubles-only')
    return 'a live service cannot be brought to it: it wants a scripted answer, or more requests than one pays for';
  if (operation === 'ApplyGuardrail' && !hasGuardrail)
    return 'a live service knows only the guardrails of the account: name one with --guardrail ID:VERSION';
  return undefined;
}

async function tryLive(run: ServerRun, name: string, means: LiveMeans): Promise<Outcome> {
  const { settings } = means;
  try {
    const seen = await perform({ run, settings, name, around: (exchange) => patiently(exchange, run, means) });
    return withinLimit(run, concluded(run, seen, settings));
  } catch (error) {
    if (!(error instanceof ThrottledError)) throw error;
    const evidence = evidenceOf(redactSeen({ answers: [error.seen] }, settings.redactor));
    return { verdict: 'UNKNOWN', reason: error.message, findings: [], evidence };
  }
}

type Exchange = Parameters<typeof waitOut>[0];

/** Each attempt is paid for; there is another only where the whole run could still be. */
export function patiently(exchange: Exchange, run: ServerRun, { settings, budget, patience }: LiveMeans) {
  const price = priceOf(settings.model);
  const paid = async () => {
    const seen = await exchange();
    budget.spend(spentOn(seen, price));
    return seen;
  };
  if (expectsThrottling(run.case)) return paid();
  const most = mostOf(planned(run, settings), price).usd;
  return waitOut(paid, { ...patience, mayRetry: () => budget.allows(most) });
}

/** What an answer lacks that was cut short by us says nothing of the service. */
function withinLimit({ case: { requests } }: ServerRun, outcome: Outcome): Outcome {
  const wanted = Math.max(...requests.map(({ maxTokens = 0 }: ServerRequest) => maxTokens));
  if (wanted <= MAX_OUTPUT_TOKENS || (outcome.verdict !== 'FAIL' && outcome.verdict !== 'WARN')) return outcome;
  const reason = `the case wants an answer of up to ${wanted} tokens, and live no more than ${MAX_OUTPUT_TOKENS} are asked for; ${outcome.reason}`;
  return { ...outcome, verdict: 'UNKNOWN', reason };
}
