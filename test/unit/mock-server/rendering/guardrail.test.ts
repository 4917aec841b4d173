import { describe, expect, it } from 'vitest';
import type { FamilyName } from '../../../../src/fixtures/foundation-model.ts';
import type { Guardrail } from '../../../../src/fixtures/reply.ts';
import type { Rendition } from '../../../../src/mock-server/exchange.ts';
import { completeReply } from '../../../../src/mock-server/rendering/complete.ts';
import { RenditionMemory } from '../../../../src/mock-server/rendering/rendition-memory.ts';
import { FAMILIES } from '../../../../src/mock-server/rendering/families/index.ts';
import type { FullReply } from '../../../../src/mock-server/rendering/family.ts';
import * as answers from '../../../../src/mock-server/rendering/model-answers.ts';
import { SILENCE } from '../../../../src/mock-server/ask.ts';
import { createTokenCounter } from '../../../../src/mock-server/tokens.ts';
import { context, reply } from './families/stage.ts';

/** Cut down from `test_guardrails` of openllmetry. */
const MASKED: Guardrail = {
  modelOutput: ['Rome and 1234561666'],
  inputAssessment: { '5zwrmdlsra2e': { invocationMetrics: { usage: { wordPolicyUnits: 1, contentPolicyUnits: 2 } } } },
  outputAssessments: {
    '5zwrmdlsra2e': [{ contextualGroundingPolicy: { filters: [{ type: 'RELEVANCE', score: 1, threshold: 0.75 }] } }],
  },
};
const MASKED_TRACE =
  '"amazon-bedrock-trace":{"guardrail":{"modelOutput":["Rome and 1234561666"],' +
  '"input":{"5zwrmdlsra2e":{"invocationMetrics":{"usage":{"wordPolicyUnits":1,"contentPolicyUnits":2}}}},' +
  '"outputs":[{"5zwrmdlsra2e":{"contextualGroundingPolicy":{"filters":[{"type":"RELEVANCE","score":1.0,"threshold":0.75}]}}}]}}';
const BLOCKED: Guardrail = {
  inputAssessment: { '5zwrmdlsra2e': { topicPolicy: { topics: [{ name: 'topic-1', detected: true }] } } },
  actionReason: 'Guardrail blocked.',
};
const METRICS =
  '"amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":3,"invocationLatency":250,"firstByteLatency":100}';

describe('a guardrail on InvokeModel', () => {
  it('writes Titan anew: decimals, no nulls, two members more', () => {
    expect(body('titan-text', reply({ guardrail: MASKED }))).toBe(
      '{"inputTextTokenCount":7.0,"results":[{"tokenCount":3.0,"outputText":"Hello there.","completionReason":"FINISH"}],' +
        `${MASKED_TRACE},"amazon-bedrock-guardrailAction":"INTERVENED"}`,
    );
  });

  it('puts the role of Nova first, and leaves nothing of its usage but the input', () => {
    expect(body('nova', reply({ guardrail: MASKED }))).toBe(
      '{"output":{"message":{"role":"assistant","content":[{"text":"Hello there."}]}},"stopReason":"end_turn",' +
        `"usage":{"inputTokens":7},${MASKED_TRACE},"amazon-bedrock-guardrailAction":"INTERVENED"}`,
    );
  });

  it('says so where it found nothing, without a trace where none is given', () => {
    expect(body('mistral-text', reply({ guardrail: { action: 'NONE' } }))).toBe(
      '{"outputs":[{"text":"Hello there.","stop_reason":"stop"}],"amazon-bedrock-guardrailAction":"NONE"}',
    );
  });

  it('marks every chunk of Titan; in the last its trace comes before the metrics', () => {
    expect(chunks('titan-text', reply({ guardrail: MASKED }))).toEqual([
      '{"outputText":"Hello","index":0.0,"inputTextTokenCount":7.0,"amazon-bedrock-guardrailAction":"INTERVENED"}',
      '{"outputText":" there.","index":0.0,"totalOutputTextTokenCount":3.0,"completionReason":"FINISH",' +
        `"amazon-bedrock-guardrailAction":"INTERVENED",${MASKED_TRACE},${METRICS}}`,
    ]);
  });

  it('marks the chunks of Nova that say something; in the last its trace comes after the metrics', () => {
    const all = chunks('nova', reply({ content: [{ text: 'Hello', pieces: ['Hello', ''] }], guardrail: MASKED }));
    expect(all.slice(0, 4)).toEqual([
      '{"messageStart":{"role":"assistant"}}',
      '{"contentBlockDelta":{"delta":{"text":"Hello"},"contentBlockIndex":0},"amazon-bedrock-guardrailAction":"INTERVENED"}',
      '{"contentBlockStop":{"contentBlockIndex":0}}',
      '{"contentBlockDelta":{"delta":{"text":""},"contentBlockIndex":1}}',
    ]);
    expect(all.at(-1)).toContain(
      '"firstByteLatency":100,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":0},' +
        `"amazon-bedrock-guardrailAction":"INTERVENED",${MASKED_TRACE}}`,
    );
  });

  it('measures nothing where it blocked the request', () => {
    const said = reply({ content: [{ text: 'Input blocked', pieces: ['Input blocked'] }], guardrail: BLOCKED });
    expect(chunks('titan-text', said)).toEqual([
      '{"outputText":"Input blocked","index":0.0,"totalOutputTextTokenCount":3.0,"inputTextTokenCount":7.0,' +
        '"amazon-bedrock-guardrailAction":"INTERVENED","amazon-bedrock-trace":{"guardrail":{' +
        '"input":{"5zwrmdlsra2e":{"topicPolicy":{"topics":[{"name":"topic-1","detected":true}]}}},"actionReason":"Guardrail blocked."}}}',
    ]);
  });
});

