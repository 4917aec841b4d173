/** Cohere Rerank, and Amazon Rerank, which has the same shape. No tokens are counted in its headers. */
import type { Family } from '../family.ts';
import * as read from '../read.ts';

export const cohereRerank: Family = {
  countsInput: false,
  countsOutput: false,

  /** The first input is the query, then come the documents: texts, or objects with a `text`. */
  conversation: (body) => {
    const request = read.asRecord(body);
    const query = read.asString(request['query']);
    return read.conversation({
      turns: [read.turn('user', query)],
      inputs: [query, ...read.asArray(request['documents']).map(documentText)],
    });
  },

  body: (reply, { body }) => {
    const topN = read.asNumber(read.asRecord(body)['top_n']) ?? Infinity;
    return {
      results: reply.ranking
        .slice(0, topN)
        .map(({ index, relevanceScore }) => ({ index, relevance_score: relevanceScore })),
    };
  },
};

function documentText(value: unknown): string {
  return read.asText(read.asRecord(value)['text'] ?? value);
}
