import { describe, expect, it } from 'vitest';
import { fakeFetch, KEYS } from '../../support/fake-fetch.ts';
import { AnthropicBedrock, BedrockRuntime } from '../../../src/client/index.ts';

describe('a client is not made of', () => {
  it.each([
    [{ timeout: 0 }, 'timeout 0 is none: write milliseconds above 0, or { connect, write, read }.'],
    [{ timeout: -1 }, 'timeout -1 is none'],
    [{ timeout: Number.NaN }, 'timeout null is none'],
    [{ timeout: '20' }, 'timeout "20" is none'],
    [{ timeout: { read: -1 } }, 'timeout {"read":-1} is none'],
    [{ maxRetries: -1 }, 'maxRetries -1 is none: write a whole number, 0 for no retry.'],
    [{ maxRetries: 1.5 }, 'maxRetries 1.5 is none'],
    [{ maxRetries: '2' }, 'maxRetries 2 is none'],
    [{ apiKey: 'ABSKx', credentials: KEYS.credentials }, 'apiKey and credentials are two ways to say who asks'],
    [{ apiKey: '' }, 'apiKey must be a Bedrock API key'],
    [{ credentials: { accessKeyId: 'AKIDEXAMPLE' } }, 'credentials must have accessKeyId and secretAccessKey'],
    [{ http2: true, fetch }, 'http2 does without fetch'],
    [{ fetch: 'fetch' }, 'fetch must be a function like the global fetch.'],
    [{ dispatcher: {} }, 'dispatcher must be a dispatcher of undici'],
    [{ region: 'us-east-1/x' }, '"us-east-1/x" is no AWS region'],
    [{ endpoint: 'nowhere' }, '"nowhere" is no endpoint'],
  ])('%j', (options, message) => {
    const make = () => new BedrockRuntime({ env: {}, ...options } as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it.each([
    [{ awsAccessKey: 'AKIDEXAMPLE' }, 'awsAccessKey and awsSecretKey belong together: give both, or neither.'],
    [{ awsSecretKey: 'x' }, 'awsAccessKey and awsSecretKey belong together'],
    [{ awsSessionToken: 'x' }, 'awsAccessKey and awsSecretKey belong together'],
    [
      { awsAccessKey: 'a', awsSecretKey: 'b', credentials: KEYS.credentials },
      'awsAccessKey and credentials are two ways to say who asks',
    ],
  ])('%j', (options, message) => {
    expect(() => new AnthropicBedrock({ env: {}, ...options })).toThrow(message);
  });
});

describe('nothing is sent of', () => {
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  const converse = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
  const model = 'anthropic.claude-v2';

  it.each<[string, (client: AnthropicBedrock) => PromiseLike<unknown>, string]>([
    [
      'a completion without model',
      (c) => c.completions.create({ max_tokens_to_sample: 1, prompt: 'x' } as never),
      'Missing required argument model. Write completions.create({',
    ],
    [
      'a completion without prompt',
      (c) => c.completions.create({ model, max_tokens_to_sample: 1 } as never),
      'Missing required argument prompt.',
    ],
    [
      'a completion without max_tokens_to_sample',
      (c) => c.completions.create({ model, prompt: 'x' } as never),
      'Missing required argument max_tokens_to_sample.',
    ],
    [
      'a completion with a prompt of the wrong type',
      (c) => c.completions.create({ model, max_tokens_to_sample: 1, prompt: 7 } as never),
      'prompt must be a string.',
    ],
    [
      'a streamed completion of nothing',
      (c) => c.completions.create({ stream: true } as never),
      'Missing required argument model.',
    ],
    ['no completion at all', (c) => c.completions.create(undefined as never), 'Missing required argument model.'],
    [
      'a message without model',
      (c) => c.messages.create({ max_tokens: 1, messages } as never),
      'Missing required argument model. Write messages.create({',
    ],
    [
      'a message with an empty model',
      (c) => c.messages.create({ model: '', max_tokens: 1, messages }),
      'Missing required argument model.',
    ],
    [
      'a message without max_tokens',
      (c) => c.messages.create({ model, messages } as never),
      'Missing required argument max_tokens.',
    ],
    [
      'a message without messages',
      (c) => c.messages.create({ model, max_tokens: 1 } as never),
      'messages must be a list.',
    ],
    [
      'a message with an empty list',
      (c) => c.messages.create({ model, max_tokens: 1, messages: [] }),
      'messages is empty.',
    ],
    [
      'a message with a text for a list',
      (c) => c.messages.create({ model, max_tokens: 1, messages: 'Hi' } as never),
      'messages must be a list.',
    ],
    [
      'a stream with an empty list',
      (c) => c.messages.stream({ model, max_tokens: 1, messages: [] }).finalMessage(),
      'messages is empty.',
    ],
    ['a count with an empty list', (c) => c.messages.countTokens({ model, messages: [] }), 'messages is empty.'],
    ['a conversation without model', (c) => c.bedrock.converse({ messages: converse } as never), 'modelId is missing'],
    ['a conversation of nothing', (c) => c.bedrock.converse(undefined as never), 'modelId is missing'],
    [
      'a conversation with an empty list',
      (c) => c.bedrock.converse({ modelId: model, messages: [] }),
      'messages is empty: write at least',
    ],
    [
      'a streamed conversation with a text for a list',
      (c) => c.bedrock.converseStream({ modelId: model, messages: 'Hi' } as never),
      'messages must be a list',
    ],
    ['an invocation without body', (c) => c.bedrock.invokeModel({ modelId: model } as never), 'body is missing'],
    [
      'an invocation with half a surrogate pair for a model',
      (c) => c.bedrock.invokeModel({ modelId: 'a\ud800', body: {} }),
      'half a surrogate pair',
    ],
    ['a count of nothing', (c) => c.bedrock.countTokens({ modelId: model } as never), 'input is missing'],
    [
      'a request with a bad timeout',
      (c) => c.bedrock.invokeModel({ modelId: model, body: {} }, { timeout: -1 }),
      'timeout -1 is none',
    ],
    [
      'a request with bad retries',
      (c) => c.bedrock.invokeModel({ modelId: model, body: {} }, { maxRetries: -1 }),
      'maxRetries -1 is none',
    ],
    [
      'bytes with an extra body',
      (c) => c.bedrock.invokeModel({ modelId: model, body: 'text' }, { extraBody: { a: 1 } }),
      'extraBody is for bodies that are objects',
    ],
    [
      'a text that is none',
      (c) => c.countTokens(7 as never),
      "countTokens takes a text: write countTokens('Hello world!').",
    ],
  ])('%s', async (_what, call, message) => {
    const { fetch, asked } = fakeFetch();
    const failure = Promise.resolve(call(new AnthropicBedrock({ ...KEYS, fetch })));
    await expect(failure).rejects.toBeInstanceOf(TypeError);
    await expect(failure).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });
});
