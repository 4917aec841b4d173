/**
 * Mistral with messages: Large 2, Pixtral. Shape from AWS's documentation; the stream, with `message` where others
 * have `delta`, and tool calls in one chunk, as quoted from the service in LobeHub's source.
 */
import { chatConversation } from '../chat-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { endedPieces, plainPieces, plainText, spacedJson, toolUsesOf, withoutTools } from '../plain-text.ts';
import { stopWords } from '../stop-words.ts';

export const mistralChat: Family = {
  conversation: chatConversation,

  body: (reply, context) => {
    const calls = toolCalls(reply, context);
    const message = { role: 'assistant', content: plainText(withoutTools(reply)), ...calls };
    return { choices: [{ index: 0, message, stop_reason: STOP_REASONS[reply.stopReason] }] };
  },

  chunks: (reply, context) => {
    const calls = toolCalls(reply, context);
    const said = (calls ? plainPieces : endedPieces)(withoutTools(reply), context);
    return [...said.map((content) => ({ content })), ...(calls ? [{ content: '', ...calls }] : [])].map(
      (part, index, { length }) => ({
        choices: [
          {
            index: 0,
            message: { role: 'assistant', ...part },
            stop_reason: index === length - 1 ? STOP_REASONS[reply.stopReason] : null,
          },
        ],
      }),
    );
  },
};

function toolCalls(reply: FullReply, { ids }: RenderContext): { readonly tool_calls: unknown[] } | undefined {
  const calls = toolUsesOf(reply);
  if (calls.length === 0) return undefined;
  return {
    tool_calls: calls.map(({ toolUseId, name, input, pieces }) => ({
      id: toolUseId ?? ids.base62(22),
      function: { name, arguments: pieces?.join('') ?? spacedJson(input) },
    })),
  };
}

const STOP_REASONS = stopWords('stop', {
  tool_use: 'tool_calls',
  max_tokens: 'length',
  malformed_tool_use: 'tool_calls',
  model_context_window_exceeded: 'model_length',
});
