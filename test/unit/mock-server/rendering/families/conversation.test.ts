import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Family } from '../../../../../src/mock-server/rendering/family.ts';
import { FAMILIES } from '../../../../../src/mock-server/rendering/families/index.ts';
import { context, reply, WEATHER } from './stage.ts';

const families = Object.entries(FAMILIES);

/** Names the families read, so that the walk goes deep enough to meet their types. */
const NAMES = [
  'messages',
  'role',
  'content',
  'type',
  'text',
  'tool_use',
  'tool_result',
  'toolUse',
  'toolResult',
  'id',
  'name',
  'input',
  'system',
  'prompt',
  'inputText',
  'textGenerationConfig',
  'inferenceConfig',
  'toolConfig',
  'tools',
  'toolSpec',
  'toolChoice',
  'tool_choice',
  'function',
  'tool_calls',
  'tool_call_id',
  'max_tokens',
  'max_new_tokens',
  'stop',
  'stop_sequences',
  'images',
  'texts',
  'inputs',
  'documents',
  'query',
  'message',
  'chat_history',
  'tool_results',
  'call',
  'outputs',
  'embedding_types',
  'embeddingTypes',
  'top_n',
  'stream',
  'dimensions',
  'json',
  'inputSchema',
  '__proto__',
  'constructor',
] as const;

const TEXTS = [
  'user',
  'assistant',
  'system',
  'tool',
  'text',
  'any',
  'float',
  'constructor',
  '\n\nHuman: Hi\n\nAssistant:',
  '[INST] Hi [/INST]',
  '<<SYS>>',
  '<|start_header_id|>user<|end_header_id|>Hi<|eot_id|>',
  'User: Hi\nBot:',
  '\ud800',
] as const;

const { body: anyBody } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', ...TEXTS),
    fc.jsonValue(),
    fc.array(tie('body'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES), tie('body')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

const FULL = reply({
  content: [{ thinking: 'Hm.' }, { text: 'Hello.' }, { toolUse: WEATHER }, { redactedThinking: 'eA==' }],
  embeddings: [[0.5, -0.5]],
  ranking: [{ index: 0, relevanceScore: 1 }],
});

describe.each(families)('%s', (_, family) => {
  it('reads any JSON without throwing, and answers it', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const conversation = family.conversation(body);
        expect(conversation).toMatchObject({
          system: expect.any(String),
          tools: expect.any(Array),
          turns: expect.any(Array),
        });
        for (const { role, text } of conversation.turns) {
          expect(['user', 'assistant', 'system']).toContain(role);
          expect(text).toBeTypeOf('string');
        }
        const staged = context('amazon.titan-embed-text-v2:0', body);
        expect(() => JSON.stringify([family.body(FULL, staged), family.chunks?.(FULL, staged)])).not.toThrow();
      }),
      { seed: 20_261_001, numRuns: 300 },
    );
  });

  it('answers the same seed with the same bytes', () => {
    expect(bytesOf(family)).toBe(bytesOf(family));
  });

  it('is not held up by a hostile prompt', () => {
    for (const text of ['<<SYS>>', '\n\nHuman:', '[INST]', '<|start_header_id|>', '\n', 'Assistant: ', '<s>']) {
      const long = text.repeat(200_000 / text.length);
      const body = {
        prompt: long,
        inputText: long,
        message: long,
        query: long,
        messages: [{ role: 'user', content: long }],
      };
      expect(family.conversation(body).turns).toBeInstanceOf(Array);
    }
  });

  it('reads what is nested too deeply to write', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    const body = {
      documents: [deep],
      tool_results: [{ call: deep, outputs: deep }],
      inputs: [{ content: [{ image_url: deep }] }],
    };
    expect(family.conversation(body).turns).toBeInstanceOf(Array);
  });
});

it('has a family for every name', () => {
  expect(families.map(([name]) => name).toSorted()).toEqual([
    'ai21-j2',
    'ai21-jamba',
    'claude-messages',
    'claude-text',
    'cohere-command',
    'cohere-command-r',
    'cohere-embed',
    'cohere-rerank',
    'llama',
    'mistral-chat',
    'mistral-text',
    'nova',
    'titan-embed-text',
    'titan-text',
    'unscripted',
  ]);
  expect(families.filter(([, family]) => !('chunks' in family)).map(([name]) => name)).toEqual([
    'titan-embed-text',
    'cohere-embed',
    'cohere-rerank',
    'ai21-j2',
  ]);
});

function bytesOf(family: Family): string {
  const staged = context('anthropic.claude-opus-4-8', {});
  return JSON.stringify([family.body(FULL, staged), family.chunks?.(FULL, staged)]);
}
