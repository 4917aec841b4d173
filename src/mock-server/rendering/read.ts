/** Reading JSON of any shape: what is missing or of another type is empty, so that nothing a client sends can throw. */
import type { Conversation, Turn } from '../ask.ts';

/** Shared by all requests: most lists of a conversation are empty, and none is ever written to. */
const NO_MEMBERS: Readonly<Record<string, unknown>> = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : NO_MEMBERS;
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
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
  let all: string | undefined;
  for (const block of asArray(value)) {
    const text = typeof block === 'string' ? block : asRecord(block)['text'];
    if (typeof text === 'string') all = all === undefined ? text : `${all}\n${text}`;
  }
  return all ?? '';
}

export function asRole(value: unknown): Turn['role'] {
  const role = asString(value).toLowerCase();
  if (role === 'assistant' || role === 'chatbot') return 'assistant';
  return role === 'system' || role === 'developer' ? 'system' : 'user';
}

/** A turn of which only some members are told. */
export function turn(role: Turn['role'], text: string, rest: Partial<Turn> = NO_MEMBERS): Turn {
  const { toolUses = NONE, toolResults = NONE, media = NONE } = rest;
  return { role, text, toolUses, toolResults, media };
}

/** What a request may leave out, or give as undefined. */
type Said = { readonly [Member in keyof Conversation]?: Conversation[Member] | undefined };

/** Members that a conversation may be without. */
const OPTIONAL = ['toolChoice', 'maxTokens', 'inputs', 'dimensions'] as const;

/** A conversation of which only some members are told; undefined counts as not told. */
export function conversation(said: Said): Conversation {
  const { system = '', turns = NONE, tools = NONE, stopSequences = NONE } = said;
  const whole: Record<string, unknown> = { system, turns, tools, stopSequences };
  for (const member of OPTIONAL) {
    const value = said[member];
    if (value !== undefined) whole[member] = value;
  }
  return whole as unknown as Conversation;
}
