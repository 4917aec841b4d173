import { expect, test } from 'vitest';
import { MODELS } from '../../../../src/fixtures/models/index.ts';
import { getFoundationModel } from '../../../../src/mock-server/operations/get-foundation-model.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';

const get = (label: string, region = 'us-west-2') => getFoundationModel({ label, region, models: MODELS });

/** The lifecycle as `aws bedrock get-foundation-model` printed it for us-west-2 in 2026, to the day. */
test('by id', () => {
  expect(get('anthropic.claude-sonnet-4-20250514-v1:0')).toEqual({
    modelDetails: {
      customizationsSupported: [],
      explicitPromptCaching: { isSupported: true },
      guardrailsSupported: true,
      inferenceTypesSupported: ['INFERENCE_PROFILE'],
      inputModalities: ['TEXT', 'IMAGE'],
      modelArn: 'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0',
      modelId: 'anthropic.claude-sonnet-4-20250514-v1:0',
      modelLifecycle: {
        endOfLifeTime: '2026-10-14T00:00:00Z',
        legacyTime: '2026-04-14T00:00:00Z',
        publicExtendedAccessTime: '2026-07-14T00:00:00Z',
        startOfLifeTime: '2025-05-22T00:00:00Z',
        status: 'LEGACY',
      },
      modelName: 'Claude Sonnet 4',
      outputModalities: ['TEXT'],
      providerName: 'Anthropic',
      responseStreamingSupported: true,
    },
  });
});

test.each(MODELS.map(({ modelId }) => modelId))('%s by id and by ARN, in alphabetical order', (modelId) => {
  const byId = get(modelId) as { modelDetails: { modelArn: string; modelLifecycle: object } };
  expect(get(byId.modelDetails.modelArn)).toEqual(byId);
  for (const part of [byId.modelDetails, byId.modelDetails.modelLifecycle]) {
    expect(Object.keys(part)).toEqual(Object.keys(part).toSorted());
  }
});

test('an unknown model is not found', () => {
  expect(get('anthropic.claude-v9')).toMatchObject({
    status: 404,
    type: 'ResourceNotFoundException',
    origin: 'bedrock',
  });
});

test.each(['does-not-exist', 'arn:aws:bedrock:us-east-1:123456789012:foundation-model/anthropic.claude-v2', ''])(
  '%j is no identifier',
  (label) => {
    const refusal = get(label) as { message: string };
    expect(refusal).toMatchObject({ status: 400, type: 'ValidationException' });
    expect(refusal.message).toMatch(
      `1 validation error detected: Value '${label}' at 'modelIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:aws(-[^:]+)?:bedrock:`,
    );
  },
);

test.skipIf(!hasShared)(`the pattern is the service model’s${WITHOUT_SHARED}`, () => {
  const { shapes } = JSON.parse(readShared('wire/models/bedrock.service-2.json'));
  const { message } = get('x') as { message: string };
  expect(message.endsWith(`pattern: ${shapes.GetFoundationModelIdentifier.pattern}`)).toBe(true);
});
