import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODELS } from '../../../../src/fixtures/models/index.ts';
import { profilesIn } from '../../../../src/fixtures/models/inference-profiles.ts';
import { listInferenceProfiles } from '../../../../src/mock-server/operations/list-inference-profiles.ts';

interface Page {
  readonly inferenceProfileSummaries: readonly Record<string, unknown>[];
  readonly nextToken?: string;
}

const APPLICATION = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr';
const arns = {
  [APPLICATION]: 'amazon.nova-pro-v1:0',
  'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/x': 'amazon.nova-pro-v1:0',
};

function list(query: string, options: { arns?: Record<string, string>; region?: string } = {}) {
  const { region = 'us-east-1' } = options;
  const caller = { accountId: '123456789012' };
  return listInferenceProfiles({ query: new URLSearchParams(query), models: MODELS, caller, ...options, region });
}
const ids = (page: unknown) =>
  (page as Page).inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId);
const all = profilesIn('us-east-1', MODELS).map(({ id }) => id);

describe('listInferenceProfiles', () => {
  test('lists the profiles of the Region on one page', () => {
    expect(list('')).toEqual({ inferenceProfileSummaries: expect.any(Array) });
    expect(ids(list(''))).toEqual(all);
    expect(ids(list('type=SYSTEM_DEFINED'))).toEqual(all);
    expect(all).toContain('us.anthropic.claude-3-5-sonnet-20241022-v2:0');
  });

  test('a summary', () => {
    const id = 'us.deepseek.r1-v1:0';
    const found = (list('') as Page).inferenceProfileSummaries.find(
      ({ inferenceProfileId }) => inferenceProfileId === id,
    );
    expect(JSON.stringify(found)).toBe(
      '{"createdAt":"2025-03-10T00:00:00Z",' +
        '"description":"Routes requests to DeepSeek-R1 in us-east-1, us-east-2 and us-west-2.",' +
        `"inferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}",` +
        `"inferenceProfileId":"${id}","inferenceProfileName":"US DeepSeek-R1",` +
        '"models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/deepseek.r1-v1:0"},' +
        '{"modelArn":"arn:aws:bedrock:us-east-2::foundation-model/deepseek.r1-v1:0"},' +
        '{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/deepseek.r1-v1:0"}],' +
        '"status":"ACTIVE","toolboxArn":null,"type":"SYSTEM_DEFINED","updatedAt":"2025-03-10T00:00:00Z"}',
    );
  });

  test('application profiles are the configured ones of the Region', () => {
    expect(list('type=APPLICATION')).toEqual({ inferenceProfileSummaries: [] });
    expect(list('type=APPLICATION', { arns })).toMatchObject({
      inferenceProfileSummaries: [{ inferenceProfileArn: APPLICATION, type: 'APPLICATION' }],
    });
    expect(ids(list('', { arns }))).toEqual(all);
  });

  test('pages of any size give each profile once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (maxResults) => {
        const seen: unknown[] = [];
        let pages = 0;
        let token: string | undefined = '';
        while (token !== undefined) {
          const page = list(`maxResults=${maxResults}${token && `&nextToken=${encodeURIComponent(token)}`}`) as Page;
          expect(page.inferenceProfileSummaries.length).toBeLessThanOrEqual(maxResults);
          seen.push(...ids(page));
          token = page.nextToken;
          pages++;
        }
        expect(seen).toEqual(all);
        expect(pages).toBe(Math.ceil(all.length / maxResults));
      }),
      { seed: 4, numRuns: 20, examples: [[1], [all.length], [all.length - 1]] },
    );
  });

  test.each([
    [
      'maxResults=0',
      "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'maxResults=1001',
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'type=system',
      "Value 'system' at 'typeEquals' failed to satisfy constraint: Member must satisfy enum value set: [SYSTEM_DEFINED, APPLICATION]",
    ],
  ])('%s is refused', (query, message) => {
    const refusal = { status: 400, type: 'ValidationException', message: `1 validation error detected: ${message}` };
    expect(list(query)).toMatchObject(refusal);
  });

  test.each(['maxResults=ten', 'maxResults=', 'maxResults=1.5', 'nextToken=t', 'nextToken='])(
    '%s is refused',
    (query) => {
      expect(list(query)).toMatchObject({ status: 400, type: 'ValidationException', origin: 'bedrock' });
    },
  );
});
