import { describe, expect, it } from 'vitest';
import { chunk, event } from '../../../support/event-stream.ts';
import { eventStream, fakeFetch, KEYS } from '../../../support/fake-fetch.ts';
import { AnthropicBedrock } from '../../../../src/client/index.ts';
import { APIError, BadRequestError, InternalServerError } from '../../../../src/client/errors.ts';

const START = {
  type: 'message_start',
  message: {
    id: 'msg_bdrk_012fwxwrP37WDKPK1ShXbCNH',
    type: 'message',
    role: 'assistant',
    model: 'claude-3-5-sonnet-20240620',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 2 },
  },
};
const METRICS = { inputTokenCount: 12, outputTokenCount: 100, invocationLatency: 3592, firstByteLatency: 1019 };
const END = [
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 100 } },
  { type: 'message_stop', 'amazon-bedrock-invocationMetrics': METRICS },
];
const textBlock = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const toolBlock = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'tool_use', id: 'toolu_bdrk_1', name: 'weather', input: {} },
};
const delta = (delta: unknown, index = 0) => ({ type: 'content_block_delta', index, delta });
const text = (words: string) => delta({ type: 'text_delta', text: words });
const json = (partial_json: string) => delta({ type: 'input_json_delta', partial_json });

const PARAMS = {
  model: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hi' }],
};

function streamOf(...frames: (object | Buffer)[]) {
  const bytes = frames.map((frame) => (Buffer.isBuffer(frame) ? frame : chunk(frame)));
  const { fetch } = fakeFetch(eventStream(...bytes));
  return new AnthropicBedrock({ ...KEYS, fetch }).messages.stream(PARAMS);
}

async function contentOf(...events: object[]): Promise<unknown> {
  return (await streamOf(START, ...events, ...END).finalMessage()).content;
}

async function errorOf(...frames: (object | Buffer)[]): Promise<APIError> {
  return await streamOf(...frames)
    .finalMessage()
    .then(
      () => expect.unreachable(),
      (error: unknown) => error as APIError,
    );
}

describe('a message stream', () => {
  it('ends in the message', async () => {
    expect(await streamOf(START, textBlock, text('Hel'), text('lo'), ...END).finalMessage()).toEqual({
      ...START.message,
      content: [{ type: 'text', text: 'Hello' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 12, output_tokens: 100 },
      'amazon-bedrock-invocationMetrics': METRICS,
    });
  });

  it('gives its text piece by piece, and whole', async () => {
    const pieces: string[] = [];
    for await (const piece of streamOf(START, textBlock, text('Hel'), text('lo'), ...END).text()) pieces.push(piece);
    expect(pieces).toEqual(['Hel', 'lo']);
    expect(await streamOf(START, textBlock, text('Hel'), text('lo'), ...END).finalText()).toBe('Hello');
  });

  it('gives its events', async () => {
    const events = await streamOf(START, textBlock, text('x'), ...END).collect();
    expect(events).toEqual([START, textBlock, text('x'), ...END]);
  });

  it('knows response and request id before its first event', async () => {
    const { response, requestId } = await streamOf(START, textBlock, ...END).withResponse();
    expect([response.status, requestId]).toEqual([200, 'f3e3b3f0-0000-4000-8000-000000000001']);
  });

  it.each([
    ['in pieces', [json(''), json('{"locat'), json('ion": "Flore'), json('nce"}')], { location: 'Florence' }],
    ['in one empty piece', [json('')], {}],
    ['not at all', [], {}],
  ])('reads the input of a tool that comes %s', async (_how, pieces, input) => {
    expect(await contentOf(toolBlock, ...pieces)).toEqual([
      { type: 'tool_use', id: 'toolu_bdrk_1', name: 'weather', input },
    ]);
  });

  it('refuses the input of a tool that is not JSON', async () => {
    expect(await errorOf(START, toolBlock, json('{"loc'), ...END)).toMatchObject({
      fault: 'tool-input',
      body: '{"loc',
    });
  });

  it('joins thinking and its signature', async () => {
    const block = {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    };
    const pieces = [
      { type: 'thinking_delta', thinking: 'I ' },
      { type: 'thinking_delta', thinking: 'think' },
      { type: 'signature_delta', signature: 'c2ln' },
    ];
    expect(await contentOf(block, ...pieces.map((piece) => delta(piece)))).toEqual([
      { type: 'thinking', thinking: 'I think', signature: 'c2ln' },
    ]);
  });

  it('collects citations', async () => {
    const citation = { type: 'char_location', cited_text: 'x' };
    expect(await contentOf(textBlock, text('x'), delta({ type: 'citations_delta', citation }))).toEqual([
      { type: 'text', text: 'x', citations: [citation] },
    ]);
  });

  it('keeps blocks apart by their index', async () => {
    const second = { ...textBlock, index: 1 };
    const content = await contentOf(textBlock, second, delta({ type: 'text_delta', text: 'b' }, 1), text('a'));
    expect(content).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('passes over pings, unknown events, chunks without a type, unknown deltas and unknown fields', async () => {
    const content = await contentOf(
      { type: 'ping' },
      { type: 'tomorrow' },
      { 'amazon-bedrock-invocationMetrics': METRICS },
      event('strange', 'x'),
      textBlock,
      delta({ type: 'dance_delta', step: 1 }),
      { ...text('x'), shade: 'blue' },
    );
    expect(content).toEqual([{ type: 'text', text: 'x' }]);
  });
});

describe('a message stream that fails', () => {
  it.each([
    ['nothing at all', []],
    ['its start alone', [START]],
    ['no message_stop', [START, textBlock, text('x'), ...END.slice(0, 2)]],
    ['message_stop alone', END.slice(2)],
  ])('having %s has no legal end', async (_what, events) => {
    expect(await errorOf(...events)).toMatchObject({ fault: 'no-terminal-event' });
  });

  it('keeps what had arrived', async () => {
    const { partial } = await errorOf(START, textBlock, text('Hel'));
    expect(partial).toMatchObject({
      id: START.message.id,
      content: [{ type: 'text', text: 'Hel' }],
      stop_reason: null,
    });
  });

  it.each([
    ['overloaded_error', InternalServerError, 529, true],
    ['invalid_request_error', BadRequestError, 400, false],
    ['unheard_of_error', APIError, undefined, false],
  ])('by %s in band is an error of the family', async (type, Class, status, retryable) => {
    const error = await errorOf(START, { type: 'error', error: { type, message: 'words' } }, ...END);
    expect(error.constructor).toBe(Class);
    expect(error).toMatchObject({ status, type, message: 'words', retryable, partial: { id: START.message.id } });
  });

  it.each([
    ['a chunk that is not JSON', event('chunk', { bytes: Buffer.from('{"type":').toString('base64') })],
    ['a chunk event that is not JSON', event('chunk', '{"bytes"')],
    ['a delta for a block that never began', text('x')],
    ['a delta without a delta', { type: 'content_block_delta', index: 0 }],
    ['a message_delta before the message', { type: 'message_delta', delta: {}, usage: {} }],
  ])('by %s is an error', async (_what, bad) => {
    expect(await errorOf(...(Buffer.isBuffer(bad) ? [START, bad] : [bad]))).toMatchObject({ fault: 'payload' });
  });

  it('by abort() before it has begun is an abort', async () => {
    const stream = streamOf(START, ...END);
    stream.abort();
    await expect(stream.finalMessage()).rejects.toMatchObject({ name: 'APIUserAbortError' });
  });
});
