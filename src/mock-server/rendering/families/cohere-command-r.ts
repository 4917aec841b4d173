/**
 * Cohere Command R (recorded in opentelemetry-java-instrumentation, -js-contrib and -python-contrib). The place of
 * `tool_calls` is that of Cohere's documentation.
 */
import type { Conversation, Turn } from '../../ask.ts';
import type { Family, FullReply, RenderContext } from '../family.ts';
import { plainPieces, plainText, toolUsesOf, withoutTools } from '../plain-text.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

export const cohereCommandR: Family = {
  conversation: (body): Conversation => {
    const request = read.asRecord(body);
    const history = read.asArray(request['chat_history']).map(historyTurn);
    return read.conversation({
      system: read.asString(request['preamble']),
      turns: [...history, read.turn('user', read.asString(request['message']), { toolResults: toolResults(request) })],
      tools: read
        .asArray(request['tools'])
        .map(read.asRecord)
        .map(({ name, parameter_definitions }) => ({
          name: read.asString(name),
          inputSchema: parameter_definitions,
        })),
      maxTokens: read.asNumber(request['max_tokens']),
      stopSequences: read.asStrings(request['stop_sequences']),
    });
  },

  body: response,

  chunks: (reply, context) => {
    const calls = toolCalls(reply);
    return [
      ...plainPieces(withoutTools(reply), context).map((text) => ({
        is_finished: false,
        event_type: 'text-generation',
        text,
      })),
      ...(calls ? [{ is_finished: false, event_type: 'tool-calls-generation', ...calls }] : []),
      {
        is_finished: true,
        event_type: 'stream-end',
        response: { ...response(reply, context), meta: metered(reply) },
        finish_reason: FINISH_REASONS[reply.stopReason],
      },
    ];
  },
};

/** Before the slash the same in all recordings. */
function response(reply: FullReply, { ids, body }: RenderContext): Readonly<Record<string, unknown>> {
  const request = read.asRecord(body);
  const text = plainText(withoutTools(reply));
  const calls = toolCalls(reply);
  return {
    response_id: `379ed018/${ids.uuid()}`,
    text,
    generation_id: ids.uuid(),
    chat_history: [
      ...read.asArray(request['chat_history']),
      { role: 'USER', message: read.asString(request['message']) },
      { role: 'CHATBOT', message: text, ...calls },
    ],
    finish_reason: FINISH_REASONS[reply.stopReason],
    ...calls,
  };
}

/** What the model's own template adds to the input, by the one recording of `meta`. */
const TEMPLATE_TOKENS = 66;

function metered({ usage: { inputTokens: input_tokens, outputTokens: output_tokens } }: FullReply): unknown {
  return {
    api_version: { version: '1' },
    billed_units: { input_tokens, output_tokens },
    tokens: { input_tokens: input_tokens + TEMPLATE_TOKENS, output_tokens },
  };
}

function toolCalls(reply: FullReply): { readonly tool_calls: readonly unknown[] } | undefined {
  const calls = toolUsesOf(reply);
  if (calls.length === 0) return undefined;
  return { tool_calls: calls.map(({ name, input }) => ({ name, parameters: input ?? {} })) };
}

function historyTurn(value: unknown): Turn {
  const { role, message, tool_calls } = read.asRecord(value);
  const toolUses = read.asArray(tool_calls).map((call) => {
    const name = read.asString(read.asRecord(call)['name']);
    return { toolUseId: name, name };
  });
  return read.turn(read.asRole(role), read.asString(message), { toolUses });
}

/** Command R knows its calls by their name alone, so that is their id. */
function toolResults(request: Readonly<Record<string, unknown>>): Turn['toolResults'] {
  return read
    .asArray(request['tool_results'])
    .map(read.asRecord)
    .map(({ call, outputs }) => ({
      toolUseId: read.asString(read.asRecord(call)['name']),
      text: read.asText(outputs),
    }));
}

const FINISH_REASONS = stopWords('COMPLETE', {
  max_tokens: 'MAX_TOKENS',
  stop_sequence: 'STOP_SEQUENCE',
  content_filtered: 'ERROR_TOXIC',
});
