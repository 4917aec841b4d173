/** Amazon Titan Text Embeddings; the vectors by type since version 2. Vectors are what the reply gives, unchanged. */
import type { Family } from '../family.ts';
import * as read from '../read.ts';

export const titanEmbedText: Family = {
  countsOutput: false,

  conversation: (body) => {
    const request = read.asRecord(body);
    const text = read.asString(request['inputText']);
    return read.conversation({
      turns: [read.turn('user', text)],
      inputs: [text],
      dimensions: read.asNumber(request['dimensions']),
    });
  },

  /** `embedding` repeats the numbers of `float`, and is missing where only bits are asked. */
  body: (reply, { model, body }) => {
    const [vector = []] = reply.embeddings;
    const inputTextTokenCount = reply.usage.inputTokens;
    if (!model.modelId.includes('-v2')) return { embedding: vector, inputTextTokenCount };
    const asked = read.asStrings(read.asRecord(body)['embeddingTypes']).filter((type) => Object.hasOwn(AS_TYPE, type));
    const types = asked.length === 0 ? ['float'] : asked;
    return {
      ...(types.includes('float') && { embedding: vector }),
      embeddingsByType: Object.fromEntries(types.map((type) => [type, AS_TYPE[type]?.(vector)])),
      inputTextTokenCount,
    };
  },
};

/** One bit a number, not packed, as documented. */
const AS_TYPE: Readonly<Record<string, (vector: readonly number[]) => readonly number[]>> = {
  float: (vector) => vector,
  binary: (vector) => vector.map((x) => (x > 0 ? 1 : 0)),
};
