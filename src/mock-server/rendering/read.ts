/** Reading JSON of any shape: what is missing or of another type is empty, so that nothing a client sends can throw. */
import { type Conversation, SILENCE, type Turn } from '../ask.ts';

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The strings of a list; a single string stands for a list of one. */
export function asStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return asArray(value).filter((item): item is string => typeof item === 'string');
}

/** The value as it stands where it is text, else its JSON; nothing for what is absent or nested too deeply to write. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** Text given as a string or as a list of strings and blocks with a `text`, joined by newlines. */
export function blockText(value: unknown): string {
  if (typeof value === 'string') return value;
  return asArray(value)
    .map((block) => (typeof block === 'string' ? block : asRecord(block)['text']))
    .filter((text) => typeof text === 'string')
    .join('\n');
}

export function asRole(value: unknown): Turn['role'] {
  const role = asString(value).toLowerCase();
  if (role === 'assistant' || role === 'chatbot') return 'assistant';
  return role === 'system' || role === 'developer' ? 'system' : 'user';
}

/** A turn of which only some members are told. */
export function turn(role: Turn['role'], text: string, rest: Partial<Turn> = {}): Turn {
  return { role, text, toolUses: [], toolResults: [], media: [], ...rest };
}

/** What a request may leave out, or give as undefined. */
type Said = { readonly [Member in keyof Conversation]?: Conversation[Member] | undefined };

/** A conversation of which only some members are told; undefined counts as not told. */
export function conversation(said: Said): Conversation {
  const whole: Record<string, unknown> = { ...SILENCE };
  for (const member in said) {
    const value = said[member as keyof Said];
    if (value !== undefined) whole[member] = value;
  }
  return whole as unknown as Conversation;
}
