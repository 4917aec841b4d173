import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CONVERSATIONAL_MODEL_ID_PATTERN,
  isModelId,
  MODEL_ID_PATTERN,
  type ModelId,
  parseModelId,
} from '../../../src/wire/model-id.ts';
import { hasShared, readShared, recordings, WITHOUT_SHARED } from '../../support/shared.ts';

const ACCOUNT = '123456789012';
const region = 'us-east-1';

const FORMS: readonly [string, ModelId][] = [
  ['anthropic.claude-v2:1', { kind: 'foundation-model', id: 'anthropic.claude-v2:1' }],
  ['mistral.devstral-2-123b', { kind: 'foundation-model', id: 'mistral.devstral-2-123b' }],
  ['does-not-exist', { kind: 'foundation-model', id: 'does-not-exist' }],
  ['us.amazon.nova-lite-v1:0', { kind: 'inference-profile', id: 'amazon.nova-lite-v1:0', geography: 'us' }],
  ['us-gov.amazon.nova-pro-v1:0', { kind: 'inference-profile', id: 'amazon.nova-pro-v1:0', geography: 'us-gov' }],
  ['global.anthropic.claude-opus-5', { kind: 'inference-profile', id: 'anthropic.claude-opus-5', geography: 'global' }],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2',
    {
      kind: 'foundation-model',
      id: 'anthropic.claude-v2',
      region,
      arn: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2',
    },
  ],
  [
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0`,
    {
      kind: 'inference-profile',
      id: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
      geography: 'us',
      region,
      accountId: ACCOUNT,
      arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0`,
    },
  ],
];

const OPAQUE: readonly [string, string, string][] = [
  [
    'application-inference-profile',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/us.mine`,
    'us.mine',
  ],
  [
    'application-inference-profile',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/1arbu5hu2sjr`,
    '1arbu5hu2sjr',
  ],
  ['provisioned-model', `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abcdefghij12`, 'abcdefghij12'],
  [
    'custom-model',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:custom-model/amazon.titan-text-lite-v1/abcdefghij12`,
    'amazon.titan-text-lite-v1/abcdefghij12',
  ],
  [
    'custom-model-deployment',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:custom-model-deployment/abcdefghij12`,
    'abcdefghij12',
  ],
  ['imported-model', `arn:aws-us-gov:bedrock:us-gov-west-1:${ACCOUNT}:imported-model/abcdefghij12`, 'abcdefghij12'],
  ['prompt', `arn:aws:bedrock:us-east-1:${ACCOUNT}:prompt/ABCDEFGHIJ:3`, 'ABCDEFGHIJ:3'],
  ['prompt-router', `arn:aws:bedrock:us-east-1:${ACCOUNT}:prompt-router/abcdef`, 'abcdef'],
  [
    'prompt-router',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:default-prompt-router/anthropic.claude:1`,
    'anthropic.claude:1',
  ],
  [
    'sagemaker-endpoint',
    'arn:aws:sagemaker:us-east-1:767398002385:endpoint/endpoint-quick-start-idr7y',
    'endpoint-quick-start-idr7y',
  ],
];

describe('parseModelId', () => {
  test.each(FORMS)('%s', (text, expected) => {
    expect(parseModelId(text)).toEqual(expected);
  });

  test.each(OPAQUE)('%s: %s', (kind, arn, id) => {
    expect(parseModelId(arn)).toMatchObject({ kind, id, arn });
    expect(parseModelId(arn)?.geography).toBeUndefined();
  });

  test.each([
    '',
    'Model does not exist.',
    'anthropic/claude',
    'a'.repeat(2049),
    'anthropic.claude-v2\n',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:guardrail/abcdefghij12`,
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/tooshort`,
    'arn:aws:s3:::bucket/key',
  ])('refuses %j', (text) => {
    expect(parseModelId(text)).toBeUndefined();
  });

  test('takes 2,048 characters and no more', () => {
    expect([isModelId('a'.repeat(2048)), isModelId('a'.repeat(2049))]).toEqual([true, false]);
  });

  test('never throws, and knows what it allows', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^arn:aws[:a-z0-9/.-]{0,80}$/)), (text) => {
        expect(parseModelId(text) === undefined || isModelId(text)).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe.skipIf(!hasShared)(`the evidence${WITHOUT_SHARED}`, () => {
  test('the patterns are the service model’s', () => {
    const { shapes } = JSON.parse(readShared('wire/models/bedrock-runtime.service-2.json'));
    expect(MODEL_ID_PATTERN).toBe(shapes.InvokeModelIdentifier.pattern);
    expect(CONVERSATIONAL_MODEL_ID_PATTERN).toBe(shapes.ConversationalModelId.pattern);
  });

  test('every recorded identifier is allowed', () => {
    const recorded = recordings().flatMap(({ modelId }) => modelId ?? []);
    expect(recorded.length).toBeGreaterThan(200);
    expect(recorded.filter((id) => !parseModelId(id))).toEqual([]);
  });
});
