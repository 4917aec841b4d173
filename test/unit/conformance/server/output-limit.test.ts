import { expect, test } from 'vitest';
import { limited } from '../../../../src/conformance/server/output-limit.ts';

test.each([
  'maxTokens',
  'max_tokens',
  'max_tokens_to_sample',
  'maxTokenCount',
  'max_gen_len',
  'max_new_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxOutputTokens',
])('%s is lowered wherever it stands, and never raised', (name) => {
  const body = { [name]: 128, config: { [name]: 4096 }, list: [{ [name]: 5 }], text: name, messages: [] };
  expect(limited(body, 16)).toEqual({
    [name]: 16,
    config: { [name]: 16 },
    list: [{ [name]: 5 }],
    text: name,
    messages: [],
  });
});

test('without a limit, and in what is no number, nothing changes', () => {
  const body = { maxTokens: 128 };
  expect(limited(body, undefined)).toBe(body);
  expect(limited({ maxTokens: 'all', temperature: 99 }, 16)).toEqual({ maxTokens: 'all', temperature: 99 });
});
