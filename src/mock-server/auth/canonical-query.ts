/** The query line of a canonical request. */
import { escapeComponent, unescapeBytes } from './escaping.ts';

export interface QueryReading {
  /** What a literal `+` stands for. */
  readonly plus: ' ' | '+';
  /** Parameters that are not part of what was signed. */
  readonly without: readonly string[];
}

/**
 * Each name and value decoded and encoded again, sorted by name and then by value. A parameter without `=` has the
 * empty value; one without a name is left out, as mhart/aws4 and mhart/aws4fetch do because AWS does not take it.
 */
export function canonicalQuery(query: string, reading: QueryReading): string {
  if (query === '') return '';
  const pairs: (readonly [string, string])[] = [];
  for (const [name, value] of queryParameters(query, reading.plus)) {
    if (name !== '' && !reading.without.includes(name)) pairs.push([escapeComponent(name), escapeComponent(value)]);
  }
  return pairs
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Names and values of a raw query, decoded to bytes, in the order sent. */
export function* queryParameters(query: string, plus: QueryReading['plus'] = ' '): Generator<[string, string]> {
  for (const piece of query.split('&')) {
    if (piece === '') continue;
    const mark = piece.indexOf('=');
    const name = mark < 0 ? piece : piece.slice(0, mark);
    const value = mark < 0 ? '' : piece.slice(mark + 1);
    yield [decode(name, plus), decode(value, plus)];
  }
}

function decode(text: string, plus: QueryReading['plus']): string {
  return unescapeBytes(plus === ' ' ? text.replaceAll('+', ' ') : text);
}

/** By code point, which for escaped text is by byte; a locale would sort `_` elsewhere. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
