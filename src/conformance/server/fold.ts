/** The events of ConverseStream put together to what Converse would have answered. */
import type { SeenEvent } from './seen.ts';

export interface Folded {
  readonly role: unknown;
  readonly content: readonly unknown[];
  readonly stopReason: unknown;
  readonly usage: unknown;
}

type Members = Record<string, unknown>;

export function fold(events: readonly SeenEvent[]): Folded {
  const blocks = new Map<number, Members>();
  const block = (members: Members) => {
    const index = Number(members['contentBlockIndex']);
    if (!blocks.has(index)) blocks.set(index, {});
    return blocks.get(index)!;
  };
  for (const { type, members } of events) {
    if (type === 'contentBlockStart') begin(block(members), objectOf(members['start']));
    if (type === 'contentBlockDelta') add(block(members), objectOf(members['delta']));
  }
  const one = (type: string) => events.find((event) => event.type === type)?.members ?? {};
  const content = [...blocks].toSorted(([a], [b]) => a - b).map(([, members]) => finished(members));
  return {
    role: one('messageStart')['role'],
    content,
    stopReason: one('messageStop')['stopReason'],
    usage: one('metadata')['usage'],
  };
}

function begin(block: Members, start: Members): void {
  if ('toolUse' in start) block['toolUse'] = { ...objectOf(start['toolUse']), input: '' };
}

function add(block: Members, delta: Members): void {
  if ('text' in delta) block['text'] = textOf(block['text']) + textOf(delta['text']);
  if ('toolUse' in delta) append((block['toolUse'] ??= {}) as Members, objectOf(delta['toolUse']));
  if ('reasoningContent' in delta) append((block['reasoning'] ??= {}) as Members, objectOf(delta['reasoningContent']));
}

function append(onto: Members, pieces: Members): void {
  for (const [name, piece] of Object.entries(pieces)) onto[name] = textOf(onto[name]) + textOf(piece);
}

/** In the shape of a content block of Converse. */
function finished({ text, toolUse, reasoning }: Members): unknown {
  if (toolUse) return { toolUse: { ...(toolUse as Members), input: parsed(textOf((toolUse as Members)['input'])) } };
  if (!reasoning) return { text: textOf(text) };
  const { redactedContent, ...reasoningText } = reasoning as Members;
  return { reasoningContent: redactedContent === undefined ? { reasoningText } : { redactedContent } };
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input);
  } catch {
    return input;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
