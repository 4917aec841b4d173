/**
 * Claude on the Messages API. Keys, order and events from the recordings in openinference, openllmetry and
 * opentelemetry-python-contrib; no stream of the service has a `ping`, unlike Anthropic's own.
 */
import type { ReplyBlock } from '../../../fixtures/reply.ts';
import { blockEvents, contentBlock } from '../claude-blocks.ts';
import { generationOf, type MessageMember, type UsageMember } from '../claude-generations.ts';
import { messageId } from '../claude-ids.ts';
import { claudeConversation } from '../claude-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { asText } from '../read.ts';
import { stopWords } from '../stop-words.ts';

type Chunk = Readonly<Record<string, unknown>>;

export const claudeMessages: Family = {
  repeatable: true,
  conversation: claudeConversation,

  body: (reply, context) => pick(generationOf(context.model).message, MESSAGE, { reply, context }),

  chunks: (reply, context) => {
    const { delta, deltaUsage } = generationOf(context.model);
    return [
      messageStart(reply, context),
      ...reply.content.flatMap((block, index) => blockEvents(block, index, context)),
      {
        type: 'message_delta',
        delta: pick(delta, MESSAGE, { reply, context }),
        usage: pick(deltaUsage, USAGE, reply),
      },
      { type: 'message_stop' },
    ];
  },
};

/** Those of the members that the generation has, in its order; what it has not is not made. */
function pick<Name extends string, Source>(
  names: readonly Name[],
  members: Readonly<Record<Name, (source: Source) => unknown>>,
  source: Source,
): Chunk {
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = members[name](source);
  return picked;
}

interface Message {
  readonly reply: FullReply;
  readonly context: RenderContext;
}

const MESSAGE: Readonly<Record<MessageMember, (message: Message) => unknown>> = {
  id: ({ context: { model, ids } }) => messageId(generationOf(model).id, ids),
  type: () => 'message',
  role: () => 'assistant',
  model: ({ context: { model } }) =>
    model.providerModelName ?? model.modelId.replace(/^anthropic\.|-v\d+(:\d+)?$/g, ''),
  content: ({ reply, context }) => reply.content.map((block) => contentBlock(block, context.ids)),
  stop_reason: ({ reply }) => STOP_REASONS[reply.stopReason],
  stop_sequence: ({ reply }) => reply.stopSequence ?? null,
  stop_details: ({ reply }) =>
    STOP_REASONS[reply.stopReason] === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
  usage: ({ reply, context }) => pick(generationOf(context.model).usage, USAGE, reply),
};

const USAGE: Readonly<Record<UsageMember, (reply: FullReply) => unknown>> = {
  input_tokens: ({ usage }) => usage.inputTokens,
  cache_creation_input_tokens: ({ usage }) => usage.cacheWriteInputTokens,
  cache_read_input_tokens: ({ usage }) => usage.cacheReadInputTokens,
  cache_creation: ({ usage }) => ({
    ephemeral_5m_input_tokens: usage.cacheWriteInputTokens,
    ephemeral_1h_input_tokens: 0,
  }),
  output_tokens: ({ usage }) => usage.outputTokens,
  output_tokens_details: (reply) => ({ thinking_tokens: thinkingTokens(reply) }),
  service_tier: () => 'standard',
};

const STOP_REASONS = stopWords('end_turn', {
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  stop_sequence: 'stop_sequence',
  content_filtered: 'refusal',
  malformed_tool_use: 'tool_use',
  model_context_window_exceeded: 'model_context_window_exceeded',
});

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

/** What is not known yet when the stream begins. */
const BEGUN: typeof MESSAGE = {
  ...MESSAGE,
  content: () => [],
  stop_reason: () => null,
  stop_sequence: () => null,
  stop_details: () => null,
  usage: ({ reply, context }) => {
    const { usage, startUsage = usage } = generationOf(context.model);
    return pick(startUsage, USAGE, reply);
  },
};

/** Counts the few tokens that are there when the stream begins: 1 to 8 in the recordings. */
function messageStart(reply: FullReply, context: RenderContext): Chunk {
  const outputTokens = Math.min(reply.usage.outputTokens, 1 + context.ids.integer(8));
  const begun = { ...reply, usage: { ...reply.usage, outputTokens } };
  return {
    type: 'message_start',
    message: pick(generationOf(context.model).message, BEGUN, { reply: begun, context }),
  };
}
