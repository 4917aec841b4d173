/**
 * Models whose own shape is not played: chat completions, keys in alphabetical order, which most of the newer
 * providers on Bedrock follow. A request is read as messages, or as whichever usual member holds a prompt.
 */
import type { Conversation } from '../../ask.ts';
import { chatConversation } from '../chat-request.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { plainPieces, plainText, toolUsesOf, withoutTools } from '../plain-text.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

export const unscripted: Family = {
  conversation: (body): Conversation => {
    const conversation = chatConversation(body);
    const prompt = promptIn(read.asRecord(body));
    if (conversation.turns.length > 0 || prompt === '') return conversation;
    return { ...conversation, turns: [read.turn('user', prompt)] };
  },

  body: (reply, context) => ({
    choices: [
      {
        finish_reason: FINISH_REASONS[reply.stopReason],
        index: 0,
        message: { content: plainText(withoutTools(reply)), role: 'assistant', ...toolCalls(reply, context) },
      },
    ],
    ...completion('chat.completion', context),
    usage: usageOf(reply),
  }),

  chunks: (reply, context) => {
    const frame = completion('chat.completion.chunk', context);
    const chunk = (delta: unknown, finish_reason: string | null) => ({
      choices: [{ delta, finish_reason, index: 0 }],
      ...frame,
    });
    const calls = toolCalls(reply, context);
    return [
      chunk({ content: '', role: 'assistant' }, null),
      ...plainPieces(withoutTools(reply), context).map((content) => chunk({ content }, null)),
      ...(calls ? [chunk({ tool_calls: calls.tool_calls.map(indexed) }, null)] : []),
      chunk({}, FINISH_REASONS[reply.stopReason]),
    ];
  },
};

const PROMPTS = ['prompt', 'inputText', 'message', 'query', 'text'] as const;

function promptIn(request: Readonly<Record<string, unknown>>): string {
  return PROMPTS.map((name) => read.asString(request[name])).find((text) => text !== '') ?? '';
}

/** 1 January 2026: a family has no clock, and an answer is the same every time. */
const CREATED = 1_767_225_600;

function completion(object: string, { ids, model }: RenderContext): Readonly<Record<string, unknown>> {
  return { created: CREATED, id: `chatcmpl-${ids.uuid()}`, model: model.modelId, object };
}

function usageOf({ usage: { inputTokens, outputTokens } }: FullReply): unknown {
  return { completion_tokens: outputTokens, prompt_tokens: inputTokens, total_tokens: inputTokens + outputTokens };
}

interface ToolCall {
  readonly function: { readonly arguments: string; readonly name: string };
  readonly id: string;
  readonly type: string;
}

function indexed({ function: called, id, type }: ToolCall, index: number): unknown {
  return { function: called, id, index, type };
}

function toolCalls(reply: FullReply, { ids }: RenderContext) {
  const calls = toolUsesOf(reply);
  if (calls.length === 0) return undefined;
  return {
    tool_calls: calls.map(({ toolUseId, name, input, pieces }) => ({
      function: { arguments: pieces?.join('') ?? JSON.stringify(input ?? {}), name },
      id: toolUseId ?? `chatcmpl-tool-${ids.uuid().replaceAll('-', '')}`,
      type: 'function',
    })),
  };
}

const FINISH_REASONS = stopWords('stop', {
  tool_use: 'tool_calls',
  max_tokens: 'length',
  content_filtered: 'content_filter',
  malformed_tool_use: 'tool_calls',
});
