/** Claude's content blocks, whole and in the events they stream in. */
import type { ReplyBlock, TextBlock, ToolUseBlock } from '../../fixtures/reply.ts';
import { claudeCitation } from './claude-citations.ts';
import { thinkingSignature, toolUseId } from './claude-ids.ts';
import type { RenderContext } from './family.ts';
import type { Ids } from './ids.ts';
import { jsonPieces, pieces } from './pieces.ts';
import { spacedJson } from './plain-text.ts';

type Chunk = Readonly<Record<string, unknown>>;

export function contentBlock(block: ReplyBlock, ids: Ids): Chunk {
  if ('toolUse' in block) return { ...toolStart(block, ids), input: block.toolUse.input ?? {} };
  if ('thinking' in block) {
    return { type: 'thinking', thinking: block.thinking, signature: block.signature ?? thinkingSignature(ids) };
  }
  if ('redactedThinking' in block) return { type: 'redacted_thinking', data: block.redactedThinking };
  return { ...(block.citations && { citations: block.citations.map(claudeCitation) }), type: 'text', text: block.text };
}

function toolStart({ toolUse }: ToolUseBlock, ids: Ids): Chunk {
  return {
    type: 'tool_use',
    id: toolUse.toolUseId ?? toolUseId(ids),
    name: toolUse.name,
    input: {},
  };
}

/** Start, deltas and stop of one block. */
export function blockEvents(block: ReplyBlock, index: number, context: RenderContext): readonly Chunk[] {
  const { start, deltas } = blockParts(block, context);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

interface BlockParts {
  readonly start: Chunk;
  readonly deltas: readonly Chunk[];
}

function blockParts(block: ReplyBlock, context: RenderContext): BlockParts {
  if ('toolUse' in block) return { start: toolStart(block, context.ids), deltas: toolDeltas(block, context.ids) };
  if ('redactedThinking' in block) return { start: contentBlock(block, context.ids), deltas: [] };
  if ('text' in block) return textParts(block, context);
  const thoughts = pieces(block.thinking, context.model, context.ids);
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...thoughts.map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature ?? thinkingSignature(context.ids) },
    ],
  };
}

/** Citations come before their text (Anthropic's streams; ConverseStream recordings of Claude). */
function textParts({ text, pieces: given, citations }: TextBlock, { model, ids }: RenderContext): BlockParts {
  return {
    start: { ...(citations && { citations: [] }), type: 'text', text: '' },
    deltas: [
      ...(citations ?? []).map((citation) => ({ type: 'citations_delta', citation: claudeCitation(citation) })),
      ...(given ?? pieces(text, model, ids)).map((piece) => ({ type: 'text_delta', text: piece })),
    ],
  };
}

/** The first piece is empty in all recordings; it is the only one where the input has no members. */
function toolDeltas({ toolUse }: ToolUseBlock, ids: Ids): readonly Chunk[] {
  const json = spacedJson(toolUse.input ?? {});
  const fragments = toolUse.pieces ?? ['', ...(json === '{}' ? [] : jsonPieces(json, ids))];
  return fragments.map((partial_json) => ({ type: 'input_json_delta', partial_json }));
}
