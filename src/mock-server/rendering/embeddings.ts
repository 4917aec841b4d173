/** Vectors and rankings where no scenario gives any: the same text has the same vector, related texts lie closer. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Conversation } from '../ask.ts';
import { hash, seededRandom } from '../random.ts';

const DEFAULT_DIMENSIONS = 1024;
/** Words that count towards a vector; enough to tell texts apart, few enough to take no time. */
const WORDS = 256;

/** One unit vector for each input: the sum of its words' own directions, so that shared words show as similarity. */
export function unscriptedVectors({ inputs = [], dimensions }: Conversation, model: FoundationModel): number[][] {
  const size = dimensions ?? model.dimensions ?? DEFAULT_DIMENSIONS;
  return inputs.map((text) => unit(sumOfWords(text, size)));
}

/** Documents by the share of the query's words they hold. The first input is the query. */
export function unscriptedRanking({ inputs = [] }: Conversation): { index: number; relevanceScore: number }[] {
  const [query = '', ...documents] = inputs;
  const wanted = new Set(words(query));
  return documents
    .map((document, index) => ({ index, relevanceScore: overlap(wanted, words(document)) }))
    .toSorted((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index);
}

/** Never quite 0 or 1, as a real ranker's. */
function overlap(wanted: ReadonlySet<string>, found: readonly string[]): number {
  const shared = new Set(found.filter((word) => wanted.has(word))).size;
  return Number((0.01 + (0.98 * shared) / Math.max(1, wanted.size)).toFixed(6));
}

function sumOfWords(text: string, size: number): number[] {
  const sum = Array.from({ length: size }, () => 0);
  for (const word of new Set(['', ...words(text).slice(0, WORDS)])) {
    const random = seededRandom(hash(word), 'embedding');
    for (let i = 0; i < size; i++) sum[i] = (sum[i] as number) + random() * 2 - 1;
  }
  return sum;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((x) => Number((x / length).toPrecision(8)));
}
