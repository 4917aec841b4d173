import { describe, expect, test } from 'vitest';
import { MODELS } from '../../../../src/fixtures/models/index.ts';
import { Refusal } from '../../../../src/mock-server/exchange.ts';
import { listFoundationModels } from '../../../../src/mock-server/operations/list-foundation-models.ts';

interface Listing {
  readonly modelSummaries: readonly Record<string, unknown>[];
}

const list = (query: string, region = 'us-east-1') =>
  listFoundationModels({ query: new URLSearchParams(query), region, models: MODELS });
const ids = (query: string) => (list(query) as Listing).modelSummaries.map(({ modelId }) => modelId);

describe('listFoundationModels', () => {
  test('lists everything on one page', () => {
    expect(ids('')).toEqual(MODELS.map(({ modelId }) => modelId));
  });

  test('keys in alphabetical order, as printed by the JavaScript SDK', () => {
    const listing = list('') as Listing;
    expect(Object.keys(listing)).toEqual(['enableAccessToAllModelsByDefault', 'modelSummaries']);
    expect(listing.modelSummaries.map(Object.keys)).toEqual(
      MODELS.map(() => [
        'customizationsSupported',
        'explicitPromptCaching',
        'guardrailsSupported',
        'inferenceTypesSupported',
        'inputModalities',
        'modelArn',
        'modelId',
        'modelLifecycle',
        'modelName',
        'outputModalities',
        'providerName',
        'responseStreamingSupported',
      ]),
    );
  });

  /** The printed summary of amazon.titan-tg1-large in a public repository, less what it says of prompt routing. */
  test('a summary', () => {
    const summary = (list('byProvider=amazon') as Listing).modelSummaries.find(
      (s) => s.modelId === 'amazon.titan-tg1-large',
    );
    expect(summary).toEqual({
      customizationsSupported: [],
      explicitPromptCaching: { isSupported: false },
      guardrailsSupported: true,
      inferenceTypesSupported: ['ON_DEMAND'],
      inputModalities: ['TEXT'],
      modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large',
      modelId: 'amazon.titan-tg1-large',
      modelLifecycle: { status: 'LEGACY' },
      modelName: 'Titan Text Large',
      outputModalities: ['TEXT'],
      providerName: 'Amazon',
      responseStreamingSupported: true,
    });
  });

  /** Anthropic's guide to Claude on Bedrock: `--by-provider anthropic`. */
  test.each(['anthropic', 'Anthropic', 'ANTHROPIC'])('byProvider=%s', (provider) => {
    const found = ids(`byProvider=${provider}`);
    expect(found).toEqual(MODELS.map(({ modelId }) => modelId).filter((id) => id.startsWith('anthropic.')));
    expect(found).toContain('anthropic.claude-v2');
  });

  test('byProvider with a space', () => {
    expect(ids('byProvider=ai21+labs')).toEqual([
      'ai21.j2-mid-v1',
      'ai21.j2-ultra-v1',
      'ai21.jamba-instruct-v1:0',
      'ai21.jamba-1-5-large-v1:0',
      'ai21.jamba-1-5-mini-v1:0',
    ]);
    expect(ids('byProvider=nobody')).toEqual([]);
  });

  test('all filters must hold', () => {
    expect(ids('byProvider=amazon&byCustomizationType=CONTINUED_PRE_TRAINING&byInferenceType=ON_DEMAND')).toEqual([
      'amazon.titan-text-lite-v1',
      'amazon.titan-text-express-v1',
    ]);
    expect(ids('byProvider=cohere&byOutputModality=EMBEDDING&byInferenceType=PROVISIONED')).toEqual([
      'cohere.embed-english-v3:0:512',
      'cohere.embed-multilingual-v3:0:512',
    ]);
  });

  test('of a repeated parameter the first counts, an unknown one does not', () => {
    expect(ids('byProvider=luma+ai&byProvider=meta&byModel=x')).toEqual(['luma.ray-v2:0']);
  });

  test.each([
    [
      'byInferenceType=on_demand',
      "1 validation error detected: Value 'on_demand' at 'byInferenceType' failed to satisfy constraint: Member must satisfy enum value set: [ON_DEMAND, PROVISIONED]",
    ],
    [
      'byOutputModality=AUDIO&byCustomizationType=X',
      "2 validation errors detected: Value 'X' at 'byCustomizationType' failed to satisfy constraint: Member must satisfy enum value set: [FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION]; Value 'AUDIO' at 'byOutputModality' failed to satisfy constraint: Member must satisfy enum value set: [TEXT, IMAGE, EMBEDDING]",
    ],
    [
      'byProvider=Z.AI',
      "1 validation error detected: Value 'Z.AI' at 'byProvider' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9- ]{1,63}",
    ],
  ])('%s is refused', (query, message) => {
    expect(list(query)).toBeInstanceOf(Refusal);
    expect(list(query)).toMatchObject({ status: 400, type: 'ValidationException', origin: 'bedrock', message });
  });
});
