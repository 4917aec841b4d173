/** How alike two texts are: for «did you mean», and to show a person where a text differs. */
import type { Literal } from './text.ts';

const SHOWN = 120;
/** Units of a text that are searched for a likely place; more would cost a noticeable time. */
const SEARCHED = 4000;

/** So much of a text as fits a line. */
export function shorten(text: string, length = SHOWN): string {
  return text.length <= length ? text : `${text.slice(0, length - 2)} …`;
}

/** Which share of the pairs of characters in what is wanted a text has too: 0 to 1. */
export function likenessTo(text: string): (wanted: string) => number {
  const pairs = new Set(pairsOf(text.slice(0, SEARCHED)));
  return (wanted) => {
    const wantedPairs = pairsOf(wanted);
    return wantedPairs.filter((pair) => pairs.has(pair)).length / Math.max(wantedPairs.length, 1);
  };
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(text.length - 1, 0) }, (_, i) => text.slice(i, i + 2));
}

/** Where a text comes closest to what is wanted of it, in words; undefined where nothing in it is near. */
export function closest({ text: wanted, whole }: Literal, text: string): string | undefined {
  const lower = text.toLowerCase();
  const folded = whole ? (lower === wanted.toLowerCase() ? 0 : -1) : lower.indexOf(wanted.toLowerCase());
  if (folded !== -1) return `letters differ only in size at ${folded}`;
  return whole ? firstDifference(wanted, text) : similarPart(wanted, text);
}

function firstDifference(wanted: string, text: string): string {
  let at = 0;
  while (at < wanted.length && wanted[at] === text[at]) at++;
  const part = (from: string) => JSON.stringify(from.slice(at, at + 20));
  return `they part at ${at}: wanted ${part(wanted)}, got ${part(text)}`;
}

function similarPart(wanted: string, text: string): string | undefined {
  if (wanted.length > SHOWN) return undefined;
  const { start, end, edits } = mostSimilar(wanted, text.slice(0, SEARCHED));
  if (start === end || edits > wanted.length / 3) return undefined;
  return `closest is ${JSON.stringify(text.slice(start, end))} at ${start}`;
}

/** The known word that was most likely meant. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = known.map((one) => ({ one, distance: editDistance(lower, one.toLowerCase()) }));
  const best = ranked.reduce((a, b) => (b.distance < a.distance ? b : a), { one: '', distance: Infinity });
  return best.distance <= Math.ceil(Math.min(word.length, best.one.length) / 3) ? best.one : undefined;
}

/** How many units must be put in, left out or replaced (V. Levenshtein, 1966). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly edits: number;
}

/** The part of a text with the smallest edit distance from the wanted one (P. Sellers, 1980). */
function mostSimilar(wanted: string, text: string): Part {
  const column = Array.from({ length: wanted.length + 1 }, (_, i): Part => ({ start: 0, end: 0, edits: i }));
  let best = column[wanted.length] as Part;
  for (let end = 1; end <= text.length; end++) {
    advance(column, wanted, { unit: text[end - 1] as string, end });
    const last = column[wanted.length] as Part;
    if (last.edits < best.edits) best = last;
  }
  return best;
}

/** Row i holds the cheapest way to turn a part that ends here into the first i units of `wanted`. */
function advance(column: Part[], wanted: string, { unit, end }: { unit: string; end: number }): void {
  let diagonal = column[0] as Part;
  column[0] = { start: end, end, edits: 0 };
  for (let row = 1; row <= wanted.length; row++) {
    const left = column[row] as Part;
    const above = column[row - 1] as Part;
    const same = wanted[row - 1] === unit ? 0 : 1;
    const cost = Math.min(diagonal.edits + same, left.edits + 1, above.edits + 1);
    const from = cost === diagonal.edits + same ? diagonal : cost === left.edits + 1 ? left : above;
    diagonal = left;
    column[row] = { start: from.start, end, edits: cost };
  }
}
