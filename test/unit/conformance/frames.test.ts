/** The kit's own encoder against frames that others made: the published protocol tests of Smithy. */
import { existsSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../src/conformance/frames.ts';
import type { HeaderSpec, HeaderType } from '../../../src/conformance/script.ts';
import { event } from '../../../src/conformance/cases/client/parts.ts';

const FILE = new URL('../../../../shared/vectors/eventstream-smithy-protocol-tests.json', import.meta.url);

interface Vector {
  readonly id: string;
  readonly events?: readonly {
    readonly headers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly body?: string;
    readonly bytes?: string;
  }[];
}

const TYPES: Readonly<Record<string, (value: unknown) => Omit<HeaderSpec, 'name'>>> = {
  boolean: (value) => ({ type: value ? 'true' : 'false' }),
  byte: (value) => ({ type: 'byte', value: Number(value) }),
  short: (value) => ({ type: 'short', value: Number(value) }),
  integer: (value) => ({ type: 'int', value: Number(value) }),
  long: (value) => ({ type: 'long', value: String(value) }),
  blob: (value) => ({ type: 'bytes', value: String(value) }),
  string: (value) => ({ type: 'string', value: String(value) }),
  timestamp: (value) => ({ type: 'timestamp', value: Date.parse(String(value)) }),
};

function headerOf([name, typed]: [string, Readonly<Record<string, unknown>>]): HeaderSpec {
  const [[type, value] = ['', undefined]] = Object.entries(typed);
  return { name, ...TYPES[type]!(value) };
}

describe.skipIf(!existsSync(FILE))('frames of the Smithy protocol tests (needs ../shared)', () => {
  const vectors = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Vector[]) : [];
  const frames = vectors.flatMap(({ id, events = [] }) => events.map((one, i) => ({ id: `${id} ${i}`, ...one })));
  const whole = frames.filter(({ headers, bytes }) => headers !== undefined && bytes !== undefined);

  test('there are many', () => expect(whole.length).toBeGreaterThan(60));

  test.each(whole)('$id', ({ headers = {}, body = '', bytes = '' }) => {
    const encoded = encodeFrame({ headers: Object.entries(headers).map(headerOf), payload: { text: body } });
    expect(encoded.toString('base64')).toBe(bytes);
  });
});

describe('damage', () => {
  const sound = event('messageStop', { stopReason: 'end_turn' });
  const bytes = encodeFrame(sound);
  const preludeHolds = (frame: Buffer): boolean => crc32(frame.subarray(0, 8)) === frame.readUInt32BE(8);
  const messageHolds = (frame: Buffer): boolean =>
    crc32(frame.subarray(0, -4)) === frame.readUInt32BE(frame.length - 4);

  test('the wrong checksum of a prelude leaves that of the message right', () => {
    const frame = encodeFrame({ ...sound, damage: [{ checksum: 'prelude' }] });
    expect([preludeHolds(frame), messageHolds(frame), frame.length]).toEqual([false, true, bytes.length]);
  });

  test('the wrong checksum of a message leaves that of the prelude right', () => {
    const frame = encodeFrame({ ...sound, damage: [{ checksum: 'message' }] });
    expect([preludeHolds(frame), messageHolds(frame)]).toEqual([true, false]);
  });

  test('a false length has a right checksum', () => {
    const frame = encodeFrame({ ...sound, damage: [{ totalLength: 15 }] });
    expect([frame.readUInt32BE(0), preludeHolds(frame), messageHolds(frame)]).toEqual([15, true, true]);
  });

  test('a changed byte has no right checksum', () => {
    const frame = encodeFrame({ ...sound, damage: [{ byte: -5, xor: 0x20 }] });
    expect([frame.at(-5), messageHolds(frame)]).toEqual([bytes.at(-5)! ^ 0x20, false]);
  });

  test('a header says what it is told to say of its type and length', () => {
    const headers = [{ name: 'a', type: 'string' as HeaderType, value: 'b', typeByte: 60, claims: 500 }];
    const frame = encodeFrame({ headers, payload: { text: '' } });
    expect(frame.subarray(12, -4)).toEqual(Buffer.from([1, 0x61, 60, 0x01, 0xf4, 0x62]));
  });
});

test('a value of so many letters is as long as it says', () => {
  const frame = encodeFrame({ headers: [{ name: 'x', type: 'string', fill: 300 }], payload: { text: '' } });
  expect(frame.readUInt32BE(4)).toBe(1 + 1 + 1 + 2 + 300);
  expect(frame.subarray(12, 20)).toEqual(Buffer.from([1, 0x78, 7, 0x01, 0x2c, 0x78, 0x78, 0x78]));
});
