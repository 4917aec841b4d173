/** Conditions on a text and on a name. */
import type { TextMatch } from '../../fixtures/scenario.ts';
import { type AsymmetricMatcher, isAsymmetric, tellAsymmetric } from './asymmetric.ts';

export interface TextTest {
  readonly matches: (text: string) => boolean;
  /** What is wanted, for a person: `text containing "weather"`. */
  readonly wanted: string;
  /** The text itself where the condition is no pattern; what the index and the explanation go by. */
  readonly literal?: Literal;
}

export interface Literal {
  readonly text: string;
  /** Whether the whole text must equal it, rather than contain it. */
  readonly whole: boolean;
}

/** @throws SyntaxError for a pattern that is none. */
export function compileText(match: TextMatch | AsymmetricMatcher): TextTest {
  if (typeof match === 'string') return containing(match);
  if (match instanceof RegExp) return pattern(match.source, match.flags);
  if (isAsymmetric(match)) return { matches: (text) => match.asymmetricMatch(text), wanted: tellAsymmetric(match) };
  if ('contains' in match) return containing(match.contains);
  if ('equals' in match) return equalling(match.equals);
  return pattern(match.regex, match.flags ?? '');
}

function containing(text: string): TextTest {
  return {
    matches: (candidate) => candidate.includes(text),
    wanted: `text containing ${JSON.stringify(text)}`,
    literal: { text, whole: false },
  };
}

function equalling(text: string): TextTest {
  return { matches: (candidate) => candidate === text, wanted: JSON.stringify(text), literal: { text, whole: true } };
}

/** A pattern without a special character is a substring, which the index can find. */
const PLAIN = /^[^\\^$.*+?()[\]{}|/]+$/;

/** `g` and `y` would make a pattern remember where it stopped, and are left out. */
function pattern(source: string, flags: string): TextTest {
  const regex = new RegExp(source, flags.replace(/[gy]/g, ''));
  const wanted = `text matching ${regex}`;
  if (PLAIN.test(source) && !regex.ignoreCase) return { ...containing(source), wanted };
  return { matches: (candidate) => regex.test(candidate), wanted };
}

/** A glob: `*` stands for any characters, also none, `?` for one; without either it is equality. */
export function compileGlob(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) return (text) => text === glob;
  const source = glob
    .replace(/[\\^$.+()[\]{}|/]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const regex = new RegExp(`^${source}$`, 's');
  return (text) => regex.test(text);
}
