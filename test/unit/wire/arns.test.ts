import { expect, test } from 'vitest';
import { foundationModelArn, inferenceProfileArn, partitionOf } from '../../../src/wire/arns.ts';
import { escapeXml } from '../../../src/wire/xml.ts';

test.each([
  ['us-east-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['', 'aws'],
])('the partition of %j is %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

/** Both ARNs stand in GetInferenceProfile as recorded in DataDog/dd-trace-py, July 2026. */
test('a foundation model has no account, and in a global profile no Region', () => {
  const id = 'anthropic.claude-haiku-4-5-20251001-v1:0';
  expect(foundationModelArn('us-east-1', id)).toBe(`arn:aws:bedrock:us-east-1::foundation-model/${id}`);
  expect(foundationModelArn('', id)).toBe(`arn:aws:bedrock:::foundation-model/${id}`);
});

test('an inference profile has both', () => {
  expect(inferenceProfileArn('us-gov-west-1', '123456789012', 'us-gov.amazon.nova-pro-v1:0')).toBe(
    'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.amazon.nova-pro-v1:0',
  );
});

test('XML text', () => {
  expect(escapeXml(`a & b < c > "d" 'e'`)).toBe(`a &amp; b &lt; c &gt; &quot;d&quot; 'e'`);
});
