import 'bedrock-touchstone/vitest';
import { createBedrock } from 'bedrock-touchstone';
import { bedrockHandlers } from 'bedrock-touchstone/msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { summarize, summarizeSlowly } from '../src/summarize.ts';

const bedrock = createBedrock({
  scenarios: [
    { name: 'good', when: { prompt: 'wonderful' }, reply: 'They liked it.' },
    {
      name: 'busy at first',
      when: { prompt: 'never again' },
      answer: [{ error: 'ThrottlingException' }, { reply: 'They did not like it.' }],
    },
  ],
});
const server = setupServer(...bedrockHandlers(bedrock));

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => bedrock.reset());
afterAll(() => server.close());

test('a review becomes a sentence', async () => {
  expect(await summarize('A wonderful evening.')).toBe('They liked it.');
  expect(bedrock).toHaveReceived({
    operation: 'InvokeModel',
    model: 'anthropic.claude-*',
    prompt: /^A wonderful/,
    system: 'one sentence',
    body: { max_tokens: 200 },
  });
});

test('a throttled call is tried again', async () => {
  expect(await summarize('Once and never again.')).toBe('They did not like it.');
  expect(bedrock).toHaveReceivedTimes(2, { prompt: 'never again' });
});

test('a stream arrives in pieces, to its end', async () => {
  const pieces: string[] = [];
  for await (const piece of summarizeSlowly('It was wonderful.')) pieces.push(piece);
  expect(pieces.join('')).toBe('They liked it.');
  expect(bedrock).toHaveStreamedToCompletion();
});

test('an answer that nobody scripted says so', async () => {
  expect(await summarize('A wondrous evening.')).toContain('The nearest is "good"');
  expect(bedrock).not.toHaveMatchedEverything();
});
