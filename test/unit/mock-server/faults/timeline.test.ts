import { EventStreamCodec } from '@smithy/eventstream-codec';
import { describe, expect, test } from 'vitest';
import type { Rendition } from '../../../../src/mock-server/exchange.ts';
import { befall, timeline } from '../../../../src/mock-server/faults/index.ts';
import { eventFrame } from '../../../../src/mock-server/frames.ts';
import { seededRandom } from '../../../../src/mock-server/random.ts';
import type { Fault } from '../../../../src/fixtures/scenario.ts';

const FRAMES = ['a', 'b', 'c', 'd'].map((text) => eventFrame('chunk', `{"t":"${text}"}`));
const LENGTH = FRAMES[0]?.length ?? 0;
const STREAM: Rendition = { status: 200, headers: [], parts: FRAMES, lengths: () => [0, 10, 30, 0], outputTokens: 40 };
const UNARY: Rendition = { status: 200, headers: ['Content-Length', '4'], parts: [Buffer.from('body')] };

function play(rendition: Rendition, ...faults: Fault[]) {
  return timeline(rendition, { faults }, seededRandom(1));
}

function bytes(answer: { writes: readonly { bytes: Uint8Array }[] }): Buffer {
  return Buffer.concat(answer.writes.map((write) => write.bytes));
}

const codec = new EventStreamCodec(
  (raw) => new TextDecoder().decode(raw),
  (text) => new TextEncoder().encode(text),
);

describe('without faults', () => {
  test('each event is a write, and all are due at once', () => {
    const answer = play(STREAM);
    expect(answer.writes).toEqual(FRAMES.map((bytes) => ({ at: 0, bytes })));
    expect([answer.headAt, answer.ending, answer.endAt]).toEqual([0, 'end', 0]);
  });

  test('events are due when their tokens have been spoken', () => {
    const answer = timeline(STREAM, { timing: { timeToFirstToken: 100, tokensPerSecond: 20 } }, seededRandom(1));
    expect(answer.writes.map(({ at }) => at)).toEqual([100, 600, 2100, 2100]);
    expect([answer.headAt, answer.endAt]).toEqual([100, 2100]);
  });

  test('a body that is no stream is due with its last token', () => {
    const timing = { timeToFirstToken: 100, tokensPerSecond: 10 };
    const answer = timeline({ ...UNARY, outputTokens: 20 }, { timing }, seededRandom(1));
    expect([answer.headAt, answer.writes[0]?.at, answer.endAt]).toEqual([2100, 2100, 2100]);
  });

  test('jitter keeps within its share and is the same for the same seed', () => {
    const paced = (seed: number) =>
      timeline(STREAM, { timing: { tokensPerSecond: 20, jitter: 0.5 } }, seededRandom(seed)).writes.map(({ at }) => at);
    expect(paced(7)).toEqual(paced(7));
    expect(paced(7)).not.toEqual(paced(8));
    expect(paced(7)[1]).toBeGreaterThanOrEqual(250);
    expect(paced(7)[1]).toBeLessThanOrEqual(750);
  });
});

