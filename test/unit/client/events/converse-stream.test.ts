import { describe, expect, it } from 'vitest';
import { event, exception } from '../../../support/event-stream.ts';
import { outcome, streamFrom } from '../../../support/client-streams.ts';
import { converseDecoder } from '../../../../src/client/events/converse-decoder.ts';
import { EventStreamError, MalformedOutputError, RateLimitError } from '../../../../src/client/errors.ts';

const start = event('messageStart', { p: 'abc', role: 'assistant' });
const delta = (delta: unknown, contentBlockIndex = 0): Buffer =>
  event('contentBlockDelta', { contentBlockIndex, delta, p: 'ab' });
const tool = (contentBlockIndex = 0): Buffer =>
  event('contentBlockStart', { contentBlockIndex, start: { toolUse: { name: 'weather', toolUseId: 'tooluse_1' } } });
const stop = (contentBlockIndex = 0): Buffer => event('contentBlockStop', { contentBlockIndex });
const end = (stopReason = 'end_turn'): Buffer => event('messageStop', { stopReason });
const metadata = event('metadata', {
  metrics: { latencyMs: 3 },
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
});

const open = (...frames: Uint8Array[]) => streamFrom(frames, converseDecoder()).stream;

async function contentOf(...frames: Uint8Array[]): Promise<unknown> {
  const { output } = await open(start, ...frames, end(), metadata).result();
  return output.message.content;
}

async function errorOf(...frames: Uint8Array[]): Promise<unknown> {
  const ended = await outcome(open(...frames));
  return 'error' in ended ? ended.error : undefined;
}

describe('ConverseStream put together', () => {
  it('is what Converse would have answered', async () => {
    const response = await open(start, delta({ text: 'Hel' }), delta({ text: 'lo' }), stop(), end(), metadata).result();
    expect(response).toEqual({
      output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 3 },
    });
  });

  it('gives the events without padding', async () => {
    expect(await open(start, delta({ text: 'x' }), end()).collect()).toEqual([
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'x' } } },
      { messageStop: { stopReason: 'end_turn' } },
    ]);
  });

  it('takes a start without anything, and empty deltas', async () => {
    const empty = event('contentBlockStart', { contentBlockIndex: 0, start: {} });
    expect(await contentOf(empty, delta({ text: '' }), delta({}), delta({ text: 'x' }), stop())).toEqual([
      { text: 'x' },
    ]);
  });

  it('keeps interleaved blocks apart, in the order of their indices', async () => {
    const frames = [delta({ text: 'b' }, 1), delta({ text: 'a' }, 0), delta({ text: 'B' }, 1), delta({ text: 'A' }, 0)];
    expect(await contentOf(...frames)).toEqual([{ text: 'aA' }, { text: 'bB' }]);
  });

  it.each([
    ['in pieces', ['{"ci', 'ty":"Zü', 'rich"}'], { city: 'Zürich' }],
    ['in one empty piece', [''], {}],
    ['not at all', [], {}],
  ])('reads the input of a tool that comes %s', async (_how, pieces, input) => {
    const frames = pieces.map((piece) => delta({ toolUse: { input: piece } }));
    expect(await contentOf(tool(), ...frames, stop())).toEqual([
      { toolUse: { name: 'weather', toolUseId: 'tooluse_1', input } },
    ]);
  });

  it('refuses the input of a tool that is not JSON, and keeps it', async () => {
    const error = await errorOf(start, tool(), delta({ toolUse: { input: '{"ci' } }), stop(), end('tool_use'));
    expect(error).toMatchObject({ fault: 'tool-input', body: '{"ci' });
    expect(error).toHaveProperty('partial.output.message.content.0.toolUse.input', '{"ci');
  });

  it('leaves an input cut by max_tokens the text it is', async () => {
    const response = await open(
      start,
      tool(),
      delta({ toolUse: { input: '{"ci' } }),
      stop(),
      end('max_tokens'),
    ).result();
    expect(response.output.message.content[0]?.toolUse?.input).toBe('{"ci');
  });

  it('joins reasoning and its signature', async () => {
    const pieces = [{ text: 'I ' }, { text: 'think' }, { signature: 'c2ln' }];
    const frames = pieces.map((reasoningContent) => delta({ reasoningContent }));
    expect(await contentOf(...frames)).toEqual([
      { reasoningContent: { reasoningText: { text: 'I think', signature: 'c2ln' } } },
    ]);
  });

  it('joins redacted reasoning by its bytes', async () => {
    const frames = ['a', 'bc'].map((part) =>
      delta({ reasoningContent: { redactedContent: Buffer.from(part).toString('base64') } }),
    );
    expect(await contentOf(...frames)).toEqual([
      { reasoningContent: { redactedContent: Buffer.from('abc').toString('base64') } },
    ]);
  });

  it('puts citations with the text they belong to', async () => {
    const citation = { title: 'T', location: { documentChar: { documentIndex: 0, start: 0, end: 3 } } };
    expect(await contentOf(delta({ citation }), delta({ text: 'said' }))).toEqual([
      { citationsContent: { content: [{ text: 'said' }], citations: [citation] } },
    ]);
  });

  it('has usage also where metadata comes before the stop', async () => {
    expect((await open(start, delta({ text: 'x' }), metadata, end()).result()).usage?.totalTokens).toBe(3);
  });

  it('invents no usage where there was no metadata', async () => {
    expect(await open(start, delta({ text: 'x' }), end()).result()).not.toHaveProperty('usage');
  });

  it('passes over unknown events, unknown members and unknown stop reasons', async () => {
    const unknown = event('somethingNew', 'not even JSON');
    const response = await open(
      start,
      unknown,
      delta({ text: 'x', shade: 'blue' }),
      end('moon_phase'),
      metadata,
    ).result();
    expect(response).toMatchObject({ stopReason: 'moon_phase', output: { message: { content: [{ text: 'x' }] } } });
  });

  it.each(['malformed_model_output', 'malformed_tool_use'])('throws at %s, and keeps what came', async (reason) => {
    const error = await errorOf(start, delta({ text: 'x' }), end(reason), metadata);
    expect(error).toBeInstanceOf(MalformedOutputError);
    expect(error).toMatchObject({ type: reason, partial: { output: { message: { content: [{ text: 'x' }] } } } });
  });
});

