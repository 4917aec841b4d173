import { describe, expect, test } from 'vitest';
import { MUST, violation, violationsMessage } from '../../../src/wire/constraints.ts';

describe('violationsMessage', () => {
  /**
   * aws-samples/amazon-bedrock-client-for-mac#11 quotes body and Content-Length of December 2023. It quotes the body twice;
   * Markdown has taken the two underscores for emphasis, and the length gives them back.
   */
  test('one, to the byte', () => {
    const pattern =
      '(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:provisioned-model/[a-z0-9]{12})))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)';
    const message = violationsMessage([violation('modelId', 'anthropic.claude-v2:0:100k', MUST.match(pattern))]);
    expect(message).toMatch(
      /^1 validation error detected: Value 'anthropic\.claude-v2:0:100k' at 'modelId' failed to /,
    );
    expect(Buffer.byteLength(JSON.stringify({ message }))).toBe(493);
  });

  /** The form quoted in BerriAI/litellm#24668. */
  test('several', () => {
    const member = 'toolConfig.tools.1.member.toolSpec.name';
    const broken = [
      violation(member, '', MUST.match('[a-zA-Z0-9_-]+')),
      violation(member, '', MUST.haveLengthAtLeast(1)),
    ];
    expect(violationsMessage(broken)).toBe(
      `2 validation errors detected: Value '' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+; Value '' at '${member}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  });
});

/** The tails are quoted from public reports: boto/boto3, langchain-ai/langchain-aws#419 and others. */
test.each([
  [MUST.beOneOf(['Active', 'Inactive']), 'satisfy enum value set: [Active, Inactive]'],
  [MUST.beAtLeast(1), 'have value greater than or equal to 1'],
  [MUST.beAtMost(1), 'have value less than or equal to 1'],
  [MUST.haveLengthAtMost(25000000), 'have length less than or equal to 25000000'],
])('%s', (must, text) => {
  expect(must).toBe(text);
});
