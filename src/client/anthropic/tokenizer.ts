/** Claude 2's tokenizer, offline; of later models it gives an estimate. */

/** The tokens in a text: `Hello world!` has 3. The tokenizer is loaded when first asked. */
export async function countTokens(text: string): Promise<number> {
  if (typeof text !== 'string') throw new TypeError("countTokens takes a text: write countTokens('Hello world!').");
  const { countTokens: count } = await import('@anthropic-ai/tokenizer');
  return count(text);
}

/** What one needs of a tokenizer of `tiktoken`, which lies outside the garbage collector's reach: `free()` it. */
export interface Tokenizer {
  encode(text: string, allowedSpecial?: 'all' | string[]): Uint32Array;
  /** UTF-8. */
  decode(tokens: Uint32Array): Uint8Array;
  free(): void;
}

/** The tokenizer itself. */
export async function getTokenizer(): Promise<Tokenizer> {
  const { getTokenizer: tokenizer } = await import('@anthropic-ai/tokenizer');
  return tokenizer();
}
