/** The reader of sent streams against the published codec, which writes them here. */
import { EventStreamCodec } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvent, type SentBytes, type SentEvent, splitEvents } from '../../../../src/mock-server/journal/events.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => new Uint8Array(Buffer.from(text)),
);

function frame(type: string, payload: string): Buffer {
  const headers = {
    ':event-type': { type: 'string', value: type },
    ':content-type': { type: 'string', value: 'application/json' },
    ':message-type': { type: 'string', value: 'event' },
  } as const;
  return Buffer.from(codec.encode({ headers, body: new Uint8Array(Buffer.from(payload)) }));
}

function readEvents(parts: readonly SentBytes[]): SentEvent[] {
  return splitEvents(parts).map(readEvent);
}

function sent(...parts: readonly (readonly [after: number, bytes: Uint8Array])[]): SentBytes[] {
  return parts.map(([after, bytes]) => ({ at: NOON + after, bytes }));
}

const START = frame('messageStart', '{"p":"ab","role":"assistant"}');
const DELTA = frame('contentBlockDelta', '{"contentBlockIndex":0,"delta":{"text":"Hi"},"p":"abc"}');
const STARTED = {
  headers: { ':event-type': 'messageStart', ':content-type': 'application/json', ':message-type': 'event' },
  payload: { p: 'ab', role: 'assistant' },
};
const SAID = {
  headers: { ':event-type': 'contentBlockDelta', ':content-type': 'application/json', ':message-type': 'event' },
  payload: { contentBlockIndex: 0, delta: { text: 'Hi' }, p: 'abc' },
};

test('an event was sent when the write with its last byte was', () => {
  const parts = sent([5, START.subarray(0, 10)], [7, START.subarray(10)], [20, DELTA]);
  expect(readEvents(parts)).toEqual([
    { sentAt: '2026-11-21T12:00:00.007Z', ...STARTED },
    { sentAt: '2026-11-21T12:00:00.020Z', ...SAID },
  ]);
});

test('several events in one write were sent at one time', () => {
  expect(readEvents(sent([3, Buffer.concat([START, DELTA])]))).toEqual([
    { sentAt: '2026-11-21T12:00:00.003Z', ...STARTED },
    { sentAt: '2026-11-21T12:00:00.003Z', ...SAID },
  ]);
});

test('what InvokeModelWithResponseStream wraps in base64 is shown beside it', () => {
  const bytes = Buffer.from('{"completion":" Hi"}').toString('base64');
  const [event] = readEvents(sent([0, frame('chunk', JSON.stringify({ bytes, p: 'a' }))]));
  expect(event).toMatchObject({ payload: { bytes, p: 'a' }, chunk: { completion: ' Hi' } });
});

test('a message with a wrong checksum is shown raw, and the next is read', () => {
  const broken = Buffer.from(START);
  broken[broken.length - 1]! ^= 1;
  expect(readEvents(sent([0, broken], [1, DELTA]))).toEqual([
    {
      sentAt: '2026-11-21T12:00:00.000Z',
      base64: broken.toString('base64'),
      problem: 'the checksum of the message is wrong',
    },
    { sentAt: '2026-11-21T12:00:00.001Z', ...SAID },
  ]);
});

test('after a prelude with a wrong checksum nobody knows where the next message begins', () => {
  const broken = Buffer.from(START);
  broken[8]! ^= 1;
  const [event, ...more] = readEvents(sent([0, broken], [1, DELTA]));
  expect([event, more]).toEqual([
    {
      sentAt: '2026-11-21T12:00:00.001Z',
      base64: Buffer.concat([broken, DELTA]).toString('base64'),
      problem: 'the checksum of the prelude is wrong',
    },
    [],
  ]);
});

test.each([
  [5, 'ends after 5 bytes of the 12 that begin a message'],
  [40, `ends after 40 of ${DELTA.length} bytes`],
])('a stream cut after %i bytes of a message', (count, problem) => {
  const cut = DELTA.subarray(0, count);
  expect(readEvents(sent([0, START], [1, cut]))).toEqual([
    { sentAt: '2026-11-21T12:00:00.000Z', ...STARTED },
    { sentAt: '2026-11-21T12:00:00.001Z', base64: cut.toString('base64'), problem },
  ]);
});

test('headers of every type', () => {
  const headers = {
    yes: { type: 'boolean', value: true },
    no: { type: 'boolean', value: false },
    byte: { type: 'byte', value: -7 },
    short: { type: 'short', value: -300 },
    integer: { type: 'integer', value: 70_000 },
    bytes: { type: 'binary', value: Uint8Array.of(1, 254) },
    text: { type: 'string', value: 'Grüße' },
    time: { type: 'timestamp', value: new Date(NOON) },
    uuid: { type: 'uuid', value: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  } as const;
  const [event] = readEvents(sent([0, codec.encode({ headers, body: new Uint8Array() })]));
  expect(event).toEqual({
    sentAt: '2026-11-21T12:00:00.000Z',
    headers: {
      yes: true,
      no: false,
      byte: -7,
      short: -300,
      integer: 70_000,
      bytes: '01fe',
      text: 'Grüße',
      time: '2026-11-21T12:00:00.000Z',
      uuid: '0f8fad5bd9cb469fa16570867728950e',
    },
    payload: '',
  });
});

test('no bytes whatever make it throw, and none are lost', () => {
  const part = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(START, DELTA));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const events = readEvents(sent(...parts.map((bytes, i) => [i, bytes] as const)));
      const total = parts.reduce((sum, { length }) => sum + length, 0);
      const shown = events.map((event) =>
        'base64' in event ? Buffer.from(event.base64, 'base64').length : lengthOf(event),
      );
      expect(shown.reduce((sum, length) => sum + length, 0)).toBe(total);
    }),
    { seed: 7357 },
  );
});

function lengthOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): number {
  return headers[':event-type'] === 'messageStart' ? START.length : DELTA.length;
}
