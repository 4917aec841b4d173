/**
 * Claude on the Messages API. Keys, order and events from the recordings in openinference, openllmetry and
 * opentelemetry-python-contrib; no stream of the service has a `ping`, unlike Anthropic's own.
 */
import type { ReplyBlock } from '../../../fixtures/reply.ts';
import { blockEvents, contentBlock } from '../claude-blocks.ts';
import { generationOf } from '../claude-generations.ts';
import { messageId } from '../claude-ids.ts';
import { claudeConversation } from '../claude-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { asText } from '../read.ts';
import { stopWords } from '../stop-words.ts';

type Chunk = Readonly<Record<string, unknown>>;

export const claudeMessages: Family = {
  conversation: claudeConversation,

  body: (reply, context) => {
    const { message, usage } = generationOf(context.model);
    return pick(message, {
      ...envelope(context),
      content: reply.content.map((block) => contentBlock(block, context.ids)),
      ...ending(reply),
      usage: pick(usage, usageOf(reply)),
    });
  },

  chunks: (reply, context) => {
    const { delta, deltaUsage } = generationOf(context.model);
    return [
      messageStart(reply, context),
      ...reply.content.flatMap((block, index) => blockEvents(block, index, context)),
      { type: 'message_delta', delta: pick(delta, ending(reply)), usage: pick(deltaUsage, usageOf(reply)) },
      { type: 'message_stop' },
    ];
  },
};

/** Those of the members that the generation has, in its order. */
function pick(names: readonly string[], members: Chunk): Chunk {
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = members[name];
  return picked;
}

function envelope({ model, ids }: RenderContext): Chunk {
  return {
    id: messageId(generationOf(model).id, ids),
    type: 'message',
    role: 'assistant',
    model: model.providerModelName ?? model.modelId.replace(/^anthropic\.|-v\d+(:\d+)?$/g, ''),
  };
}

const STOP_REASONS = stopWords('end_turn', {
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  stop_sequence: 'stop_sequence',
  content_filtered: 'refusal',
  malformed_tool_use: 'tool_use',
  model_context_window_exceeded: 'model_context_window_exceeded',
});

function ending({ stopReason, stopSequence }: FullReply): Chunk {
  const reason = STOP_REASONS[stopReason];
  return {
    stop_reason: reason,
    stop_sequence: stopSequence ?? null,
    stop_details: reason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
  };
}

function usageOf(reply: FullReply): Chunk {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens } = reply.usage;
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: cacheWriteInputTokens,
    cache_read_input_tokens: cacheReadInputTokens,
    cache_creation: { ephemeral_5m_input_tokens: cacheWriteInputTokens, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: thinkingTokens(reply) },
    service_tier: 'standard',
  };
}

/** Their share of the characters, since only the whole is counted. */
function thinkingTokens({ content, usage }: FullReply): number {
  if (!content.some((block) => 'thinking' in block)) return 0;
  const thought = content.reduce((sum, block) => sum + ('thinking' in block ? block.thinking.length : 0), 0);
  return Math.round((usage.outputTokens * thought) / Math.max(1, thought + spokenLength(content)));
}

function spokenLength(content: readonly ReplyBlock[]): number {
  return content.reduce((sum, block) => {
    if ('toolUse' in block) return sum + asText(block.toolUse.input).length;
    return 'text' in block ? sum + block.text.length : sum;
  }, 0);
}

/** Counts the few tokens that are there when the stream begins: 1 to 8 in the recordings. */
function messageStart(reply: FullReply, context: RenderContext): Chunk {
  const { message, usage, startUsage = usage } = generationOf(context.model);
  const begun = Math.min(reply.usage.outputTokens, 1 + context.ids.integer(8));
  const members = {
    ...envelope(context),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: pick(startUsage, { ...usageOf(reply), output_tokens: begun }),
  };
  return { type: 'message_start', message: pick(message, members) };
}
