/** AI21 Jurassic-2 (recorded in openllmetry and openllmetry-js). It does not stream. */
import type { Family, RenderContext } from '../family.ts';
import { plainText } from '../plain-text.ts';
import { pieces } from '../pieces.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

export const ai21J2: Family = {
  conversation: (body) => {
    const request = read.asRecord(body);
    return read.conversation({
      turns: [read.turn('user', read.asString(request['prompt']).trim())],
      maxTokens: read.asNumber(request['maxTokens']),
      stopSequences: read.asStrings(request['stopSequences']),
    });
  },

  /** `id` is 1234 in all four recordings, of two years. */
  body: (reply, context) => {
    const prompt = read.asString(read.asRecord(context.body)['prompt']);
    const text = plainText(reply);
    const reason = FINISH_REASONS[reply.stopReason];
    const end = reason === 'endoftext' ? [token('<|endoftext|>', text.length, context)] : [];
    return {
      id: 1234,
      prompt: { text: prompt, tokens: tokens(prompt, context) },
      completions: [
        {
          data: { text, tokens: [...tokens(text, context), ...end] },
          finishReason: { reason, ...(reason === 'length' && { length: reply.usage.outputTokens }) },
        },
      ],
    };
  },
};

const FINISH_REASONS = stopWords('endoftext', { max_tokens: 'length', stop_sequence: 'stop' });

function tokens(text: string, context: RenderContext): unknown[] {
  let start = 0;
  return pieces(text, context.model, context.ids).map((piece) => {
    const made = token(piece.replaceAll(' ', '▁').replaceAll('\n', '<|newline|>'), start, context, piece.length);
    start += piece.length;
    return made;
  });
}

/** Log probabilities are drawn; the range counts characters of the text. */
function token(text: string, start: number, { ids }: RenderContext, length = 0): unknown {
  const logprob = -ids.integer(10_000_000) / 1_000_000;
  return {
    generatedToken: { token: text, logprob, raw_logprob: logprob },
    topTokens: null,
    textRange: { start, end: start + length },
  };
}
