import { expect, test } from 'vitest';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { SERVER_CASES } from '../../../../src/conformance/cases/server/index.ts';
import { mostOf, spentOn } from '../../../../src/conformance/live/cost.ts';
import { priceOf } from '../../../../src/conformance/live/prices.ts';
import { expand } from '../../../../src/conformance/server/expand.ts';
import { outputLimit } from '../../../../src/conformance/server/output-limit.ts';
import { planned } from '../../../../src/conformance/server/perform.ts';
import { see, type SeenAnswer } from '../../../../src/conformance/server/seen.ts';
import { settle } from '../../../../src/conformance/server/settings.ts';
import type { ServerOperation } from '../../../../src/conformance/server/request.ts';

const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const MARGIN = 1.25;
const price = priceOf(HAIKU);

function answered(operation: ServerOperation, answer: Partial<SeenAnswer['answer']>, body = ''): SeenAnswer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const request = {
    http: 'http1',
    method: 'POST',
    target: '/',
    headers: [],
    body: Buffer.from('{"inferenceConfig":{"maxTokens":16}}'),
  } as const;
  const pieces = [{ at: 1, bytes }];
  const full = { status: 200, headers: [], pieces, ending: 'end', endAt: 2, ...answer } as const;
  return see({ operation, request, answer: full, begunAt: 0 });
}

test('prices are those of the list with a margin, through profiles too; an unknown model is the dearest', () => {
  expect(priceOf(HAIKU)).toEqual({ input: 0.25 * MARGIN, output: 1.25 * MARGIN });
  expect(priceOf('eu.amazon.nova-micro-v1:0')).toEqual({ input: 0.035 * MARGIN, output: 0.14 * MARGIN });
  expect(priceOf('us.anthropic.claude-opus-4-1-20250805-v1:0')).toEqual({ input: 15 * MARGIN, output: 75 * MARGIN });
  expect(priceOf('anthropic.claude-opus-4-20250514-v1:0')).toEqual({ input: 15 * MARGIN, output: 75 * MARGIN });
  expect(priceOf('anthropic.claude-opus-4-6-v1')).toEqual({ input: 5 * MARGIN, output: 25 * MARGIN });
  expect(priceOf('anthropic.claude-of-tomorrow')).toEqual({ input: 30 * MARGIN, output: 150 * MARGIN });
});

test('the most a request may cost: a token for each byte and for what stands before, all of the limit written', () => {
  const { request } = answered('Converse', {});
  expect(mostOf([{ operation: 'Converse', request }], price)).toEqual({
    calls: 1,
    inputBytes: 36,
    maxOutputTokens: 16,
    usd: (636 * price.input + 16 * price.output) / 1e6,
  });
  const without = { ...request, body: Buffer.from('{}') };
  expect(mostOf([{ operation: 'Converse', request: without }], price).maxOutputTokens).toBe(128_000);
});

test('no model reads what is no JSON; tokens are counted for nothing, texts checked by the unit', () => {
  const { request } = answered('Converse', {});
  const broken = { ...request, body: Buffer.from('{"messages": [') };
  expect(mostOf([{ operation: 'Converse', request: broken }], price)).toMatchObject({ calls: 0, usd: 0 });
  expect(mostOf([{ operation: 'CountTokens', request }], price)).toMatchObject({ calls: 0, usd: 0 });
  expect(mostOf([{ operation: 'ApplyGuardrail', request }], price).usd).toBe(0.001);
});

test('what was refused or throttled cost nothing', () => {
  for (const status of [400, 403, 404, 429, 503]) expect(spentOn(answered('Converse', { status }), price)).toBe(0);
});

test('what was answered cost what it says: in the body, in the metadata of a stream, in headers', () => {
  const usd = (21 * price.input + 9 * price.output) / 1e6;
  const converse = '{"usage":{"inputTokens":21,"outputTokens":9,"totalTokens":30}}';
  expect(spentOn(answered('Converse', {}, converse), price)).toBe(usd);
  expect(spentOn(answered('InvokeModel', {}, '{"usage":{"input_tokens":21,"output_tokens":9}}'), price)).toBe(usd);
  const headers = [
    ['X-Amzn-Bedrock-Input-Token-Count', '21'],
    ['X-Amzn-Bedrock-Output-Token-Count', '9'],
  ] as const;
  expect(spentOn(answered('InvokeModel', { headers }, '{}'), price)).toBe(usd);
  const metadata = encodeFrame({
    headers: [
      { name: ':message-type', type: 'string', value: 'event' },
      { name: ':event-type', type: 'string', value: 'metadata' },
    ],
    payload: { text: converse },
  });
  expect(spentOn(answered('ConverseStream', { pieces: [{ at: 1, bytes: metadata }] }), price)).toBe(usd);
});

test('what says nothing, or broke off, cost the most', () => {
  const seen = answered('Converse', {});
  const most = mostOf([seen], price).usd;
  expect(spentOn(seen, price)).toBe(most);
  expect(spentOn(answered('Converse', { status: 500 }), price)).toBe(most);
  expect(spentOn(answered('Converse', { status: 0, ending: 'reset' }), price)).toBe(most);
  expect(spentOn(answered('Converse', { status: 424 }), price)).toBe(most);
});

const MODELS = [HAIKU, 'amazon.nova-micro-v1:0'];

test.each(MODELS)('no case that is safe asks %s for more than 16 tokens, many at once, or at random', (model) => {
  const settings = settle({ endpoint: 'https://aws.example', model, maxOutputTokens: 16 });
  const safe = SERVER_CASES.filter(({ live }) => live !== 'doubles-only');
  expect(safe.length).toBeGreaterThan(40);
  const requests = safe.flatMap((one) => one.requests);
  expect(requests.filter(({ together, generate, times, fill }) => together || generate || times || fill)).toEqual([]);
  const costs = expand(safe, settings).flatMap((run) => planned(run, settings).map((one) => mostOf([one], price)));
  expect(costs.filter(({ maxOutputTokens }) => maxOutputTokens > 16)).toEqual([]);
  expect(Math.max(...costs.map(({ inputBytes }) => inputBytes))).toBeLessThan(2_000);
});

test('the limit is found under every name that a family gives it', () => {
  const names = ['maxTokens', 'max_tokens', 'maxTokenCount', 'max_gen_len', 'max_new_tokens', 'max_tokens_to_sample'];
  expect(names.map((name) => outputLimit({ config: [{ [name]: 77 }] }))).toEqual(names.map(() => 77));
  expect(outputLimit({ maxTokens: 'many', top: 5 })).toBeUndefined();
});
