/** Keys without a right, a model without access: one sentence before the first case, in place of a failure for each. */
import { EndpointError } from '../server/conform-server.ts';
import type { ServerRun } from '../server/expand.ts';
import { perform, planned } from '../server/perform.ts';
import { redactSeen } from '../server/redact-seen.ts';
import { errorTypeOf, excerpt, type SeenAnswer, type ServerSeen } from '../server/seen.ts';
import type { Settings } from '../server/settings.ts';
import { mostOf } from './cost.ts';
import { type LiveMeans, patiently } from './live-attempt.ts';
import { priceOf } from './prices.ts';
import { ThrottledError } from './throttling.ts';

/**
 * Sends the most ordinary request there is, unless it costs too much.
 *
 * @throws EndpointError where it is refused.
 */
export async function askOnce(means: LiveMeans): Promise<void> {
  const { settings, budget } = means;
  const http = settings.capabilities.has('http1') ? 'http1' : 'http2';
  const run: ServerRun = { name: 'ordinary', case: ORDINARY, operation: 'Converse', http, lacks: [] };
  const most = mostOf(planned(run, settings), priceOf(settings.model)).usd;
  if (!settings.capabilities.has('Converse') || !budget.allows(most)) return;
  const { answers } = await answered(run, means);
  const refused = answers.find(({ answer: { status } }) => status >= 400 && status < 500);
  if (refused) throw new EndpointError(whyRefused(refused, settings));
}

const ORDINARY: ServerRun['case'] = {
  slug: 's/ordinary',
  revision: 1,
  subject: 'server',
  level: 'MUST',
  authority: 'normative',
  statement: 'An ordinary request is answered.',
  references: [],
  live: 'tokens',
  requests: [{}],
  expect: [],
};

/** A service without room at the moment may have some later. */
async function answered(run: ServerRun, means: LiveMeans): Promise<ServerSeen> {
  const { settings } = means;
  try {
    return await perform({ run, settings, name: '', around: (exchange) => patiently(exchange, run, means) });
  } catch (error) {
    if (error instanceof ThrottledError) return { answers: [] };
    throw error;
  }
}

function whyRefused(seen: SeenAnswer, { redactor, model }: Settings): string {
  const [shown] = redactSeen({ answers: [seen] }, redactor).answers as [SeenAnswer];
  const told = `${shown.answer.status} ${errorTypeOf(shown) ?? ''}: ${excerpt(shown.body)}`;
  return `an ordinary request to ${redactor.text(model)} is refused: ${told}; see to the credentials, --region, --model and the account's access to it`;
}
