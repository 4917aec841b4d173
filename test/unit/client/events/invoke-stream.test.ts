import { describe, expect, it } from 'vitest';
import { chunk, event, message } from '../../../support/event-stream.ts';
import { streamFrom } from '../../../support/client-streams.ts';
import { recordings, hasShared, WITHOUT_SHARED } from '../../../support/shared.ts';
import { converseDecoder } from '../../../../src/client/events/converse-decoder.ts';
import { invokeDecoder } from '../../../../src/client/events/invoke-decoder.ts';

const open = (...frames: Uint8Array[]) => streamFrom(frames, invokeDecoder()).stream;
const METRICS = { inputTokenCount: 1, outputTokenCount: 2, invocationLatency: 3, firstByteLatency: 4 };

describe('InvokeModelWithResponseStream', () => {
  it('gives the bytes of each chunk', async () => {
    const pieces = [{ outputText: 'Zür' }, { outputText: 'ich', 'amazon-bedrock-invocationMetrics': METRICS }];
    const events = await open(...pieces.map(chunk)).collect();
    expect(events.map(({ chunk: { bytes } }) => JSON.parse(Buffer.from(bytes).toString()))).toEqual(pieces);
  });

  it('passes over other events and chunks without bytes', async () => {
    const last = chunk({ type: 'message_stop' });
    expect(await open(event('other', 'x'), event('chunk', { p: 'ab' }), last).collect()).toHaveLength(1);
  });

  it.each([
    ['metrics', [{ x: 1, 'amazon-bedrock-invocationMetrics': METRICS }]],
    ['metrics alone after the last piece', [{ choices: [] }, { 'amazon-bedrock-invocationMetrics': METRICS }]],
    ["a guardrail's trace", [{ outputText: 'blocked', 'amazon-bedrock-trace': {} }]],
    ['message_stop', [{ type: 'message_stop' }]],
    ["Llama's stop_reason", [{ generation: 'x', stop_reason: 'stop' }]],
    ["Titan's completionReason", [{ outputText: 'x', completionReason: 'FINISH' }]],
    ["Mistral's outputs", [{ outputs: [{ text: 'x', stop_reason: 'length' }] }]],
    ["Cohere's is_finished", [{ is_finished: true }]],
    ["Nova's messageStop before its metadata", [{ messageStop: { stopReason: 'end_turn' } }, { metadata: {} }]],
  ])('ends with %s', async (_what, pieces) => {
    expect(await open(...pieces.map(chunk)).result()).toHaveLength(pieces.length);
  });

  it.each([
    ['nothing', []],
    ['a piece in the middle', [{ generation: 'x', stop_reason: null }]],
    ['a piece that is not JSON', ['not JSON']],
    ['a piece that is no object', ['7']],
  ])('does not end with %s', async (_what, pieces) => {
    await expect(open(...pieces.map(chunk)).result()).rejects.toMatchObject({ fault: 'no-terminal-event' });
  });
});

describe.skipIf(!hasShared)(`every recorded stream${WITHOUT_SHARED}`, () => {
  type Frames = NonNullable<ReturnType<typeof recordings>[number]['response']['frames']>;
  const streams = recordings().flatMap(({ id, operation, modelId, response: { frames } }) =>
    frames ? [{ id, operation, modelId, frames }] : [],
  );
  const bytesOf = ({ headers, payload }: Frames[number]): Buffer =>
    message(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const)),
      payload,
    );
  const open = ({ operation, frames }: { operation: string; frames: Frames }) =>
    streamFrom<unknown, unknown>(
      frames.map(bytesOf),
      operation === 'ConverseStream' ? converseDecoder() : invokeDecoder(),
    ).stream;
  const failed = streams.filter(({ frames }) => frames.some(({ headers }) => headers[':exception-type']));

  it('is there, one of them with an exception', () => {
    expect([streams.length > 100, failed.length]).toEqual([true, 1]);
  });

  it.each(streams.filter((stream) => !failed.includes(stream)))('$operation of $modelId, $id', async (stream) => {
    expect(await open(stream).collect()).toHaveLength(stream.frames.length);
  });

  it.each(failed)('$operation of $modelId, $id, with its exception', async (stream) => {
    await expect(open(stream).collect()).rejects.toMatchObject({
      type: 'ModelStreamErrorException',
      message: 'The system encountered an unexpected error during processing. Try your request again.',
      retryable: true,
    });
  });
});
