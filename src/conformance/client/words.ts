/** What is expected of a client that says some things in words of its own: nothing about those words. */
import type { ClientVariant, Word } from '../case.ts';
import type { ClientExpectation } from '../expectation.ts';

type Reading = (expected: ClientExpectation) => ClientExpectation | undefined;

const READINGS: Readonly<Record<Word, Reading>> = {
  'error-types': (expected) => (expected.is === 'error' ? leave('type', expected) : expected),
  'error-statuses': (expected) => (expected.is === 'error' ? leave('status', expected) : expected),
  'stop-reasons': (expected) => (expected.is === 'stop-reason' ? undefined : expected),
  blocks: (expected) => (expected.is === 'block-text' ? undefined : expected),
  'endpoint-paths': (expected) => (expected.is === 'base-path' ? undefined : expected),
};

export function inWordsOf(variant: ClientVariant, without: readonly Word[]): ClientVariant {
  if (without.length === 0) return variant;
  return { ...variant, expect: variant.expect.flatMap((expected) => read(expected, without) ?? []) };
}

function read(expected: ClientExpectation, without: readonly Word[]): ClientExpectation | undefined {
  return without.reduce<ClientExpectation | undefined>((kept, word) => kept && READINGS[word](kept), expected);
}

function leave(member: 'type' | 'status', expected: Extract<ClientExpectation, { is: 'error' }>): ClientExpectation {
  const { [member]: _, ...kept } = expected;
  return kept;
}
