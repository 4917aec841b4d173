import { describe, expect, it } from 'vitest';
import { applyGuardrailBody } from '../../../../src/mock-server/rendering/apply-guardrail.ts';

const REQUEST = {
  guardrailArn: 'arn:aws:bedrock:us-east-1:123456789012:guardrail/274u1upxm897',
  guardrailId: '274u1upxm897',
  guardrailVersion: '1',
  characters: 28,
};

/** As recorded in openinference, where the guardrail has no policies. */
const COVERAGE = '{"images":null,"textCharacters":{"guarded":28,"total":28}}';
const USAGE =
  '{"automatedReasoningPolicies":0,"automatedReasoningPolicyUnits":0,"contentPolicyImageUnits":0,"contentPolicyUnits":0,' +
  '"contextualGroundingPolicyUnits":0,"sensitiveInformationPolicyFreeUnits":0,"sensitiveInformationPolicyUnits":0,' +
  '"topicPolicyUnits":0,"wordPolicyUnits":0}';
const DETAILS =
  '{"guardrailArn":"arn:aws:bedrock:us-east-1:123456789012:guardrail/274u1upxm897","guardrailId":"274u1upxm897",' +
  '"guardrailOrigin":["REQUEST"],"guardrailOwnership":"SELF","guardrailVersion":"1"}';

function assessment(topicPolicy: string): string {
  return (
    `{"appliedGuardrailDetails":${DETAILS},"automatedReasoningPolicy":null,"contentPolicy":null,` +
    `"contextualGroundingPolicy":null,"invocationMetrics":{"guardrailCoverage":${COVERAGE},` +
    `"guardrailProcessingLatency":300,"usage":${USAGE}},"sensitiveInformationPolicy":null,` +
    `"topicPolicy":${topicPolicy},"wordPolicy":null}`
  );
}

function body(reply: Parameters<typeof applyGuardrailBody>[0]): string {
  return JSON.stringify(applyGuardrailBody(reply, REQUEST));
}

describe('the answer of ApplyGuardrail', () => {
  it('finds nothing without a scenario', () => {
    expect(body({})).toBe(
      `{"action":"NONE","actionReason":"No action.","assessments":[${assessment('null')}],"blockedResponse":null,` +
        `"guardrailCoverage":${COVERAGE},"output":[],"outputs":[],"usage":${USAGE}}`,
    );
  });

  it('says what it found, and fills in the rest', () => {
    const topics = [{ type: 'DENY', name: 'InvestmentObjectives', detected: true, action: 'BLOCKED' }];
    const inputAssessment = { '274u1upxm897': { topicPolicy: { topics } } };
    expect(body({ text: 'Sorry.', guardrail: { inputAssessment } })).toBe(
      '{"action":"GUARDRAIL_INTERVENED","actionReason":"Guardrail blocked.","assessments":[' +
        assessment('{"topics":[{"action":"BLOCKED","detected":true,"name":"InvestmentObjectives","type":"DENY"}]}') +
        `],"blockedResponse":"Sorry.","guardrailCoverage":${COVERAGE},"output":[{"text":"Sorry."}],` +
        `"outputs":[{"text":"Sorry."}],"usage":${USAGE}}`,
    );
  });

  it('takes a text alone for what it says when it blocks', () => {
    const blocked = applyGuardrailBody({ text: 'Sorry.' }, REQUEST);
    expect(blocked).toMatchObject({ action: 'GUARDRAIL_INTERVENED', outputs: [{ text: 'Sorry.' }] });
  });

  it('counts what its own assessment counted, of the input or of the output', () => {
    const invocationMetrics = { usage: { topicPolicyUnits: 3 }, guardrailCoverage: { images: null } };
    const outputAssessments = { id: [{ invocationMetrics }] };
    expect(applyGuardrailBody({ guardrail: { action: 'NONE', outputAssessments } }, REQUEST)).toMatchObject({
      assessments: [{ invocationMetrics }],
      guardrailCoverage: { images: null },
      usage: { topicPolicyUnits: 3 },
    });
  });
});