describe('faults', () => {
  test('delay moves everything', () => {
    expect(play(STREAM, { delay: 30 })).toMatchObject({
      headAt: 30,
      endAt: 30,
      writes: FRAMES.map(() => ({ at: 30 })),
    });
  });

  test('a delayed head tells the time at which it comes', () => {
    const headers = ['Date', 'Thu, 01 Jan 1970 00:00:59 GMT', 'x', 'y'];
    const answer = play({ ...STREAM, headers }, { delay: 2500 });
    expect(answer.headers).toEqual(['Date', 'Thu, 01 Jan 1970 00:01:01 GMT', 'x', 'y']);
  });

  test.each(['stall', 'cut', 'reset', 'end'] as const)('%s at an event keeps the events before it', (name) => {
    const answer = play(STREAM, { [name]: { event: 2 } } as unknown as Fault);
    expect(answer.ending).toBe(name);
    expect(bytes(answer)).toEqual(Buffer.concat(FRAMES.slice(0, 2)));
  });

  test.each(['stall', 'cut', 'reset'] as const)('%s at the head is due before it, so that there is none', (name) => {
    const answer = play(STREAM, { delay: 30 }, { [name]: 'head' } as unknown as Fault);
    expect(answer).toMatchObject({ ending: name, writes: [], endAt: 30, headAt: 31 });
  });

  test('cut at a byte keeps exactly the bytes before it', () => {
    expect(bytes(play(STREAM, { cut: { byte: LENGTH + 3 } }))).toEqual(Buffer.concat(FRAMES).subarray(0, LENGTH + 3));
    expect(bytes(play(STREAM, { cut: { byte: 0 } }))).toEqual(Buffer.alloc(0));
  });

  test('an exception takes the place of an event and ends the stream', () => {
    const answer = play(STREAM, { exception: 'ThrottlingException', event: 1 });
    const last = codec.decode(bytes(answer).subarray(LENGTH));
    expect(last.headers[':exception-type']?.value).toBe('throttlingException');
    expect(last.headers[':message-type']?.value).toBe('exception');
    expect(Buffer.from(last.body).toString()).toBe('{"message":"Too many requests, please wait before trying again."}');
    expect(answer.ending).toBe('end');
  });

  test('an error frame carries code and text in its headers', () => {
    const answer = play(STREAM, { error: 'InternalFailure', message: 'gone', event: 0 });
    const only = codec.decode(bytes(answer));
    expect([only.headers[':error-code']?.value, only.headers[':error-message']?.value]).toEqual([
      'InternalFailure',
      'gone',
    ]);
  });

  test.each(['prelude-crc', 'message-crc'] as const)(
    'a broken %s is refused by the codec, the others are whole',
    (corrupt) => {
      const answer = bytes(play(STREAM, { corrupt, event: 2 }));
      const frame = (i: number) => codec.decode(answer.subarray(i * LENGTH, (i + 1) * LENGTH));
      expect(() => frame(2)).toThrow(corrupt === 'prelude-crc' ? /prelude checksum/i : /message checksum/i);
      expect([frame(0), frame(1), frame(3)]).toHaveLength(3);
    },
  );

  test('split sends writes of so many bytes; coalesce so many events a write', () => {
    expect(play(STREAM, { split: 1 }).writes).toHaveLength(4 * LENGTH);
    expect(play(STREAM, { coalesce: 1 }).writes).toHaveLength(4);
    expect(play(STREAM, { coalesce: 3 }).writes.map((write) => write.bytes.length)).toEqual([3 * LENGTH, LENGTH]);
  });

  test('they are applied in their order', () => {
    expect(
      play(STREAM, { end: { event: 1 } }, { split: LENGTH - 1 }).writes.map((write) => write.bytes.length),
    ).toEqual([LENGTH - 1, 1]);
  });

  test('a body that is no stream is cut by bytes, and what is about events leaves it alone', () => {
    expect(bytes(play(UNARY, { cut: { byte: 2 } })).toString()).toBe('bo');
    expect(bytes(play(UNARY, { exception: 'throttlingException' }, { corrupt: 'message-crc' })).toString()).toBe(
      'body',
    );
  });

  test('a body that ends early says so in its length', () => {
    expect(play(UNARY, { end: { byte: 2 } })).toMatchObject({ headers: ['Content-Length', '2'], ending: 'end' });
  });
});

describe('at random', () => {
  test('nothing at rate 0, always something at rate 1, the same for the same seed', () => {
    const draw = (rate: number, seed: number) =>
      JSON.stringify(befall({}, { rate, streams: true, random: seededRandom(seed) }));
    expect(draw(0, 1)).toBe('{"faults":[]}');
    for (let seed = 0; seed < 50; seed++) expect(draw(1, seed)).not.toBe('{"faults":[]}');
    expect(draw(1, 3)).toBe(draw(1, 3));
  });
});
