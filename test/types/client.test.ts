/** What TypeScript knows of the reference client; `tsc --noEmit` is the test, and running it shows nothing more. */
import { expectTypeOf, it } from 'vitest';
import type {
  AnthropicBedrock,
  APIError,
  APIPromise,
  BedrockRuntime,
  Completion,
  CompletionStream,
  ContentBlock,
  ConverseStreamEvent,
  EventStream,
  Message,
  MessageStream,
  MessageStreamEvent,
} from '../../src/client/index.ts';

declare const client: AnthropicBedrock;
declare const bedrock: BedrockRuntime;
const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 5, prompt: 'x' };
const MESSAGE = { model: 'any-id-at-all', max_tokens: 5, messages: [{ role: 'user' as const, content: 'x' }] };

it('tells a stream from an answer by `stream`', () => {
  const calls = () => {
    expectTypeOf(client.completions.create(PROMPT)).resolves.toExtend<Completion>();
    expectTypeOf(client.completions.create({ ...PROMPT, stream: false })).resolves.toExtend<Completion>();
    expectTypeOf(client.completions.create({ ...PROMPT, stream: true })).toExtend<APIPromise<CompletionStream>>();
    expectTypeOf(client.messages.create(MESSAGE)).resolves.toExtend<Message>();
    expectTypeOf(client.messages.create({ ...MESSAGE, stream: true })).resolves.toExtend<
      EventStream<MessageStreamEvent, Message>
    >();
    expectTypeOf(client.messages.stream(MESSAGE)).toEqualTypeOf<MessageStream>();
    expectTypeOf(bedrock.converseStream({ modelId: 'm' })).resolves.toExtend<AsyncIterable<ConverseStreamEvent>>();
  };
  expectTypeOf(calls).toBeFunction();
});

it('has the request id on answers, and unknown fields', () => {
  const calls = async () => {
    const message = await client.messages.create(MESSAGE);
    expectTypeOf(message.requestId).toEqualTypeOf<string | undefined>();
    expectTypeOf(message['tomorrow']).toEqualTypeOf<unknown>();
    expectTypeOf((await client.completions.create(PROMPT)).stop_reason).toEqualTypeOf<Completion['stop_reason']>();
  };
  expectTypeOf(calls).toBeFunction();
});

it('narrows blocks, events and errors', () => {
  const block = (given: ContentBlock) =>
    given.type === 'text' ? given.text : given.type === 'tool_use' ? given.name : '';
  expectTypeOf(block).returns.toEqualTypeOf<string>();
  const event = (given: MessageStreamEvent) =>
    given.type === 'content_block_delta' && given.delta.type === 'text_delta' ? given.delta.text : '';
  expectTypeOf(event).returns.toEqualTypeOf<string>();
  expectTypeOf<APIError['status']>().toEqualTypeOf<number | undefined>();
});

it('refuses what the service would', () => {
  const calls = () => [
    // @ts-expect-error a prompt is missing
    client.completions.create({ model: 'm', max_tokens_to_sample: 1 }),
    // @ts-expect-error messages are missing
    client.messages.create({ model: 'm', max_tokens: 1 }),
    // @ts-expect-error there is no such role
    client.messages.create({ ...MESSAGE, messages: [{ role: 'narrator', content: 'x' }] }),
    // @ts-expect-error a body is missing
    bedrock.invokeModel({ modelId: 'm' }),
    bedrock.converse({
      modelId: 'm',
      // @ts-expect-error there is no such image
      messages: [{ role: 'user', content: [{ image: { format: 'bmp', source: { bytes: '' } } }] }],
    }),
  ];
  expectTypeOf(calls).toBeFunction();
});
