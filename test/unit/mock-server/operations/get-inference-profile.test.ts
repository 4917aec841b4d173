import { describe, expect, test } from 'vitest';
import { MODELS } from '../../../../src/fixtures/models/index.ts';
import { profilesIn } from '../../../../src/fixtures/models/inference-profiles.ts';
import { getInferenceProfile } from '../../../../src/mock-server/operations/get-inference-profile.ts';
import { listInferenceProfiles } from '../../../../src/mock-server/operations/list-inference-profiles.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';

const caller = { accountId: '123456789012' };

function get(label: string, options: { region?: string; arns?: Record<string, string> } = {}) {
  const { region = 'us-east-1' } = options;
  return getInferenceProfile({ label, models: MODELS, caller, ...options, region });
}

describe('a cross-region profile', () => {
  const ids = profilesIn('us-east-1', MODELS).map(({ id }) => id);
  const listed = listInferenceProfiles({ query: new URLSearchParams(), region: 'us-east-1', models: MODELS, caller });

  test('is described as it is listed, by id and by ARN', () => {
    expect({ inferenceProfileSummaries: ids.map((id) => get(id)) }).toEqual(listed);
    const arns = ids.map((id) => `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}`);
    expect({ inferenceProfileSummaries: arns.map((arn) => get(arn)) }).toEqual(listed);
  });

  test('is described from another geography too', () => {
    expect(get('eu.amazon.nova-lite-v1:0')).toMatchObject({
      inferenceProfileName: 'EU Nova Lite',
      models: [
        { modelArn: 'arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0' },
        ...['eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'].map((region) => ({
          modelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`,
        })),
      ],
    });
  });
});

describe('an application inference profile', () => {
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr';

  /** Recorded in DataDog/dd-trace-py, July 2026; description and name are the user's. */
  test('is described as recorded', () => {
    expect(JSON.stringify(get(arn))).toBe(
      '{"createdAt":"2026-07-13T14:00:42.680622107Z",' +
        '"inferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr",' +
        '"inferenceProfileId":"1arbu5hu2sjr","inferenceProfileName":"1arbu5hu2sjr",' +
        '"models":[{"modelArn":"arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"},' +
        '{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"}],' +
        '"status":"ACTIVE","toolboxArn":null,"type":"APPLICATION","updatedAt":"2026-07-13T14:00:42.680622107Z"}',
    );
  });

  test.each([
    ['amazon.titan-text-lite-v1', ['us-east-1']],
    ['amazon.nova-premier-v1:0', ['us-east-1', 'us-east-2', 'us-west-2']],
  ])('of %s names the models behind it', (modelId, regions) => {
    expect(get(arn, { arns: { [arn]: modelId } })).toMatchObject({
      models: regions.map((region) => ({ modelArn: `arn:aws:bedrock:${region}::foundation-model/${modelId}` })),
    });
  });
});

test.each([
  'us.does-not-exist-v1:0',
  'eu.anthropic.claude-v2',
  'anthropic.claude-v2',
  'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.does-not-exist-v1:0',
])('%s is not found', (label) => {
  expect(get(label)).toMatchObject({ status: 404, type: 'ResourceNotFoundException', origin: 'bedrock' });
});

test.each(['us_amazon', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2', ''])(
  '%j is no identifier',
  (label) => {
    const refusal = get(label) as { message: string };
    expect(refusal).toMatchObject({ status: 400, type: 'ValidationException' });
    expect(refusal.message).toMatch(
      `1 validation error detected: Value '${label}' at 'inferenceProfileIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: `,
    );
  },
);

test.skipIf(!hasShared)(`the pattern is the service model’s${WITHOUT_SHARED}`, () => {
  const { shapes } = JSON.parse(readShared('wire/models/bedrock.service-2.json'));
  const { message } = get('_') as { message: string };
  expect(message.endsWith(`pattern: ${shapes.InferenceProfileIdentifier.pattern}`)).toBe(true);
});
