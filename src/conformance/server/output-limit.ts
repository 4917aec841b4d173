/** How many tokens a request lets a model write, whatever its family calls that. */
import type { JsonValue } from '../json.ts';

/** Converse and Nova; Claude, Mistral and Cohere; Claude's text completions; Titan; Llama; others' spellings. */
const NAMES: readonly string[] = [
  'maxTokens',
  'max_tokens',
  'max_tokens_to_sample',
  'maxTokenCount',
  'max_gen_len',
  'max_new_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxOutputTokens',
];

/** The same, with every limit lowered to `most` where it is above. */
export function limited<T extends JsonValue | undefined>(value: T, most: number | undefined): T;
export function limited(value: JsonValue | undefined, most: number | undefined): JsonValue | undefined {
  if (most === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: JsonValue) => limited(inner, most));
  const members = Object.entries(value).map(([name, inner]) => {
    return [name, isLimit(name, inner) ? Math.min(inner, most) : limited(inner, most)];
  });
  return Object.fromEntries(members) as JsonValue;
}

/** The highest limit in a body; undefined where it has none. */
export function outputLimit(value: unknown): number | undefined {
  const found = limitsIn(value);
  return found.length > 0 ? Math.max(...found) : undefined;
}

function limitsIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    isLimit(name, inner) ? [inner] : limitsIn(inner),
  );
}

function isLimit(name: string, value: unknown): value is number {
  return NAMES.includes(name) && typeof value === 'number';
}