const TRACE =
  '"trace":{"guardrail":{' +
  '"inputAssessment":{"5zwrmdlsra2e":{"invocationMetrics":{"usage":{"contentPolicyUnits":2,"wordPolicyUnits":1}}}},' +
  '"modelOutput":["Rome and 1234561666"],"outputAssessments":{"5zwrmdlsra2e":[{"contextualGroundingPolicy":{"filters":' +
  '[{"score":1.0,"threshold":0.75,"type":"RELEVANCE"}]}}]}}}';

describe('a guardrail on Converse', () => {
  it('has its trace between stop reason and usage, sorted', () => {
    const { parts } = rendered(
      answers.converse,
      reply({ stopReason: 'guardrail_intervened', guardrail: MASKED }),
      stage('nova'),
    );
    expect(String(parts[0])).toContain(`"stopReason":"guardrail_intervened",${TRACE},"usage":{"inputTokens":7,`);
  });

  it('has its trace between padding and usage in a stream', () => {
    const { parts } = rendered(answers.converseStream, reply({ guardrail: MASKED }), stage('nova'));
    expect(String(parts.at(-1))).toMatch(/"p":"\w+","trace":\{/);
    expect(String(parts.at(-1))).toContain(`${TRACE},"usage":{"inputTokens":7,`);
  });

  it('shows no trace where none is given', () => {
    const { parts } = rendered(answers.converse, reply({ guardrail: { action: 'INTERVENED' } }), stage('nova'));
    expect(String(parts[0])).not.toContain('trace');
  });
});

describe('the stop reason where a guardrail', () => {
  it.each<[string, Guardrail, string]>([
    ['intervened', BLOCKED, 'guardrail_intervened'],
    ['found nothing', { action: 'NONE' }, 'end_turn'],
  ])('%s', (_, guardrail, stopReason) => {
    const { model } = context('amazon.titan-text-express-v1');
    const completion = { conversation: SILENCE, model, tokens: createTokenCounter(), timing: undefined };
    expect(completeReply({ text: 'a', guardrail }, completion).stopReason).toBe(stopReason);
    expect(completeReply({ text: 'a', guardrail, stopReason: 'max_tokens' }, completion).stopReason).toBe('max_tokens');
  });
});

function stage(family: FamilyName): answers.ModelAnswerContext {
  const head = { date: 'Mon, 10 Feb 2025 01:39:12 GMT', requestId: '81039412-bc01-4c17-a89f-12534a3aca0a' };
  return { ...context('m', {}, { family }), ...head, family: FAMILIES[family] };
}

function rendered(answer: answers.ModelAnswer, said: FullReply, stage: answers.ModelAnswerContext): Rendition {
  return answers.renderAnswer(answer, said, { context: stage, script: undefined, memory: new RenditionMemory() });
}

function body(family: FamilyName, said: FullReply): string {
  return String(rendered(answers.invokeModel, said, stage(family)).parts[0]);
}

function chunks(family: FamilyName, said: FullReply): string[] {
  const { parts }: Rendition = rendered(answers.invokeModelWithResponseStream, said, stage(family));
  return parts.map((part) => {
    const [, bytes = ''] = /"bytes":"([^"]*)"/.exec(String(part)) ?? [];
    return Buffer.from(bytes, 'base64').toString();
  });
}
