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

/** An input is an object: what is none was cut, which is fair only where the model ran out of tokens. */
export function requireWholeInput(input: unknown, name: string, stopReason: string | null | undefined): void {
  if ((typeof input === 'object' && input !== null) || stopReason === 'max_tokens') return;
  const message = `The input for the tool ${name} is not a JSON object: it must not be used.`;
  throw new EventStreamError('tool-input', message, { body: input });
}
