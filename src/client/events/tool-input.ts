import { EventStreamError } from '../errors.ts';

/**
 * The input of a tool out of its pieces: nothing at all is `{}`. What does not parse stays the text it is, so that
 * nobody takes it for an input.
 */
export function toolInput(json: string): unknown {
  if (json === '') return {};
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** An input that is still text was cut, which is fair only where the model ran out of tokens. */
export function requireWholeInput(input: unknown, name: string, stopReason: string | null | undefined): void {
  if (typeof input !== 'string' || stopReason === 'max_tokens') return;
  throw new EventStreamError('tool-input', `The input for the tool ${name} is not JSON: it must not be used.`, {
    body: input,
  });
}
