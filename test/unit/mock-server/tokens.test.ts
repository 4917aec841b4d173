import { countTokens } from '@anthropic-ai/tokenizer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenCounter } from '../../../src/mock-server/tokens.ts';

const tokens = createTokenCounter();

test.each([
  ['Hello world!', 3],
  ['hello world!', 3],
  ['', 0],
  ['<EOT>', 1],
])('%j counts %i, as the original library says', (text, count) => {
  expect(tokens.count(text)).toBe(count);
});

test('any text counts as the published tokenizer counts it, first time and from memory', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(tokens.count(text)).toBe(countTokens(text));
      expect(tokens.count(text)).toBe(countTokens(text));
    }),
    { numRuns: 30 },
  );
});

test('a long text is counted slice by slice', () => {
  const sentence = 'The quick brown fox jumps over the lazy dog.';
  const text = `${sentence} `.repeat(500).trim();
  expect(tokens.count(text)).toBe(countTokens(` ${sentence}`) * 500);
});

test('what is beyond the counted part is extrapolated', () => {
  expect(tokens.count(' word'.repeat(200_000))).toBe(200_000);
});

test('the tokenizer is loaded when first asked', () => {
  let loads = 0;
  const counter = createTokenCounter(() => {
    loads += 1;
    return { encode: (text) => text };
  });
  expect(loads).toBe(0);
  expect([counter.count('abc'), counter.count('abc'), loads]).toEqual([3, 3, 1]);
});
