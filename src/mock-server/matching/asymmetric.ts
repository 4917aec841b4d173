/** Conditions that a test framework makes: `expect.stringContaining('x')` and its kin, told by the method they share. */
import { isDeepStrictEqual } from 'node:util';
import { shorten } from './likeness.ts';

/** What Jest, Vitest and others call an asymmetric matcher. */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return typeof (value as Partial<AsymmetricMatcher> | null | undefined)?.asymmetricMatch === 'function';
}

/** Whether there is one in a value, however deep: it cannot be compared as plain data then. */
export function holdsAsymmetric(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isAsymmetric(value) || Object.values(value).some(holdsAsymmetric);
}

/** As a value, but for the matchers in what is wanted, which judge what stands in their place. */
export function equalsAsymmetric(found: unknown, wanted: unknown): boolean {
  if (isAsymmetric(wanted)) return wanted.asymmetricMatch(found);
  if (!isComposite(wanted) || !isComposite(found)) return isDeepStrictEqual(found, wanted);
  if (Array.isArray(wanted) !== Array.isArray(found)) return false;
  const keys = Object.keys(wanted);
  if (keys.length !== Object.keys(found).length) return false;
  return keys.every((key) => Object.hasOwn(found, key) && equalsAsymmetric(found[key], wanted[key]));
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** JSON, with the matchers in it as a person would write them: `{"maxTokens":Any<Number>}`. */
export function tellAsymmetric(value: unknown): string {
  if (isAsymmetric(value)) return nameOf(value);
  if (!isComposite(value)) return JSON.stringify(value) ?? typeof value;
  if (Array.isArray(value)) return `[${value.map(tellAsymmetric).join()}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${tellAsymmetric(member)}`)
    .join()}}`;
}

/** How frameworks describe theirs, where they do. */
interface Told extends AsymmetricMatcher {
  readonly toAsymmetricMatcher?: () => string;
  readonly toString: () => string;
  readonly sample?: unknown;
}

/** Some have a text of their own for it, the others a name and what they were made with. */
function nameOf(matcher: Told): string {
  if (typeof matcher.toAsymmetricMatcher === 'function') return shorten(matcher.toAsymmetricMatcher());
  const { sample } = matcher;
  const name = matcher.toString === Object.prototype.toString ? 'a matcher' : matcher.toString();
  return sample === undefined ? name : `${name} ${sample instanceof RegExp ? String(sample) : tellAsymmetric(sample)}`;
}
