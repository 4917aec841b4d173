/**
 * Amazon Nova: nearly Converse, with other names for the cached counts (recorded in
 * opentelemetry-java-instrumentation, opentelemetry-python-contrib, openinference, openllmetry).
 */
import type { ReplyBlock, ToolUseBlock } from '../../../fixtures/reply.ts';
import { converseConversation } from '../converse-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { pieces } from '../pieces.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

type Chunk = Readonly<Record<string, unknown>>;

export const nova: Family = {
  repeatable: true,
  cacheInMetrics: true,
  guarded,
  sees: (chunk) => read.asString(read.asRecord(read.asRecord(chunk['contentBlockDelta'])['delta'])['text']) !== '',

  /** As Converse, but for `max_new_tokens`, the older name of `maxTokens`. */
  conversation: (body) => {
    const maxNewTokens = read.asNumber(read.asRecord(read.asRecord(body)['inferenceConfig'])['max_new_tokens']);
    return read.conversation({ maxTokens: maxNewTokens, ...converseConversation(body) });
  },

  body: (reply, context) => ({
    output: {
      message: { content: reply.content.map((block) => contentBlock(block, context)), role: 'assistant' },
    },
    stopReason: STOP_REASONS[reply.stopReason],
    usage: { ...tokens(reply), totalTokens: totalTokens(reply), ...cached(reply) },
  }),

  chunks: (reply, context) => [
    { messageStart: { role: 'assistant' } },
    ...contentEvents(reply.content, context),
    { messageStop: { stopReason: STOP_REASONS[reply.stopReason] } },
    { metadata: { usage: { ...tokens(reply), ...cached(reply) }, metrics: {}, trace: {} } },
  ],
};

/**
 * A body read and written anew by a guardrail: the role first, and of the usage nothing but the input. Chunks are left
 * as they are (openllmetry, February 2025).
 */
function guarded(members: unknown): string {
  const { output, stopReason, usage } = read.asRecord(members);
  if (!output) return JSON.stringify(members);
  const { role, content } = read.asRecord(read.asRecord(output)['message']);
  const { inputTokens } = read.asRecord(usage);
  return JSON.stringify({ output: { message: { role, content } }, stopReason, usage: { inputTokens } });
}

/** A guardrail does not show here: in its recordings the reason is the model's own. */
const STOP_REASONS = stopWords('end_turn', {
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  stop_sequence: 'stop_sequence',
  content_filtered: 'content_filtered',
  malformed_model_output: 'malformed_model_output',
  malformed_tool_use: 'malformed_tool_use',
});

function tokens({ usage }: FullReply): Chunk {
  return { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens };
}

function totalTokens({ usage }: FullReply): number {
  return usage.inputTokens + usage.outputTokens + usage.cacheReadInputTokens + usage.cacheWriteInputTokens;
}

/** Present since 11 February 2025, also when zero. */
function cached({ usage }: FullReply): Chunk {
  return {
    cacheReadInputTokenCount: usage.cacheReadInputTokens,
    cacheWriteInputTokenCount: usage.cacheWriteInputTokens,
  };
}

function contentBlock(block: ReplyBlock, context: RenderContext): Chunk {
  if ('toolUse' in block) {
    const { name, input } = block.toolUse;
    return { toolUse: { name, toolUseId: idOf(block, context), input: input ?? {} } };
  }
  return reasoning(block, context) ?? { text: spoken(block) };
}

function idOf({ toolUse }: ToolUseBlock, { ids }: RenderContext): string {
  return toolUse.toolUseId ?? ids.uuid();
}

/** Nova 2 has blocks for what it thinks (AWS's documentation of Nova 2); the first Nova says it in tags. */
function reasoning(block: ReplyBlock, { model }: RenderContext): Chunk | undefined {
  if ('redactedThinking' in block) return { reasoningContent: { redactedContent: block.redactedThinking } };
  if (!('thinking' in block) || !model.modelId.includes('nova-2')) return undefined;
  return { reasoningContent: { reasoningText: { text: block.thinking } } };
}

function spoken(block: ReplyBlock): string {
  if ('text' in block) return block.text;
  return 'thinking' in block ? `<thinking>${block.thinking}</thinking>\n` : '';
}

/** Each piece of text is a block of its own; there is no block start for it. After a tool use one index is left out. */
function contentEvents(content: readonly ReplyBlock[], context: RenderContext): Chunk[] {
  const events: Chunk[] = [];
  let contentBlockIndex = 0;
  for (const block of content) {
    if ('toolUse' in block) {
      events.push(...toolEvents(block, contentBlockIndex, context));
      contentBlockIndex += 2;
      continue;
    }
    for (const delta of deltas(block, context)) {
      events.push({ contentBlockDelta: { delta, contentBlockIndex } }, { contentBlockStop: { contentBlockIndex } });
      contentBlockIndex += 1;
    }
  }
  return events;
}

/** The input comes whole, in one delta (16 of 16 recorded). */
function toolEvents(block: ToolUseBlock, contentBlockIndex: number, context: RenderContext): Chunk[] {
  const { name, input, pieces: given = [JSON.stringify(input ?? {})] } = block.toolUse;
  const toolUse = { toolUseId: idOf(block, context), name };
  return [
    { contentBlockStart: { start: { toolUse }, contentBlockIndex } },
    ...given.map((piece) => ({ contentBlockDelta: { delta: { toolUse: { input: piece } }, contentBlockIndex } })),
    { contentBlockStop: { contentBlockIndex } },
  ];
}

function deltas(block: ReplyBlock, context: RenderContext): readonly Chunk[] {
  const thought = reasoning(block, context);
  if (thought) return [thought];
  const given = 'text' in block ? block.pieces : undefined;
  return (given ?? pieces(spoken(block), context.model, context.ids)).map((text) => ({ text }));
}
