/** Claude 2's tokenizer, offline; of later models it gives an estimate. */

/** The tokens in a text: `Hello world!` has 3. The tokenizer is loaded when first asked. */
export async function countTokens(text: string): Promise<number> {
  if (typeof text !== 'string') throw new TypeError("countTokens takes a text: write countTokens('Hello world!').");
  const { countTokens: count } = await import('@anthropic-ai/tokenizer');
  return count(text);
}

/** The tokenizer itself (of `tiktoken`); `free()` it when done. */
export async function getTokenizer() {
  const { getTokenizer: tokenizer } = await import('@anthropic-ai/tokenizer');
  return tokenizer();
}
