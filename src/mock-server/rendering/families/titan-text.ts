/** Amazon Titan Text (recorded in openinference, openllmetry, opentelemetry-java-instrumentation). */
import type { Family, FullReply } from '../family.ts';
import { isBlocked, rewritten } from '../guardrail.ts';
import { plainPieces, plainText } from '../plain-text.ts';
import { labelledDialogue } from '../prompts.ts';
import * as read from '../read.ts';
import { stopWords } from '../stop-words.ts';

const LABELS = { user: 'User', assistant: 'Bot' };

export const titanText: Family = {
  repeatable: true,
  conversation: (body) => {
    const request = read.asRecord(body);
    const config = read.asRecord(request['textGenerationConfig']);
    return read.conversation({
      ...labelledDialogue(read.asString(request['inputText']), LABELS),
      maxTokens: read.asNumber(config['maxTokenCount']),
      stopSequences: read.asStrings(config['stopSequences']),
    });
  },

  guarded: rewritten,

  body: (reply) => ({
    inputTextTokenCount: reply.usage.inputTokens,
    results: [
      {
        tokenCount: reply.usage.outputTokens,
        outputText: plainText(reply),
        completionReason: completionReason(reply),
      },
    ],
  }),

  /** A few long pieces: the first alone counts the input, the last alone the output. */
  chunks: (reply, context) => {
    const said = plainPieces(reply, context);
    const outputs = said.length === 0 ? [''] : said;
    return outputs.map((outputText, position) => {
      const last = position === outputs.length - 1;
      return {
        outputText,
        index: 0,
        totalOutputTextTokenCount: last ? reply.usage.outputTokens : null,
        completionReason: last ? completionReason(reply) : null,
        inputTextTokenCount: position === 0 ? reply.usage.inputTokens : null,
      };
    });
  },
};

/** None where a guardrail blocked the request (openllmetry, August 2025). */
function completionReason({ guardrail, stopReason }: FullReply): string | null {
  return guardrail && isBlocked(guardrail) ? null : COMPLETION_REASONS[stopReason];
}

/** `FINISH` and `LENGTH` are recorded, where the documentation has `FINISHED`; the others are only documented. */
const COMPLETION_REASONS = stopWords('FINISH', {
  max_tokens: 'LENGTH',
  stop_sequence: 'STOP_CRITERIA_MET',
  content_filtered: 'CONTENT_FILTERED',
});
