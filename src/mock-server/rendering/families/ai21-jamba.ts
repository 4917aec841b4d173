/**
 * AI21 Jamba (body recorded in openinference). Of its stream it is known that the metrics come in a chunk of their
 * own; the other chunks follow AI21's documentation.
 */
import { chatConversation } from '../chat-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { plainPieces, plainText, toolUsesOf, withoutTools } from '../plain-text.ts';
import { stopWords } from '../stop-words.ts';

export const ai21Jamba: Family = {
  conversation: chatConversation,

  body: (reply, context) => {
    const content = plainText(withoutTools(reply));
    const message = { role: 'assistant', content, tool_calls: toolCalls(reply, context) };
    return {
      id: `chatcmpl-${context.ids.uuid()}`,
      choices: [{ index: 0, message, finish_reason: FINISH_REASONS[reply.stopReason] }],
      usage: usageOf(reply),
      meta: { requestDurationMillis: reply.latencyMs },
      model: nameOf(context),
    };
  },

  chunks: (reply, context) => {
    const id = `chatcmpl-${context.ids.uuid()}`;
    const calls = toolCalls(reply, context);
    const deltas = [
      { role: 'assistant' },
      ...plainPieces(withoutTools(reply), context).map((content) => ({ content })),
      ...(calls ? [{ tool_calls: calls.map(indexed) }] : []),
    ];
    const end = { delta: { content: '' }, finish_reason: FINISH_REASONS[reply.stopReason] };
    return [
      ...deltas.map((delta) => ({ id, choices: [{ index: 0, delta, finish_reason: null }] })),
      { id, choices: [{ index: 0, ...end }], usage: usageOf(reply), model: nameOf(context) },
      {},
    ];
  },
};

/** `ai21.jamba-1-5-mini-v1:0` calls itself `jamba-1.5-mini`. */
function nameOf({ model: { modelId, providerModelName } }: RenderContext): string {
  return providerModelName ?? modelId.replace(/^ai21\.|-v\d+(:\d+)?$/g, '').replace(/(\d)-(\d)/, '$1.$2');
}

function indexed({ id, type, function: called }: ToolCall, index: number): unknown {
  return { index, id, type, function: called };
}

function usageOf({ usage: { inputTokens, outputTokens } }: FullReply): unknown {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

function toolCalls(reply: FullReply, { ids }: RenderContext): readonly ToolCall[] | null {
  const calls = toolUsesOf(reply);
  if (calls.length === 0) return null;
  return calls.map(({ toolUseId, name, input, pieces }) => ({
    id: toolUseId ?? `chatcmpl-tool-${ids.uuid().replaceAll('-', '')}`,
    type: 'function',
    function: { name, arguments: pieces?.join('') ?? JSON.stringify(input ?? {}) },
  }));
}

const FINISH_REASONS = stopWords('stop', {
  tool_use: 'tool_calls',
  max_tokens: 'length',
  malformed_tool_use: 'tool_calls',
});
