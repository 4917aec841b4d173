/** What the original's `test_completions.py` and `test_top_level.py` pin, against the double: loose and strict. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AI_PROMPT, AnthropicBedrock, countTokens, getTokenizer, HUMAN_PROMPT } from '../../../src/client/index.ts';
import { stage } from './carriers.ts';
import type { Stage } from './carriers.ts';

const PARAMS = {
  model: 'anthropic.claude-v2:1',
  max_tokens_to_sample: 256,
  prompt: `${HUMAN_PROMPT} Hello, world!${AI_PROMPT}`,
};
const ALL = { ...PARAMS, stop_sequences: ['x', 'y'], temperature: 1, top_k: 5, top_p: 0.7 };

let there: Stage;
beforeAll(async () => void (there = await stage(undefined, { scenarios: [{ name: 'hello', answer: 'Hi.' }] })));
afterAll(() => there.close());

describe.each([
  ['loose', false],
  ['strict', true],
])('a %s client', (_name, strictResponseValidation) => {
  let client: AnthropicBedrock;
  beforeAll(() => void (client = there.client({ strictResponseValidation })));

  it('method_create', async () => {
    expect((await client.completions.create(PARAMS)).completion.trim()).toBe('Hi.');
  });

  it('method_create with all params', async () => {
    const { completion, stop_reason } = await client.completions.create(
      { ...ALL, stream: false },
      { headers: { 'x-foo': 'bar' }, query: { q: ['a', 'b'] } },
    );
    expect([completion.trim(), stop_reason]).toEqual(['Hi.', 'stop_sequence']);
    const { model: _model, ...body } = ALL;
    expect(there.double.journal.last).toMatchObject({
      target: '/model/anthropic.claude-v2%3A1/invoke?q=a%2Cb',
      body: { anthropic_version: 'bedrock-2023-05-31', ...body },
    });
  });

  it('raw_response', async () => {
    const response = await client.completions.create(PARAMS).asResponse();
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(((await response.json()) as { completion: string }).completion.trim()).toBe('Hi.');
  });

  it('streaming_response', async () => {
    const { data, response } = await client.completions.create(PARAMS).withResponse();
    expect([response.status, data.completion.trim()]).toEqual([200, 'Hi.']);
  });

  it('method_create, streamed', async () => {
    const stream = await client.completions.create({ ...PARAMS, stream: true });
    expect((await stream.collect()).at(-1)?.stop_reason).toBe('stop_sequence');
  });

  it('method_create with all params, streamed', async () => {
    const stream = await client.completions.create({ ...ALL, stream: true });
    expect((await stream.result()).completion.trim()).toBe('Hi.');
    expect(there.double.journal.last?.target).toBe('/model/anthropic.claude-v2%3A1/invoke-with-response-stream');
    expect(there.double.journal.last?.body).not.toHaveProperty('stream');
  });

  it('raw_response, streamed', async () => {
    const response = await client.completions.create({ ...PARAMS, stream: true }).asResponse();
    expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(16);
  });

  it('streaming_response, streamed', async () => {
    const { data, requestId } = await client.completions.create({ ...PARAMS, stream: true }).withResponse();
    expect([(await data.collect()).length > 0, requestId === data.requestId]).toEqual([true, true]);
  });
});

describe('offline', () => {
  it.each([
    ['Hello world!', 3],
    ['hello world!', 3],
    ['', 0],
    ['<EOT>', 1],
  ])('%j counts %d', async (text, tokens) => {
    expect([await countTokens(text), await new AnthropicBedrock({ env: {} }).countTokens(text)]).toEqual([
      tokens,
      tokens,
    ]);
  });

  it('has the tokenizer itself', async () => {
    for (const tokenizer of [await getTokenizer(), await new AnthropicBedrock({ env: {} }).getTokenizer()]) {
      expect(tokenizer.encode('hello world!')).toHaveLength(3);
      tokenizer.free();
    }
  });

  it('has the turns of a prompt', () => {
    expect([HUMAN_PROMPT, AI_PROMPT]).toEqual(['\n\nHuman:', '\n\nAssistant:']);
    expect([AnthropicBedrock.HUMAN_PROMPT, AnthropicBedrock.AI_PROMPT]).toEqual([HUMAN_PROMPT, AI_PROMPT]);
  });
});
