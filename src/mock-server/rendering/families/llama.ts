/** Meta Llama (recorded in openinference, openllmetry, opentelemetry-java-instrumentation and -python-contrib). */
import type { Family } from '../family.ts';
import { endedPieces, plainText } from '../plain-text.ts';
import { llamaDialogue } from '../prompts.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

export const llama: Family = {
  repeatable: true,
  conversation: (body) => {
    const request = read.asRecord(body);
    const images = read.asArray(request['images']).map(() => 'image');
    const { system, turns } = llamaDialogue(read.asString(request['prompt']));
    const last = turns.at(-1);
    return read.conversation({
      system,
      turns: last ? [...turns.slice(0, -1), { ...last, media: images }] : turns,
      maxTokens: read.asNumber(request['max_gen_len']),
    });
  },

  body: (reply) => ({
    generation: plainText(reply),
    prompt_token_count: reply.usage.inputTokens,
    generation_token_count: reply.usage.outputTokens,
    stop_reason: STOP_REASONS[reply.stopReason],
  }),

  /** A token a chunk, counted up; the first alone counts the prompt. */
  chunks: (reply, context) => {
    const { inputTokens, outputTokens } = reply.usage;
    return endedPieces(reply, context).map((generation, index, { length }) => {
      const last = index === length - 1;
      return {
        generation,
        prompt_token_count: index === 0 ? inputTokens : null,
        generation_token_count: last ? outputTokens : Math.min(index + 1, outputTokens),
        stop_reason: last ? STOP_REASONS[reply.stopReason] : null,
      };
    });
  },
};

/** The model knows only that it has stopped, or was stopped for length. */
const STOP_REASONS = stopWords('stop', { max_tokens: 'length' });
