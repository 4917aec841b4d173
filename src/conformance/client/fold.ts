/** What a client's caller has in hand: as the client put it together, or as the kit does from its events. */
import type { JsonValue } from '../json.ts';
import type { ClientObservation, ToolCall } from '../observation.ts';
import { at, isObject, isText, type JsonObject, parse } from './json-values.ts';

export interface InHand {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: string | undefined;
  readonly usage: JsonValue | undefined;
}

export interface Block {
  readonly text?: string;
  readonly reasoning?: JsonObject;
}

/** What the client says of itself goes before what its events make together. */
export function inHand(observation: ClientObservation): InHand {
  const folded = foldEvents(eventsOf(observation));
  const content = contentOf(observation.message);
  const blocks = content ? content.map(blockOf) : folded.blocks;
  return {
    blocks,
    text: observation.text ?? (content ? joined(blocks) : folded.text),
    toolCalls: observation.toolCalls ?? (content ? content.flatMap(toolCallOf) : folded.toolCalls),
    stopReason: observation.stopReason ?? folded.stopReason,
    usage: observation.usage ?? folded.usage,
  };
}

/** Events as they were given; chunks that nobody looked into are opened. */
export function eventsOf({ events, chunks = [] }: ClientObservation): readonly JsonValue[] {
  return events ?? chunks.flatMap((chunk) => parse(Buffer.from(chunk, 'base64').toString()) ?? []);
}

function contentOf(message: JsonValue | undefined): readonly JsonValue[] | undefined {
  const content = at(message, 'content');
  return Array.isArray(content) ? (content as readonly JsonValue[]) : undefined;
}

function blockOf(block: JsonValue): Block {
  const { text, reasoningContent } = isObject(block) ? block : {};
  return { ...(isText(text) && { text }), ...(isObject(reasoningContent) && { reasoning: reasoningContent }) };
}

/** Of Converse `{ toolUse }`, of Claude `{ type: 'tool_use' }`. */
function toolCallOf(block: JsonValue): ToolCall[] {
  const use = at(block, 'toolUse') ?? (at(block, 'type') === 'tool_use' ? block : undefined);
  const name = at(use, 'name');
  return isText(name) ? [{ name, input: at(use, 'input') ?? null }] : [];
}

const joined = (blocks: readonly Block[]): string => blocks.map(({ text = '' }) => text).join('');

interface OpenBlock {
  text?: string;
  reasoning?: { text?: string; signature?: string; redactedContent?: string };
  tool?: { readonly name: string; json: string };
}

interface Open {
  readonly blocks: Map<number, OpenBlock>;
  stopReason?: string;
  usage?: JsonValue;
}

/** Of both dialects, since no event of one is an event of the other. */
function foldEvents(events: readonly JsonValue[]): InHand {
  const open: Open = { blocks: new Map() };
  for (const event of events) if (isObject(event)) READERS.forEach((read) => read(event, open));
  const blocks = [...open.blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => block);
  const folded = blocks.map(({ text, reasoning }) => ({
    ...(text !== undefined && { text }),
    ...(reasoning && { reasoning: reasoningOf(reasoning) }),
  }));
  return {
    blocks: folded,
    text: joined(folded),
    toolCalls: blocks.flatMap(({ tool }) => wholeCall(tool)),
    stopReason: open.stopReason,
    usage: open.usage,
  };
}

/** The pieces of a tool's input that make no JSON are no tool call. */
function wholeCall(tool: OpenBlock['tool']): ToolCall[] {
  const input = tool && parse(tool.json);
  return tool && input !== undefined ? [{ name: tool.name, input }] : [];
}

function reasoningOf({ text, signature, redactedContent }: NonNullable<OpenBlock['reasoning']>): JsonObject {
  return redactedContent === undefined
    ? { reasoningText: { ...(text !== undefined && { text }), ...(signature !== undefined && { signature }) } }
    : { redactedContent };
}

type Read = (event: JsonObject, open: Open) => void;

const READERS: readonly Read[] = [
  ({ contentBlockStart }, open) => {
    const name = at(at(at(contentBlockStart, 'start'), 'toolUse'), 'name');
    if (isText(name)) blockAt(open, at(contentBlockStart, 'contentBlockIndex')).tool = { name, json: '' };
  },
  ({ contentBlockDelta }, open) => {
    if (isObject(contentBlockDelta))
      extend(blockAt(open, contentBlockDelta['contentBlockIndex']), contentBlockDelta['delta']);
  },
  ({ messageStop }, open) => takeStop(open, at(messageStop, 'stopReason')),
  ({ metadata }, open) => takeUsage(open, at(metadata, 'usage')),
  ({ type, index, delta }, open) => {
    const text = at(delta, 'text');
    if (type === 'content_block_delta' && isText(text)) addText(blockAt(open, index), text);
  },
  ({ type, delta }, open) => {
    if (type === 'message_delta') takeStop(open, at(delta, 'stop_reason'));
  },
];

function blockAt(open: Open, index: JsonValue | undefined): OpenBlock {
  const key = typeof index === 'number' ? index : 0;
  const block = open.blocks.get(key) ?? {};
  open.blocks.set(key, block);
  return block;
}

function extend(block: OpenBlock, delta: JsonValue | undefined): void {
  const text = at(delta, 'text');
  if (isText(text)) addText(block, text);
  const input = at(at(delta, 'toolUse'), 'input');
  if (isText(input) && block.tool) block.tool.json += input;
  const reasoning = at(delta, 'reasoningContent');
  if (isObject(reasoning)) addReasoning(block, reasoning);
}

function addText(block: OpenBlock, text: string): void {
  block.text = (block.text ?? '') + text;
}

function addReasoning(block: OpenBlock, piece: JsonObject): void {
  const so = (block.reasoning ??= {});
  for (const member of ['text', 'signature', 'redactedContent'] as const) {
    const value = piece[member];
    if (isText(value)) so[member] = (so[member] ?? '') + value;
  }
}

function takeStop(open: Open, reason: JsonValue | undefined): void {
  if (isText(reason)) open.stopReason = reason;
}

function takeUsage(open: Open, usage: JsonValue | undefined): void {
  if (usage !== undefined && usage !== null) open.usage = usage;
}