describe('the end of ConverseStream', () => {
  it.each([
    ['nothing at all', []],
    ['no messageStop', [start, delta({ text: 'x' }), stop()]],
    ['metadata alone', [start, metadata]],
  ])('with %s is an error', async (_what, frames) => {
    expect(await errorOf(...frames)).toMatchObject({ fault: 'no-terminal-event', retryable: true });
  });

  it('keeps what had arrived', async () => {
    const error = await errorOf(start, delta({ text: 'Hel' }));
    expect(error).toHaveProperty('partial', { output: { message: { role: 'assistant', content: [{ text: 'Hel' }] } } });
  });

  it('by an exception is that exception, with what had arrived, and nothing after it', async () => {
    const { stream } = streamFrom(
      [start, delta({ text: 'a' }), exception('throttlingException', { message: 'slow' }), delta({ text: 'b' }), end()],
      converseDecoder(),
    );
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const one of stream) seen.push(one);
    })();
    await expect(reading).rejects.toBeInstanceOf(RateLimitError);
    expect(seen).toHaveLength(2);
    expect(stream.partial).toEqual({ output: { message: { role: 'assistant', content: [{ text: 'a' }] } } });
    expect((await stream[Symbol.asyncDispose](), seen.length)).toBe(2);
  });

  it.each([
    ['no delta', event('contentBlockDelta', { contentBlockIndex: 0 })],
    ['no start', event('contentBlockStart', { contentBlockIndex: 0 })],
    ['no JSON', event('contentBlockDelta', '{"contentBlockIndex":0,"del')],
  ])('by a known event with %s is an error', async (_what, frame) => {
    const error = await errorOf(start, frame, end());
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({ fault: 'payload' });
  });
});

describe('reading a stream', () => {
  const frames = [start, delta({ text: 'a' }), delta({ text: 'b' }), end()];

  it('left early closes the connection', async () => {
    const { stream, state } = streamFrom(frames, converseDecoder());
    for await (const one of stream) {
      expect(one).toHaveProperty('messageStart');
      break;
    }
    expect(state.aborted).toBe(true);
  });

  it('to its end leaves the connection open', async () => {
    const { stream, state } = streamFrom(frames, converseDecoder());
    await stream.collect();
    expect(state.aborted).toBe(false);
  });

  it('after an error closes the connection', async () => {
    const { stream, state } = streamFrom([start], converseDecoder());
    await outcome(stream);
    expect(state.aborted).toBe(true);
  });

  it('twice is refused with the cure', () => {
    const { stream } = streamFrom(frames, converseDecoder());
    stream[Symbol.asyncIterator]();
    expect(() => stream[Symbol.asyncIterator]()).toThrow('use collect() or result()');
  });

  it('in part, then for its result, gives the whole', async () => {
    const { stream } = streamFrom(frames, converseDecoder());
    await stream[Symbol.asyncIterator]().next();
    expect((await stream.result()).output.message.content).toEqual([{ text: 'ab' }]);
  });
});
