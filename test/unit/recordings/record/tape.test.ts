import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { frameBytes } from '../../../../src/recordings/frame.ts';
import { Tape } from '../../../../src/recordings/record/tape.ts';

const STREAM = [['Content-Type', 'application/vnd.amazon.eventstream']] as const;

function frame(text: string): Buffer {
  return encodeFrame({ headers: [{ name: ':event-type', type: 'string', value: 'chunk' }], payload: { text } });
}

/** A tape whose clock goes on by ten with each chunk. */
function taped(chunks: readonly Uint8Array[], headers: readonly (readonly [string, string])[] = STREAM) {
  let now = 5;
  const tape = new Tape(() => now);
  tape.head(200, headers);
  for (const chunk of chunks) {
    now += 10;
    tape.chunk(chunk);
  }
  now += 100;
  return tape.end('complete');
}

describe('an event stream', () => {
  test('each message with the time of its last byte', () => {
    const all = Buffer.concat([frame('{"a":1}'), frame('{"b":2}')]);
    const cut = frame('{"a":1}').length;
    const { frames, atMs, endedAtMs } = taped([all.subarray(0, 7), all.subarray(7, cut + 3), all.subarray(cut + 3)]);
    expect([atMs, endedAtMs]).toEqual([5, 135]);
    expect(frames).toEqual([
      { atMs: 25, headers: [[':event-type', 'chunk']], payload: { json: { a: 1 } } },
      { atMs: 35, headers: [[':event-type', 'chunk']], payload: { json: { b: 2 } } },
    ]);
  });

  test('no byte is lost, however they arrive and whatever they are', () => {
    const bytes = fc.array(fc.oneof(fc.string().map(frame), fc.uint8Array({ maxLength: 40 })), { maxLength: 5 });
    fc.assert(
      fc.property(bytes, fc.infiniteStream(fc.integer({ min: 1, max: 30 })), (parts, sizes) => {
        const all = Buffer.concat(parts);
        const chunks: Buffer[] = [];
        for (let at = 0; at < all.length; at += chunks.at(-1)!.length) {
          chunks.push(all.subarray(at, at + (sizes.next().value as number)));
        }
        const { frames = [], trailing } = taped(chunks);
        const rest = Buffer.from(trailing?.raw ?? '', 'base64');
        expect(Buffer.concat([...frames.map(frameBytes), rest]).equals(all)).toBe(true);
      }),
      { seed: 3 },
    );
  });

  test('the beginning of a message is trailing, with the time of its last byte', () => {
    const { frames, trailing } = taped([frame('{}'), frame('{}').subarray(0, 20)]);
    expect([frames?.length, trailing]).toEqual([1, { atMs: 25, raw: frame('{}').subarray(0, 20).toString('base64') }]);
  });

  test('a length that no message can have ends the reading', () => {
    const wrong = frame('{}');
    wrong.writeUInt32BE(3, 0);
    expect(taped([wrong, frame('{}')]).frames).toEqual([]);
  });
});

test.each([
  ['JSON', [['content-type', 'application/json']]],
  ['a compressed stream', [...STREAM, ['Content-Encoding', 'gzip']]],
] as const)('%s is a body', (_, headers) => {
  expect(taped([Buffer.from('{"a"'), Buffer.from(':1}')], headers)).toMatchObject({ body: { json: { a: 1 } } });
});
