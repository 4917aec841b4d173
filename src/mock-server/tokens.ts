/**
 * Token counts by the tokenizer Anthropic published for Claude (`@anthropic-ai/tokenizer`), used for every family:
 * real numbers, though not the exact ones of a model whose tokenizer is not public.
 */
import { createRequire } from 'node:module';

export interface TokenCounter {
  count(text: string): number;
}

interface Encoder {
  encode(text: string, allowedSpecial: 'all'): { readonly length: number };
}

/** Longer texts are counted slice by slice: the encoder takes quadratic time on a long run without spaces. */
const SLICE = 2_000;
/** Beyond this many characters the rate so far is extrapolated, so that no request can hold the server up. */
const COUNTED = 200_000;
/** Texts remembered; conversations repeat their beginnings. */
const REMEMBERED = 2_000;
const REMEMBERED_LENGTH = 4_000;

/** Loads the encoder, a tenth of a second, when first asked, so that starting a server does not wait for it. */
export function createTokenCounter(load: () => Encoder = loadEncoder): TokenCounter {
  let encoder: Encoder | undefined;
  const memory = new Map<string, number>();
  return {
    count(text) {
      if (text === '') return 0;
      const known = memory.get(text);
      if (known !== undefined) return known;
      encoder ??= load();
      const tokens = countSlices(encoder, text);
      if (text.length <= REMEMBERED_LENGTH) remember(memory, text, tokens);
      return tokens;
    },
  };
}

function countSlices(encoder: Encoder, text: string): number {
  const counted = text.slice(0, COUNTED).normalize('NFKC');
  let tokens = 0;
  for (let start = 0; start < counted.length;) {
    const end = sliceEnd(counted, start);
    tokens += encoder.encode(counted.slice(start, end), 'all').length;
    start = end;
  }
  return text.length <= COUNTED ? tokens : Math.round((tokens * text.length) / COUNTED);
}

/** The next cut: before a space where there is one, since tokens begin with their space. */
function sliceEnd(text: string, start: number): number {
  if (text.length - start <= SLICE) return text.length;
  const space = text.lastIndexOf(' ', start + SLICE);
  return space > start ? space : start + SLICE;
}

function remember(memory: Map<string, number>, text: string, tokens: number): void {
  if (memory.size >= REMEMBERED) memory.delete(memory.keys().next().value as string);
  memory.set(text, tokens);
}

/** It keeps nothing of what it counts, so all doubles of a process share it. */
let shared: Encoder | undefined;

function loadEncoder(): Encoder {
  const { getTokenizer } = createRequire(import.meta.url)('@anthropic-ai/tokenizer') as { getTokenizer(): Encoder };
  return (shared ??= getTokenizer());
}
