/** Mistral with a prompt: 7B, Mixtral, Small and the first Large (recorded in opentelemetry-js-contrib and others). */
import type { ToolUseBlock } from '../../../fixtures/reply.ts';
import type { Family } from '../family.ts';
import { endedPieces, plainText, spacedJson } from '../plain-text.ts';
import { instructDialogue } from '../prompts.ts';
import * as read from '../read.ts';
import { mistralChat } from './mistral-chat.ts';
import { stopWords } from '../stop-words.ts';

export const mistralText: Family = {
  /** The first Large takes messages too. */
  conversation: (body) => {
    const request = read.asRecord(body);
    if (isChat(body)) return mistralChat.conversation(body);
    return read.conversation({
      ...instructDialogue(read.asString(request['prompt'])),
      maxTokens: read.asNumber(request['max_tokens']),
      stopSequences: read.asStrings(request['stop']),
    });
  },

  body: (reply, context) => {
    if (isChat(context.body)) return mistralChat.body(reply, context);
    return { outputs: [{ text: plainText(reply, sayTool), stop_reason: STOP_REASONS[reply.stopReason] }] };
  },

  chunks: (reply, context) => {
    if (isChat(context.body)) return mistralChat.chunks?.(reply, context) ?? [];
    return endedPieces(reply, context, sayTool).map((text, index, { length }) => ({
      outputs: [{ text, stop_reason: index === length - 1 ? STOP_REASONS[reply.stopReason] : null }],
    }));
  },
};

function isChat(body: unknown): boolean {
  return 'messages' in read.asRecord(body);
}

const STOP_REASONS = stopWords('stop', { max_tokens: 'length' });

/** The form of Mistral's own tokenizer. */
function sayTool({ name, input }: ToolUseBlock['toolUse']): string {
  return `[TOOL_CALLS] ${spacedJson([{ name, arguments: input ?? {} }])}`;
}
