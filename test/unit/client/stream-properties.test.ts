/** What holds for the bytes of any legal stream, however they come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, cut, event } from '../../support/event-stream.ts';
import { outcome, streamFrom } from '../../support/client-streams.ts';
import { APIError } from '../../../src/client/errors.ts';
import { claudeDecoder } from '../../../src/client/anthropic/claude-decoder.ts';
import { MessageFold } from '../../../src/client/anthropic/message-fold.ts';
import { converseDecoder } from '../../../src/client/events/converse-decoder.ts';
import type { StreamDecoder } from '../../../src/client/events/stream-decoder.ts';

const pieces = fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 4 });
const blocks = fc.array(
  fc.oneof(
    fc.record({ text: pieces }),
    fc.record({
      json: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
      cuts: fc.array(fc.nat()),
    }),
  ),
  { maxLength: 3 },
);
type Block = { text: string[] } | { json: unknown; cuts: number[] };

/** The text of a JSON value in pieces cut anywhere. */
function fragments({ json, cuts }: { json: unknown; cuts: number[] }): string[] {
  const text = JSON.stringify(json);
  const edges = [0, ...cuts.map((at) => at % text.length).sort((a, b) => a - b), text.length];
  return edges.slice(1).map((edge, n) => text.slice(edges[n], edge));
}

function converseFrames(list: readonly Block[]): Buffer[] {
  const frames = [event('messageStart', { role: 'assistant' })];
  list.forEach((block, contentBlockIndex) => {
    const delta = (delta: unknown) => frames.push(event('contentBlockDelta', { contentBlockIndex, delta, p: 'abc' }));
    if ('text' in block) for (const text of block.text) delta({ text });
    else {
      frames.push(event('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: 't', name: 'n' } } }));
      for (const input of fragments(block)) delta({ toolUse: { input } });
    }
    frames.push(event('contentBlockStop', { contentBlockIndex }));
  });
  return [...frames, event('messageStop', { stopReason: 'end_turn' }), event('metadata', { usage: {}, metrics: {} })];
}

const MESSAGE = {
  id: 'msg_bdrk_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};

function messageFrames(list: readonly Block[]): Buffer[] {
  const frames = [chunk({ type: 'message_start', message: MESSAGE })];
  list.forEach((block, index) => {
    const isText = 'text' in block;
    const content_block = isText ? { type: 'text', text: '' } : { type: 'tool_use', id: 't', name: 'n', input: {} };
    const deltas = isText
      ? block.text.map((text) => ({ type: 'text_delta', text }))
      : fragments(block).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    frames.push(chunk({ type: 'content_block_start', index, content_block }));
    for (const delta of deltas) frames.push(chunk({ type: 'content_block_delta', index, delta }));
    frames.push(chunk({ type: 'content_block_stop', index }));
  });
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  return [
    ...frames,
    chunk({ type: 'message_delta', delta, usage: { output_tokens: 9 } }),
    chunk({ type: 'message_stop' }),
  ];
}

interface Kind {
  readonly name: string;
  readonly frames: (list: readonly Block[]) => Buffer[];
  readonly decoder: () => StreamDecoder<unknown, unknown>;
  /** How many of the last frames may be missing at a legal end. */
  readonly optional: number;
}

const KINDS: readonly Kind[] = [
  { name: 'ConverseStream', frames: converseFrames, decoder: converseDecoder, optional: 1 },
  {
    name: 'a message stream',
    frames: messageFrames,
    decoder: () => claudeDecoder(new MessageFold(), ({ type }) => type !== 'ping'),
    optional: 0,
  },
];

const read = async (kind: Kind, bytes: readonly Uint8Array[]) =>
  await outcome(streamFrom(bytes, kind.decoder()).stream);

const EXAMPLE: readonly Block[] = [{ text: ['Zü', 'rich 😀'] }, { json: { city: 'Zürich' }, cuts: [3, 9] }];

describe.each(KINDS)('$name', (kind) => {
  it('is the same message however its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, fc.array(fc.nat({ max: 100_000 }), { maxLength: 60 }), async (list, offsets) => {
        const bytes = Buffer.concat(kind.frames(list));
        const whole = await read(kind, [bytes]);
        expect(whole).toHaveProperty('result');
        expect(
          await read(
            kind,
            cut(
              bytes,
              offsets.map((at) => at % bytes.length),
            ),
          ),
        ).toEqual(whole);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('is the same message byte by byte', async () => {
    const bytes = Buffer.concat(kind.frames(EXAMPLE));
    expect(
      await read(
        kind,
        [...bytes].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(await read(kind, [bytes]));
  });

  it('with any byte changed is an error', async () => {
    const bytes = Buffer.concat(kind.frames(EXAMPLE));
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      const ended = await read(kind, [changed]);
      expect('error' in ended && ended.error).toBeInstanceOf(APIError);
    }
  });

  it('cut off anywhere is an error, but for its legal ends', async () => {
    const frames = kind.frames(EXAMPLE);
    const bytes = Buffer.concat(frames);
    const ends = Array.from(
      { length: kind.optional + 1 },
      (_, n) => bytes.length - Buffer.concat(frames.slice(frames.length - n)).length,
    );
    const legal: number[] = [];
    for (let end = 0; end <= bytes.length; end++) {
      if ('result' in (await read(kind, [bytes.subarray(0, end)]))) legal.push(end);
    }
    expect(legal).toEqual(ends.sort((a, b) => a - b));
  });

  it('cut off anywhere keeps a beginning of the message', async () => {
    const bytes = Buffer.concat(kind.frames([{ text: ['a', 'b', 'c', 'd'] }]));
    const texts = new Set<string>();
    for (let end = 0; end < bytes.length; end++) {
      const ended = await read(kind, [bytes.subarray(0, end)]);
      if ('error' in ended)
        texts.add(/"text":"(\w*)"/.exec(JSON.stringify((ended.error as APIError).partial) ?? '')?.[1] ?? '');
    }
    expect([...texts]).toEqual(['', 'a', 'ab', 'abc', 'abcd']);
  });
});
