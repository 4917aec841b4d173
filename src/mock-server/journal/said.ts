/** The text a model answered, found in the body of an answer or the events of a stream, whatever family wrote them. */
import type { SentEvent } from './events.ts';

/** Where each family has it: in a whole body, and in the pieces of a stream. `[]` stands for every element. */
const PLACES = [
  'content[].text',
  'output.message.content[].text',
  'completion',
  'results[].outputText',
  'generation',
  'outputs[].text',
  'choices[].message.content',
  'choices[].delta.content',
  'choices[].text',
  'generations[].text',
  'completions[].data.text',
  'text',
  'outputText',
  'delta.text',
  'contentBlockDelta.delta.text',
].map((place) => place.split('.'));

/** Undefined where there is no text, as in an embedding. */
export function textOfBody(body: unknown): string | undefined {
  const texts = PLACES.flatMap((place) => valuesAt(body, place)).filter((value) => typeof value === 'string');
  return texts.length === 0 ? undefined : texts.join('');
}

export function textOfEvents(events: readonly SentEvent[]): string | undefined {
  const pieces = events.map((event) => ('headers' in event ? textOfBody(event.chunk ?? event.payload) : undefined));
  const texts = pieces.filter((piece) => piece !== undefined);
  return texts.length === 0 ? undefined : texts.join('');
}

function valuesAt(value: unknown, place: readonly string[]): unknown[] {
  const [step, ...rest] = place;
  if (step === undefined) return [value];
  const name = step.replace('[]', '');
  const member = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  if (member === undefined) return [];
  if (name === step) return valuesAt(member, rest);
  return Array.isArray(member) ? member.flatMap((element) => valuesAt(element, rest)) : [];
}
