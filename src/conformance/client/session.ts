/** Several calls, one after the other, with one client at one sandbox; each is answered by its own script. */
import type { Scenario } from '../../fixtures/scenario.ts';
import type { JsonValue } from '../json.ts';
import type { DriverAnswer, SeenExchange } from '../observation.ts';
import { stageAnswer } from '../stage-answer.ts';
import type { Evidence } from '../verdict.ts';
import { type Judgement, judgeClient } from './judge.ts';
import { type ClientRun, requestOf } from './runs.ts';
import type { Scene } from './stage.ts';
import { timelineOf } from './timeline.ts';
import { sandboxName, type Trial } from './try.ts';

/**
 * The calls are told apart by their model ids: a request that is sent again too late still gets the answer of its own
 * call, and counts as one of its requests. Rejects only where the driver is broken.
 */
export async function trySession(
  calls: readonly ClientRun[],
  trial: Trial,
): Promise<Judgement & { readonly evidence: Evidence }> {
  const { name = '', secure = false } = calls[0] ?? {};
  const scene = await trial.stage.play(sandboxName(name), calls.map(scenarioOf), { secure });
  const made: Made[] = [];
  for (const call of calls) {
    const answer = await trial.driver.run({ ...requestOf(call, scene.url, scene.ca), session: name }, trial.limitMs);
    made.push({ call, answer, answeredAt: Date.now() - scene.startedAt });
    if (answer.type !== 'observation') break;
  }
  const exchanges = scene.seen();
  scene.leave();
  const judgements = made.map((one) => judged(one, exchanges, scene));
  return { ...together(judgements), evidence: evidenceOf(made, exchanges) };
}

interface Made {
  readonly call: ClientRun;
  readonly answer: DriverAnswer;
  readonly answeredAt: number;
}

function scenarioOf({ variant: { operation, input, script } }: ClientRun): Scenario {
  const answer = (script?.answers ?? []).map((one) => stageAnswer(one, operation));
  return { name: input.modelId, when: { model: input.modelId }, answer };
}

function judged({ call, answer, answeredAt }: Made, exchanges: readonly SeenExchange[], { prefix }: Scene): Judgement {
  const own = exchanges.filter(({ modelId }) => modelId === call.variant.input.modelId);
  return judgeClient(call.case, call.variant, { answer, answeredAt, exchanges: own, prefix });
}

/** What is said of the first call with which something is wrong; the findings of all. */
function together(judgements: readonly Judgement[]): Judgement {
  const wrong = judgements.findIndex(({ verdict }) => verdict !== 'PASS');
  const findings = judgements.flatMap(({ findings: own }, index) =>
    own.map((finding) => ({ ...finding, expected: `in call ${index + 1} ${finding.expected}` })),
  );
  const { verdict = 'PASS', reason = 'all that was expected was seen' } = judgements[wrong] ?? {};
  return { verdict, reason: wrong < 0 ? reason : `in call ${wrong + 1} ${reason}`, findings };
}

function evidenceOf(made: readonly Made[], exchanges: readonly SeenExchange[]): Evidence {
  return { timeline: timelineOf(exchanges), exchanges, observation: made.map(({ answer }) => answer) as JsonValue };
}
