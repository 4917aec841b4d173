/** Answers that clients give up under msw, which makes a copy of each. */
import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { createBedrock } from '../../../src/index.ts';
import { bedrockHandlers } from '../../../src/msw/index.ts';

const CONVERSE = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1:0/converse';

function intercept(...handlers: Parameters<typeof setupServer>): ReturnType<typeof setupServer> {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  return server;
}

test('a client may cancel an answer before it tries again, as the SDK of Anthropic does', async () => {
  const answer = [{ error: 'ThrottlingException' as const }, { reply: 'At last.' }];
  const bedrock = createBedrock({ scenarios: [{ name: 'busy', answer }] });
  using handlers = bedrockHandlers(bedrock);
  intercept(...handlers);
  const client = new AnthropicBedrock({ awsRegion: 'us-east-1', awsAccessKey: 'test', awsSecretKey: 'test' });
  const model = 'anthropic.claude-3-haiku-20240307-v1:0';
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  const { content } = await client.messages.create({ model, max_tokens: 9, messages });
  expect(content).toMatchObject([{ text: 'At last.' }]);
  expect(bedrock.journal.all().map(({ status }) => status)).toEqual([429, 200]);
});

test('a stream that is cancelled is noticed, though nobody reads its copy', async () => {
  const timing = { tokensPerSecond: 0.001 };
  const bedrock = createBedrock({ auth: 'off', scenarios: [{ name: 'slow', answer: { reply: 'one two', timing } }] });
  using handlers = bedrockHandlers(bedrock);
  intercept(...handlers);
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
  const response = await fetch(`${CONVERSE}-stream`, { method: 'POST', body });
  const reader = response.body!.getReader();
  expect((await reader.read()).value?.length).toBeGreaterThan(100);
  expect(bedrock.journal.last?.outcome).toBe('pending');
  await reader.cancel();
  expect(bedrock.journal.last?.outcome).toBe('client-gone');
});

test('the copy stays whole for whoever listens', async () => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [{ name: 'all', answer: 'Hello.' }] });
  using handlers = bedrockHandlers(bedrock);
  const server = intercept(...handlers);
  const heard: Promise<string>[] = [];
  server.events.on('response:mocked', ({ response }) => void heard.push(response.text()));
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
  const response = await fetch(CONVERSE, { method: 'POST', body });
  await response.body?.cancel();
  expect((await Promise.all(heard))[0]).toContain('Hello.');
});
