import { describe, expect, it } from 'vitest';
import { cohereEmbed } from '../../../../../src/mock-server/rendering/families/cohere-embed.ts';
import { cohereRerank } from '../../../../../src/mock-server/rendering/families/cohere-rerank.ts';
import { titanEmbedText } from '../../../../../src/mock-server/rendering/families/titan-embed-text.ts';
import { context, reply } from './stage.ts';

const VECTOR = [0.5, -0.25, 0, 1, -1, 0.1, 0.1, 0.1, 0.9];
const vectors = reply({ embeddings: [VECTOR] });
const FLOATS = '[0.5,-0.25,0,1,-1,0.1,0.1,0.1,0.9]';

describe('Titan Text Embeddings', () => {
  it.each([
    ['amazon.titan-embed-text-v1', {}, `{"embedding":${FLOATS},"inputTextTokenCount":7}`],
    ['amazon.titan-embed-g1-text-02', {}, `{"embedding":${FLOATS},"inputTextTokenCount":7}`],
    [
      'amazon.titan-embed-text-v2:0',
      {},
      `{"embedding":${FLOATS},"embeddingsByType":{"float":${FLOATS}},"inputTextTokenCount":7}`,
    ],
    [
      'amazon.titan-embed-text-v2:0',
      { embeddingTypes: ['binary'] },
      '{"embeddingsByType":{"binary":[1,0,0,1,0,1,1,1,1]},"inputTextTokenCount":7}',
    ],
    [
      'amazon.titan-embed-text-v2:0',
      { embeddingTypes: ['float', 'binary', 'constructor'] },
      `{"embedding":${FLOATS},"embeddingsByType":{"float":${FLOATS},"binary":[1,0,0,1,0,1,1,1,1]},"inputTextTokenCount":7}`,
    ],
  ])('%s %j', (modelId, request, expected) => {
    expect(titanBody(modelId, request)).toBe(expected);
  });

  it('reads the text and the size wanted', () => {
    expect(titanEmbedText.conversation({ inputText: 'Hi', dimensions: 256 })).toMatchObject({
      inputs: ['Hi'],
      dimensions: 256,
      turns: [{ role: 'user', text: 'Hi' }],
    });
    expect(titanEmbedText.countsOutput).toBe(false);
    expect(titanEmbedText).not.toHaveProperty('chunks');
  });
});

describe('Cohere Embed', () => {
  const V3 = 'cohere.embed-english-v3';
  const V4 = 'cohere.embed-v4:0';

  it.each([
    [V3, { texts: ['Hi'] }, `{"embeddings":[${FLOATS}],"id":"ID","response_type":"embeddings_floats","texts":["Hi"]}`],
    [
      V3,
      { texts: ['Hi'], embedding_types: ['int8', 'uint8'] },
      '{"embeddings":{"int8":[[64,-32,0,127,-127,13,13,13,114]],"uint8":[[192,96,128,255,1,141,141,141,242]]},"id":"ID","response_type":"embeddings_by_type","texts":["Hi"]}',
    ],
    [
      V3,
      { texts: ['Hi'], embedding_types: ['ubinary', 'binary'] },
      '{"embeddings":{"ubinary":[[151,128]],"binary":[[23,0]]},"id":"ID","response_type":"embeddings_by_type","texts":["Hi"]}',
    ],
    [
      V4,
      { texts: ['Hi'] },
      `{"id":"ID","texts":["Hi"],"embeddings":{"float":[${FLOATS}]},"response_type":"embeddings_by_type"}`,
    ],
    [
      V4,
      { texts: ['Hi'], embedding_types: ['ubinary', 'constructor'] },
      '{"id":"ID","texts":["Hi"],"embeddings":{"ubinary":[[151,128]]},"response_type":"embeddings_by_type"}',
    ],
  ])('%s %j', (modelId, request, expected) => {
    expect(embedBody(modelId, request)).toBe(expected);
  });

  it('reads texts, images and what mixes both', () => {
    const inputs = [
      {
        content: [
          { type: 'text', text: 'A cat' },
          { type: 'image_url', image_url: 'data:,' },
        ],
      },
    ];
    const asked = { texts: ['Hi', 'Ho'], images: ['data:x'], inputs, output_dimension: 512 };
    expect(cohereEmbed.conversation(asked)).toMatchObject({
      inputs: ['Hi', 'Ho', 'data:x', 'A cat\ndata:,'],
      dimensions: 512,
    });
    expect(cohereEmbed.countsOutput).toBe(false);
  });
});

const ranking = [
  { index: 1, relevanceScore: 0.9 },
  { index: 0, relevanceScore: 0.1 },
];

describe('Cohere Rerank', () => {
  it('ranks as many as are wanted', () => {
    expect(rerankBody({})).toBe('{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]}');
    expect(rerankBody({ top_n: 1 })).toBe('{"results":[{"index":1,"relevance_score":0.9}]}');
  });

  it('reads the query first, then the documents', () => {
    expect(
      cohereRerank.conversation({ query: 'cat?', documents: ['a dog', { text: 'a cat' }, { title: 'x' }] }),
    ).toMatchObject({
      turns: [{ role: 'user', text: 'cat?' }],
      inputs: ['cat?', 'a dog', 'a cat', '{"title":"x"}'],
    });
    expect([cohereRerank.countsInput, cohereRerank.countsOutput]).toEqual([false, false]);
  });
});

function titanBody(modelId: string, request: unknown) {
  return JSON.stringify(titanEmbedText.body(vectors, context(modelId, request)));
}

function embedBody(modelId: string, request: unknown) {
  return JSON.stringify(cohereEmbed.body(vectors, context(modelId, request))).replace(
    /"id":"[0-9a-f-]{36}"/,
    '"id":"ID"',
  );
}

function rerankBody(request: unknown) {
  return JSON.stringify(cohereRerank.body(reply({ ranking }), context('cohere.rerank-v3-5:0', request)));
}
