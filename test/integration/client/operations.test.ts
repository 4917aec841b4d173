/** Every operation, over every carrier, signed and verified. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnthropicBedrock } from '../../../src/client/index.ts';
import { CARRIERS, stage } from './carriers.ts';
import type { Stage } from './carriers.ts';

const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0';
const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 200, prompt: '\n\nHuman: hi\n\nAssistant:' };
const MESSAGE = { model: CLAUDE, max_tokens: 200, messages: [{ role: 'user' as const, content: 'Hi' }] };
const CONVERSE = { modelId: CLAUDE, messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }] };
const TOOLS = [{ name: 'weather', description: 'w', input_schema: { type: 'object' as const, properties: {} } }];
const TOOL_CONFIG = {
  tools: [{ toolSpec: { name: 'weather', description: 'w', inputSchema: { json: { type: 'object' } } } }],
};
const INPUT = { city: 'Zürich', days: [1, 2] };

describe.each(CARRIERS)('over $name', (carrier) => {
  let there: Stage;
  let client: AnthropicBedrock;

  beforeAll(async () => {
    there = await stage(carrier);
    client = there.client();
  });
  afterAll(() => there.close());
  beforeEach(() => {
    there.double.reset();
    there.double.scenarios.add({ name: 'hello', answer: 'Hello, Zürich 😀!' });
  });

  it('speaks what it should', async () => {
    await client.messages.create(MESSAGE);
    expect(there.double.journal.last).toMatchObject({
      protocol: carrier.http2 ? 'HTTP/2.0' : 'HTTP/1.1',
      caller: { accessKeyId: 'AKIDEXAMPLE' },
    });
  });

  it('completions.create', async () => {
    const completion = await client.completions.create(PROMPT);
    expect(completion.completion.trim()).toBe('Hello, Zürich 😀!');
    expect(completion.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('completions.create with stream', async () => {
    const texts: string[] = [];
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    for await (const { completion } of stream) texts.push(completion);
    expect(texts.join('').trim()).toBe('Hello, Zürich 😀!');
    expect(texts.length).toBeGreaterThan(2);
    expect(await stream.result()).toMatchObject({ completion: texts.join(''), stop_reason: 'stop_sequence' });
  });

  it('messages.create', async () => {
    expect(await client.messages.create(MESSAGE)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello, Zürich 😀!' }],
      stop_reason: 'end_turn',
    });
  });

  it('messages.create with stream, and messages.stream', async () => {
    const events = await (await client.messages.create({ ...MESSAGE, stream: true })).collect();
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['message_start', 'message_stop']);
    const stream = client.messages.stream(MESSAGE);
    const pieces: string[] = [];
    for await (const piece of stream.text()) pieces.push(piece);
    expect(pieces.join('')).toBe('Hello, Zürich 😀!');
    expect((await stream.finalMessage()).content).toEqual([{ type: 'text', text: 'Hello, Zürich 😀!' }]);
  });

  it('messages with tools, whole and streamed, are the same message', async () => {
    const content = [{ text: 'Let me see.' }, { toolUse: { name: 'weather', input: INPUT } }];
    there.double.scenarios.replace([{ name: 'tool', answer: { reply: { content } } }]);
    const whole = await client.messages.create({ ...MESSAGE, tools: TOOLS });
    const streamed = await client.messages.stream({ ...MESSAGE, tools: TOOLS }).finalMessage();
    for (const message of [whole, streamed]) {
      expect(message).toMatchObject({
        stop_reason: 'tool_use',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', name: 'weather', input: INPUT },
        ],
      });
    }
  });

  it('messages with thinking', async () => {
    const content = [{ thinking: 'I think so.', signature: 'c2ln' }, { text: 'Yes.' }];
    there.double.scenarios.replace([{ name: 'thinking', answer: { reply: { content } } }]);
    const params = {
      ...MESSAGE,
      model: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
      max_tokens: 4000,
      thinking: { type: 'enabled' as const, budget_tokens: 2000 },
    };
    const expected = [
      { type: 'thinking', thinking: 'I think so.', signature: 'c2ln' },
      { type: 'text', text: 'Yes.' },
    ];
    expect((await client.messages.create(params)).content).toEqual(expected);
    expect((await client.messages.stream(params).finalMessage()).content).toEqual(expected);
  });

  it('converse and converseStream, with tools, are the same message', async () => {
    const content = [{ text: 'Let me see.' }, { toolUse: { name: 'weather', input: INPUT, toolUseId: 'tooluse_abc' } }];
    there.double.scenarios.replace([{ name: 'tool', answer: { reply: { content } } }]);
    const input = { ...CONVERSE, toolConfig: TOOL_CONFIG };
    const whole = await client.bedrock.converse(input);
    const streamed = await (await client.bedrock.converseStream(input)).result();
    expect(whole.output.message).toEqual({ role: 'assistant', content });
    expect(streamed.output).toEqual(whole.output);
    expect([streamed.stopReason, streamed.usage?.totalTokens]).toEqual([whole.stopReason, whole.usage.totalTokens]);
  });

  it('invokeModel', async () => {
    const body = { prompt: PROMPT.prompt, max_tokens_to_sample: 5 };
    const response = await client.bedrock.invokeModel({ modelId: PROMPT.model, body });
    expect(JSON.parse(Buffer.from(response.body).toString())).toMatchObject({ stop_reason: 'stop_sequence' });
    expect([response.contentType, response.requestId]).toEqual([
      'application/json',
      there.double.journal.last?.requestId,
    ]);
  });

  it('invokeModel takes text and bytes as they are', async () => {
    const text = '{ "prompt" : "\\n\\nHuman: é\\n\\nAssistant:", "max_tokens_to_sample":5 }';
    for (const body of [text, Buffer.from(text)]) {
      await client.bedrock.invokeModel({ modelId: PROMPT.model, body });
      expect(Buffer.from(there.double.journal.raw().at(-1)?.request.body ?? []).toString()).toBe(text);
    }
  });

  it('invokeModelWithResponseStream, of a family that has no layer here', async () => {
    const body = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
    const stream = await client.bedrock.invokeModelWithResponseStream({ modelId: 'amazon.nova-micro-v1:0', body });
    const chunks = (await stream.result()).map(
      (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { contentBlockDelta?: { delta: { text: string } } },
    );
    expect(chunks.map(({ contentBlockDelta }) => contentBlockDelta?.delta.text ?? '').join('')).toBe(
      'Hello, Zürich 😀!',
    );
  });

  it('countTokens, of both forms', async () => {
    const [converse, message] = [
      await client.bedrock.countTokens({ modelId: CLAUDE, input: { converse: CONVERSE } }),
      await client.messages.countTokens(MESSAGE),
    ];
    expect(converse.inputTokens).toBeGreaterThan(0);
    expect(message.input_tokens).toBe(converse.inputTokens);
  });

  it('listFoundationModels', async () => {
    const { modelSummaries } = await client.bedrock.listFoundationModels({ byProvider: 'anthropic' });
    expect(new Set(modelSummaries.map(({ providerName }) => providerName))).toEqual(new Set(['Anthropic']));
    expect(modelSummaries.map(({ modelId }) => modelId)).toContain(CLAUDE);
  });

  it('any request, by the generic way', async () => {
    const { modelDetails } = await client.bedrock.request<{ modelDetails: { modelId: string } }>({
      method: 'GET',
      path: `/foundation-models/${encodeURIComponent(CLAUDE)}`,
      service: 'bedrock',
    });
    expect(modelDetails.modelId).toBe(CLAUDE);
  });

  it.each([
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0',
    'us.anthropic.claude-3-haiku-20240307-v1:0',
  ])('the model %s arrives as it is', async (model) => {
    await client.messages.create({ ...MESSAGE, model });
    expect(there.double.journal.last).toMatchObject({ modelId: model, status: 200 });
  });

  it('an image', async () => {
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const content = [
      { image: { format: 'png' as const, source: { bytes: new Uint8Array(bytes) } } },
      { text: 'What is it?' },
    ];
    await client.bedrock.converse({ modelId: CLAUDE, messages: [{ role: 'user', content }] });
    expect(there.double.journal.last?.body).toHaveProperty(
      'messages.0.content.0.image.source.bytes',
      bytes.toString('base64'),
    );
  });
});
