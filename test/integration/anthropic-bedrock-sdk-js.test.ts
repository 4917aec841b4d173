/**
 * Anthropic's own Bedrock SDK for TypeScript, unmodified: the newest, the last with `completions`, and an older one that
 * signs the host without its port. Configured by the environment alone, as its users do.
 */
import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';
import AnthropicBedrock0x from 'bedrock-sdk-0x';
import AnthropicBedrockHostBug from 'bedrock-sdk-host-bug';
import { getToken } from '@aws/bedrock-token-generator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bedrock, createBedrock } from '../../src/mock-server/index.ts';

const CLAUDE = 'anthropic.claude-3-5-sonnet-20241022-v2:0';

let bedrock: Bedrock;

beforeAll(async () => {
  bedrock = createBedrock();
  await bedrock.listen();
});
afterAll(() => bedrock.close());
beforeEach(() => {
  bedrock.reset();
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  vi.stubEnv('ANTHROPIC_BEDROCK_BASE_URL', bedrock.url);
});
afterEach(() => vi.unstubAllEnvs());

const HELLO = { max_tokens: 100, messages: [{ role: 'user' as const, content: 'Say hello.' }] };

describe('the newest', () => {
  test('messages.create', async () => {
    bedrock.scenarios.add({ name: 'hello', answer: 'Hello there.' });
    const message = await new AnthropicBedrock().messages.create({ ...HELLO, model: CLAUDE });
    expect(message.content).toEqual([{ type: 'text', text: 'Hello there.' }]);
    expect(message.stop_reason).toBe('end_turn');
    expect(bedrock.journal.last?.caller).toMatchObject({ kind: 'sigv4', accessKeyId: 'AKIDEXAMPLE' });
  });

  test('messages.stream folds to the final message, tools and all', async () => {
    bedrock.scenarios.add({
      name: 'tool',
      answer: {
        reply: { content: [{ text: 'One moment.' }, { toolUse: { name: 'add', input: { a: 1, b: [2, 'drei'] } } }] },
      },
    });
    const tools = [{ name: 'add', input_schema: { type: 'object' as const } }];
    const stream = new AnthropicBedrock().messages.stream({
      ...HELLO,
      model: `global.anthropic.claude-sonnet-4-5-20250929-v1:0`,
      tools,
    });
    const message = await stream.finalMessage();
    expect(message.content).toMatchObject([
      { type: 'text', text: 'One moment.' },
      { type: 'tool_use', name: 'add', input: { a: 1, b: [2, 'drei'] } },
    ]);
    expect(message.stop_reason).toBe('tool_use');
  });

  test('thinking streams with its signature', async () => {
    bedrock.scenarios.add({
      name: 'think',
      answer: { reply: { content: [{ thinking: 'Let me see.', signature: 'c2ln' }, { text: 'Done.' }] } },
    });
    const message = await new AnthropicBedrock().messages.stream({ ...HELLO, model: CLAUDE }).finalMessage();
    expect(message.content).toEqual([
      { type: 'thinking', thinking: 'Let me see.', signature: 'c2ln' },
      { type: 'text', text: 'Done.' },
    ]);
  });

  test("errors have their classes and AWS's texts", async () => {
    const client = new AnthropicBedrock({ maxRetries: 0 });
    await expect(client.messages.create({ ...HELLO, model: 'nonsense' })).rejects.toMatchObject({
      status: 400,
      message: '400 The provided model identifier is invalid.',
    });
    bedrock.scenarios.add({ name: 'throttled', answer: { error: 'ThrottlingException' } });
    await expect(client.messages.create({ ...HELLO, model: CLAUDE })).rejects.toBeInstanceOf(
      AnthropicBedrock.RateLimitError,
    );
  });

  test('a short-term API key is verified by its signature', async () => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
    const apiKey = await getToken({ credentials, region: 'us-east-1', expiresInSeconds: 60 });
    const message = await new AnthropicBedrock({ apiKey }).messages.create({ ...HELLO, model: CLAUDE });
    expect(message.role).toBe('assistant');
    expect(bedrock.journal.last?.caller?.kind).toBe('bearer');
    const forged = await getToken({
      credentials: { ...credentials, secretAccessKey: 'x' },
      region: 'us-east-1',
      expiresInSeconds: 60,
    });
    await expect(
      new AnthropicBedrock({ apiKey: forged, maxRetries: 0 }).messages.create({ ...HELLO, model: CLAUDE }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe('0.36, the last with completions: the first sample of the Claude guide', () => {
  test('completions.create', async () => {
    bedrock.scenarios.add({
      name: 'joke',
      when: { prompt: 'outer space' },
      answer: 'Why did the moon skip dinner? It was full.',
    });
    const client = new AnthropicBedrock0x();
    const completion = await client.completions.create({
      prompt: `${AnthropicBedrock0x.HUMAN_PROMPT} Tell me a funny joke about outer space! ${AnthropicBedrock0x.AI_PROMPT}`,
      model: 'anthropic.claude-v2',
      max_tokens_to_sample: 300,
    });
    expect(completion).toMatchObject({
      type: 'completion',
      completion: ' Why did the moon skip dinner? It was full.',
      stop_reason: 'stop_sequence',
    });
  });

  test('completions.create, streamed', async () => {
    bedrock.scenarios.add({ name: 'mars', answer: 'Mars is far, and cold, and red.' });
    const stream = await new AnthropicBedrock0x().completions.create({
      prompt: `${AnthropicBedrock0x.HUMAN_PROMPT} Write a very short essay about space travel to Mars${AnthropicBedrock0x.AI_PROMPT}`,
      model: 'anthropic.claude-v2',
      stream: true,
      max_tokens_to_sample: 300,
    });
    let text = '';
    for await (const completion of stream) text += completion.completion;
    expect(text.trim()).toBe('Mars is far, and cold, and red.');
  });

  test('messages.create', async () => {
    const message = await new AnthropicBedrock0x().messages.create({ ...HELLO, model: CLAUDE });
    expect(message.role).toBe('assistant');
  });
});

test('0.26 signs its host without the port, and is understood', async () => {
  const message = await new AnthropicBedrockHostBug().messages.create({ ...HELLO, model: CLAUDE });
  expect(message.role).toBe('assistant');
});
