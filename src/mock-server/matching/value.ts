/** Conditions on a JSON value. */
import { isDeepStrictEqual } from 'node:util';
import type { TextMatch } from '../../fixtures/scenario.ts';
import { equalsAsymmetric, holdsAsymmetric, tellAsymmetric } from './asymmetric.ts';
import { compileText } from './text.ts';

export interface ValueTest {
  readonly matches: (found: unknown) => boolean;
  /** What is wanted, for a person. */
  readonly wanted: string;
}

/**
 * A pattern in either form is matched with text, `{ equals }` taken as it stands, all else compared as a value.
 *
 * @throws SyntaxError for a pattern that is none.
 */
export function compileValue(wanted: unknown): ValueTest {
  if (wanted instanceof RegExp || isObjectOf(wanted, 'regex', 'flags')) {
    const test = compileText(wanted as TextMatch);
    return { wanted: test.wanted, matches: (found) => test.matches(asText(found)) };
  }
  const value = isObjectOf(wanted, 'equals') ? (wanted as { equals: unknown }).equals : wanted;
  if (holdsAsymmetric(value)) {
    return { wanted: tellAsymmetric(value), matches: (found) => equalsAsymmetric(found, value) };
  }
  return { wanted: JSON.stringify(value), matches: (found) => isDeepStrictEqual(found, value) };
}

function isObjectOf(value: unknown, needed: string, optional?: string): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, needed)) return false;
  return Object.keys(value).every((key) => key === needed || key === optional);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
