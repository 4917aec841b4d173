/**
 * The answer of ApplyGuardrail: keys alphabetical at every level, null for what there is nothing of, and members that no
 * model names, such as `blockedResponse` and `output` (recorded in openinference).
 */
import type { Guardrail, GuardrailAssessment, Reply } from '../../fixtures/reply.ts';
import { sorted } from './guardrail.ts';
import { asRecord } from './read.ts';

export interface GuardrailRequest {
  readonly guardrailArn: string;
  readonly guardrailId: string;
  readonly guardrailVersion: string;
  /** Characters of text it was given. */
  readonly characters: number;
}

/** Without a scenario nothing is found. A text alone is what a guardrail says that blocked. */
export function applyGuardrailBody({ text, guardrail: given }: Reply, request: GuardrailRequest): unknown {
  const guardrail: Guardrail = given ?? (text === undefined ? { action: 'NONE' } : {});
  const intervened = guardrail.action !== 'NONE';
  const assessments = assessmentsOf(guardrail, request);
  const { guardrailCoverage, usage } = asRecord(assessments[0]?.['invocationMetrics']);
  const outputs = intervened && text !== undefined ? [{ text }] : [];
  return sorted({
    action: intervened ? 'GUARDRAIL_INTERVENED' : 'NONE',
    actionReason: guardrail.actionReason ?? (intervened ? 'Guardrail blocked.' : 'No action.'),
    assessments,
    blockedResponse: outputs[0]?.text ?? null,
    guardrailCoverage,
    output: outputs,
    outputs,
    usage,
  });
}

/** Those given, with what they leave out. */
function assessmentsOf(guardrail: Guardrail, request: GuardrailRequest): readonly GuardrailAssessment[] {
  const { inputAssessment = {}, outputAssessments = {} } = guardrail;
  const given = [...Object.values(inputAssessment), ...Object.values(outputAssessments).flat()];
  return (given.length === 0 ? [{}] : given).map((assessment) => Object.assign(nothingFound(request), assessment));
}

function nothingFound({ guardrailArn, guardrailId, guardrailVersion, characters }: GuardrailRequest) {
  return {
    appliedGuardrailDetails: {
      guardrailArn,
      guardrailId,
      guardrailOrigin: ['REQUEST'],
      guardrailOwnership: 'SELF',
      guardrailVersion,
    },
    automatedReasoningPolicy: null,
    contentPolicy: null,
    contextualGroundingPolicy: null,
    invocationMetrics: {
      guardrailCoverage: { images: null, textCharacters: { guarded: characters, total: characters } },
      guardrailProcessingLatency: 300,
      usage: USAGE,
    },
    sensitiveInformationPolicy: null,
    topicPolicy: null,
    wordPolicy: null,
  };
}

const USAGE = {
  automatedReasoningPolicies: 0,
  automatedReasoningPolicyUnits: 0,
  contentPolicyImageUnits: 0,
  contentPolicyUnits: 0,
  contextualGroundingPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  topicPolicyUnits: 0,
  wordPolicyUnits: 0,
};
