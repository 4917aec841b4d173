/** Cohere Command with a prompt (recorded in openinference, openllmetry, opentelemetry-js-contrib and -python-contrib). */
import type { Family, FullReply, RenderContext } from '../family.ts';
import { plainPieces, plainText } from '../plain-text.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

export const cohereCommand: Family = {
  conversation: (body) => {
    const request = read.asRecord(body);
    return read.conversation({
      turns: [read.turn('user', read.asString(request['prompt']).trim())],
      maxTokens: read.asNumber(request['max_tokens']),
      stopSequences: read.asStrings(request['stop_sequences']),
    });
  },

  body: generations,

  /** Only `"stream":true` in the body makes it stream; without it the whole body comes as the only chunk. */
  chunks: (reply, context) => {
    if (read.asRecord(context.body)['stream'] !== true) return [generations(reply, context)];
    return [
      ...plainPieces(reply, context).map((text) => ({ is_finished: false, text })),
      { finish_reason: FINISH_REASONS[reply.stopReason], is_finished: true },
    ];
  },
};

/** The order since October 2024; before, `generations` came first and its members were alphabetical. */
function generations(reply: FullReply, { ids, body }: RenderContext): Readonly<Record<string, unknown>> {
  return {
    id: ids.uuid(),
    generations: [{ id: ids.uuid(), text: plainText(reply), finish_reason: FINISH_REASONS[reply.stopReason] }],
    prompt: read.asString(read.asRecord(body)['prompt']),
  };
}

const FINISH_REASONS = stopWords('COMPLETE', { max_tokens: 'MAX_TOKENS', content_filtered: 'ERROR_TOXIC' });
