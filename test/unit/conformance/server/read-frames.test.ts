import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrames } from '../../../../src/conformance/server/read-frames.ts';
import { hasShared, WITHOUT_SHARED } from '../../../support/shared.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);
const header = fc.record({ name: fc.stringMatching(/^[a-z:-]{1,40}$/), value: fc.string({ unit: 'grapheme' }) });

test('reads what the published codec writes, one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(header), fc.uint8Array()), { minLength: 1 }), (messages) => {
      const frames = messages.map(([headers, body]) => {
        const entries = headers.map(({ name, value }) => [name, { type: 'string', value }] as const);
        return Buffer.from(codec.encode({ headers: Object.fromEntries(entries), body }));
      });
      const { frames: read, fault } = readFrames(Buffer.concat(frames));
      expect(fault).toBeUndefined();
      expect(read.map(({ faults }) => faults)).toEqual(messages.map(() => []));
      expect(read.map(({ payload }) => payload.toString('hex'))).toEqual(
        messages.map(([, body]) => Buffer.from(body).toString('hex')),
      );
    }),
    { seed: 4 },
  );
});

test('finds any byte changed in a message', () => {
  const whole = Buffer.from(
    codec.encode({ headers: { a: { type: 'string', value: 'b' } }, body: Buffer.from('{"c":1}') }),
  );
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] = whole[at]! ^ 0x10;
    const { frames, fault } = readFrames(changed);
    expect(fault !== undefined || frames.some(({ faults }) => faults.length > 0), `byte ${at}`).toBe(true);
  }
});

test('tells what is left over', () => {
  expect(readFrames(Buffer.from('\n')).fault).toBe('1 bytes are left at 0, too few for the prelude of a message');
});

describe.skipIf(!hasShared)(`the frames of smithy-rs${WITHOUT_SHARED}`, () => {
  const folder = join(import.meta.dirname, '../../../../../shared/vectors/eventstream-smithy-rs');
  const names = hasShared ? readdirSync(folder).filter((name) => name !== 'LICENSE') : [];
  test.each(names)('%s', (name) => {
    const { frames, fault } = readFrames(readFileSync(join(folder, name)));
    const sound = fault === undefined && frames.every(({ faults }) => faults.length === 0);
    expect(sound).toBe(name.startsWith('valid'));
  });
});
