/**
 * Claude 2 and Instant on the text completions API. They also took the Messages shape (opentelemetry-python-contrib
 * recorded `"model":"claude-2.0"`), told apart by `messages` in the body.
 */
import type { Family, FullReply } from '../family.ts';
import { plainPieces, plainText } from '../plain-text.ts';
import { labelledDialogue } from '../prompts.ts';
import * as read from '../read.ts';
import { claudeMessages } from './claude-messages.ts';

const LABELS = { user: 'Human', assistant: 'Assistant' };

export const claudeText: Family = {
  conversation: (body) => {
    if (isMessages(body)) return claudeMessages.conversation(body);
    const request = read.asRecord(body);
    return read.conversation({
      ...labelledDialogue(read.asString(request['prompt']), LABELS),
      maxTokens: read.asNumber(request['max_tokens_to_sample']),
      stopSequences: read.asStrings(request['stop_sequences']),
    });
  },

  body: (reply, context) => {
    if (isMessages(context.body)) return claudeMessages.body(reply, context);
    return { type: 'completion', completion: spaced(plainText(reply, sayTool)), ...ending(reply) };
  },

  /**
   * `type` first since 2025, before that only `completion`, `stop_reason` and `stop`. Anthropic's newer SDK drops
   * chunks without a `type`; the older ones take no notice of it.
   */
  chunks: (reply, context) => {
    if (isMessages(context.body)) return claudeMessages.chunks?.(reply, context) ?? [];
    const [first = '', ...rest] = plainPieces(reply, context, sayTool);
    const given = reply.content.some((block) => 'text' in block && block.pieces);
    return [
      ...[given ? first : spaced(first), ...rest].map((piece) => completion(piece, { stop_reason: null, stop: null })),
      completion('', ending(reply)),
    ];
  },
};

function isMessages(body: unknown): boolean {
  return 'messages' in read.asRecord(body);
}

function completion(text: string, end: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { type: 'completion', completion: text, ...end };
}

/** A completion goes on after `Assistant:`, and so begins with a space (all recordings). */
function spaced(text: string): string {
  return /^\s/.test(text) ? text : ` ${text}`;
}

/** The model stops itself by beginning the next turn of the human. */
function ending({ stopReason, stopSequence }: FullReply): Readonly<Record<string, unknown>> {
  if (stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded') {
    return { stop_reason: 'max_tokens', stop: null };
  }
  return { stop_reason: 'stop_sequence', stop: stopSequence ?? '\n\nHuman:' };
}

/** The form that Anthropic's guide for Claude 2 taught it for calling functions. */
function sayTool({ name, input }: { readonly name: string; readonly input: unknown }): string {
  const parameters = Object.entries(read.asRecord(input)).map(
    ([key, value]) => `<${key}>${read.asText(value)}</${key}>`,
  );
  const lines = ['<function_calls>', '<invoke>', `<tool_name>${name}</tool_name>`, '<parameters>'];
  return [...lines, ...parameters, '</parameters>', '</invoke>', '</function_calls>'].join('\n');
}
