/**
 * Cohere Embed. Version 3 answers a list of vectors, or one list a type where types are asked; version 4 always by
 * type (langchain-ai/langchain-aws issue 680) and in another order of members.
 */
import type { Family, FullReply, RenderContext } from '../family.ts';
import * as read from '../read.ts';

export const cohereEmbed: Family = {
  countsOutput: false,

  conversation: (body) => {
    const request = read.asRecord(body);
    const texts = read.asStrings(request['texts']);
    return read.conversation({
      turns: [read.turn('user', texts.join('\n'))],
      inputs: [...texts, ...read.asStrings(request['images']), ...read.asArray(request['inputs']).map(interleaved)],
      dimensions: read.asNumber(request['output_dimension']),
    });
  },

  body: (reply, context) => {
    const { model, body, ids } = context;
    const texts = read.asStrings(read.asRecord(body)['texts']);
    const asked = typesAsked(context);
    const id = ids.uuid();
    if (model.modelId.includes('embed-v4')) {
      const embeddings = byType(reply, asked.length === 0 ? ['float'] : asked);
      return { id, texts, embeddings, response_type: 'embeddings_by_type' };
    }
    if (asked.length === 0) return { embeddings: reply.embeddings, id, response_type: 'embeddings_floats', texts };
    return { embeddings: byType(reply, asked), id, response_type: 'embeddings_by_type', texts };
  },
};

function interleaved(input: unknown): string {
  const parts = read.asArray(read.asRecord(input)['content']).map(read.asRecord);
  return parts.map(({ text, image_url }) => read.asString(text) || read.asText(image_url)).join('\n');
}

function typesAsked({ body }: RenderContext): readonly string[] {
  return read.asStrings(read.asRecord(body)['embedding_types']).filter((type) => Object.hasOwn(AS_TYPE, type));
}

function byType({ embeddings }: FullReply, types: readonly string[]): unknown {
  return Object.fromEntries(types.map((type) => [type, embeddings.map((vector) => AS_TYPE[type]?.(vector))]));
}

type Encode = (vector: readonly number[]) => readonly number[];

/** Whole numbers of 8 bits; the binary types hold the signs of eight numbers in one, the first in the highest bit. */
const AS_TYPE: Readonly<Record<string, Encode>> = {
  float: (vector) => vector,
  int8: (vector) => vector.map((x) => clamp(Math.round(x * 127), -128, 127)),
  uint8: (vector) => vector.map((x) => clamp(Math.round(x * 127) + 128, 0, 255)),
  binary: (vector) => signBits(vector).map((byte) => byte - 128),
  ubinary: signBits,
};

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function signBits(vector: readonly number[]): number[] {
  const bytes = Array.from({ length: Math.ceil(vector.length / 8) }, () => 0);
  vector.forEach((x, index) => {
    if (x > 0) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (128 >> (index & 7));
  });
  return bytes;
}
