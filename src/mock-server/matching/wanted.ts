/** Shapes and values in words. */
import { didYouMean, shorten } from './likeness.ts';
import type { Numeric, Shape } from './shape.ts';

/** `a whole number from 1 on`, `text or a list`. */
export function wanted(shape: Shape): string {
  if (shape.kind === 'named') return wanted(shape.shape());
  if (shape.kind === 'number') return numberWanted(shape);
  if (shape.kind !== 'either') return WORDS[shape.kind];
  return [...new Set(shape.of.filter(({ kind }) => kind !== 'code').map(wanted))].join(' or ');
}

const WORDS = {
  text: 'text',
  flag: 'true or false',
  anything: 'any value',
  list: 'a list',
  table: 'an object',
  members: 'an object',
  code: 'a function, which only TypeScript has',
} as const;

function numberWanted({ whole, min, max, above }: Numeric): string {
  const kind = whole ? 'a whole number' : 'a number';
  if (min !== undefined && min === max) return `the number ${min}`;
  if (max !== undefined) return `${kind} from ${min ?? 0} to ${max}`;
  if (above !== undefined) return `${kind} above ${above}`;
  return min === undefined ? kind : `${kind} from ${min} on`;
}

/** `the text "two"`, `a list`, `nothing`. */
export function given(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value, 60))}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `"Convers" is unknown; did you mean "Converse"?`, and then the rest as a sentence of its own. */
export function unknownWord(word: string, known: readonly string[], rest: string): string {
  const meant = didYouMean(word, known);
  const end = meant === undefined ? '.' : `; did you mean "${meant}"?`;
  return `${JSON.stringify(shorten(word, 60))} is unknown${end} ${rest}`;
}

/** `a, b or c`. */
export function alternatives(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
