import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectors as suite } from '../../support/eventstream-suite.ts';
import { cut, event, message } from '../../support/event-stream.ts';
import { EventStreamError } from '../../../src/client/errors.ts';
import type { EventStreamFault } from '../../../src/client/errors.ts';
import type { Frame } from '../../../src/client/frames.ts';
import { FrameReader } from '../../../src/client/frames.ts';

function read(...pieces: Uint8Array[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (const piece of pieces) {
    reader.push(piece);
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(frame);
  }
  reader.end();
  return frames;
}

function faultOf(...pieces: Uint8Array[]): EventStreamFault | undefined {
  try {
    read(...pieces);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(EventStreamError);
    return (error as EventStreamError).fault;
  }
}

/** A message with lengths of one's own and checksums that agree with them. */
function forged(total: number, headersLength: number, rest: Uint8Array): Buffer {
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(total, 0);
  prelude.writeUInt32BE(headersLength, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const body = Buffer.concat([prelude, rest]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([body, checksum]);
}

describe('the vectors of the Smithy event-stream suite', () => {
  it.each(suite.filter(({ expectation }) => expectation === 'success'))('reads $name', ({ encoded, decoded }) => {
    const [frame] = read(encoded);
    expect({ headers: frame?.headers, payload: [...(frame?.payload ?? [])] }).toEqual({
      headers: decoded?.headers,
      payload: [...(decoded?.body ?? [])],
    });
  });

  it.each(suite.filter(({ expectation }) => expectation === 'failure'))('refuses $name', ({ encoded }) => {
    expect(faultOf(encoded)).toBeDefined();
  });
});

describe('lengths', () => {
  it('believes no length before its checksum', () => {
    const lying = Buffer.from(event('chunk', {}));
    lying.writeUInt32BE(0xffff_fff0, 0);
    expect(faultOf(lying)).toBe('prelude-checksum');
  });

  it('waits for the bytes of a great length instead of making room for them', () => {
    const reader = new FrameReader();
    const before = process.memoryUsage().arrayBuffers;
    reader.push(forged(0xffff_fff0, 0, Buffer.alloc(0)).subarray(0, 12));
    expect(reader.next()).toBeUndefined();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(() => reader.end()).toThrow('The stream ended in the middle of a message');
  });

  it.each([0, 1, 15])('refuses a total of %d, which no message can have', (total) => {
    expect(faultOf(forged(total, 0, Buffer.alloc(0)))).toBe('length');
  });

  it('refuses headers longer than the message', () => {
    expect(faultOf(forged(20, 8, Buffer.alloc(4)))).toBe('length');
  });

  it('reads a message of 24 MiB, the largest the service may send, and more', () => {
    const payload = Buffer.alloc(24 * 1024 * 1024 + 1, 'x');
    const bytes = message({ ':event-type': { type: 'string', value: 'chunk' } }, payload);
    const frames = read(
      bytes.subarray(0, 1_000_000),
      bytes.subarray(1_000_000, 20_000_000),
      bytes.subarray(20_000_000),
    );
    expect(frames[0]?.payload.equals(payload)).toBe(true);
  });
});

describe('headers', () => {
  it.each([
    ['a value that claims to reach into the payload', [1, 0x61, 7, 0, 9, 0x62]],
    ['a name that claims to reach into the payload', [9, 0x61, 7]],
    ['a type that does not exist', [1, 0x61, 10]],
    ['text that is not UTF-8', [1, 0x61, 7, 0, 1, 0xff]],
    ['a number cut short', [1, 0x61, 5, 0, 0]],
  ])('refuses %s', (_what, block) => {
    const payload = Buffer.alloc(64, 'p');
    const rest = Buffer.concat([Buffer.from(block), payload]);
    expect(faultOf(forged(16 + rest.length, block.length, rest))).toBe('headers');
  });

  it('reads a header block like the one before to the same headers, and another to others', () => {
    const types = read(event('a', {}), event('a', {}), event('b', {})).map(
      ({ headers }) => headers[':event-type']?.value,
    );
    expect(types).toEqual(['a', 'a', 'b']);
  });
});

describe('the end of the bytes', () => {
  const bytes = event('chunk', { bytes: 'eyJ9' });

  it('may come between messages', () => {
    expect(read(bytes, bytes)).toHaveLength(2);
  });

  it('may not come within a prelude, or within a message', () => {
    const faults = [...bytes.keys()].slice(1).map((end) => faultOf(bytes.subarray(0, end)));
    expect(faults).toEqual(
      [...bytes.keys()].slice(1).map((end) => (end < 12 ? 'truncated-prelude' : 'truncated-frame')),
    );
  });
});

describe('any bytes', () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 });
  const encode = (list: readonly Uint8Array[]): Buffer =>
    Buffer.concat(list.map((payload, n) => message({ ':n': { type: 'integer', value: n } }, payload)));

  it('cut anywhere give the same messages', () => {
    fc.assert(
      fc.property(payloads, fc.array(fc.nat({ max: 1500 }), { maxLength: 40 }), (list, offsets) => {
        const bytes = encode(list);
        const frames = read(
          ...cut(
            bytes,
            offsets.map((offset) => offset % bytes.length),
          ),
        );
        expect(frames.map(({ payload }) => [...payload])).toEqual(list.map((payload) => [...payload]));
      }),
      { seed: 3 },
    );
  });

  it('with one byte changed are refused', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, change) => {
        const bytes = encode(list);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] as number) ^ change;
        expect(faultOf(bytes)).toBeDefined();
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('of no stream at all are refused, or waited for, without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(faultOf(bytes)).toBeDefined();
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
