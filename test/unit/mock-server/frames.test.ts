import { EventStreamCodec } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorFrame, eventFrame, exceptionFrame } from '../../../src/mock-server/frames.ts';
import { hasShared, recordings, WITHOUT_SHARED } from '../../support/shared.ts';

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

function decoded(frame: Uint8Array): { headers: [string, string, unknown][]; body: string } {
  const message = codec.decode(frame);
  const headers = Object.entries(message.headers).map(
    ([name, { type, value }]) => [name, type, value] as [string, string, unknown],
  );
  return { headers, body: new TextDecoder().decode(message.body) };
}

describe('event-stream frames, judged by the published codec', () => {
  test('an event has its three headers in the order of the real service', () => {
    expect(decoded(eventFrame('messageStart', '{"p":"ab","role":"assistant"}'))).toEqual({
      headers: [
        [':event-type', 'string', 'messageStart'],
        [':content-type', 'string', 'application/json'],
        [':message-type', 'string', 'event'],
      ],
      body: '{"p":"ab","role":"assistant"}',
    });
  });

  test('an exception names its type where an event would', () => {
    expect(decoded(exceptionFrame('throttlingException', '{"message":"no"}')).headers).toEqual([
      [':exception-type', 'string', 'throttlingException'],
      [':content-type', 'string', 'application/json'],
      [':message-type', 'string', 'exception'],
    ]);
  });

  test('an error is told in headers alone', () => {
    expect(decoded(errorFrame('internal', 'später'))).toEqual({
      headers: [
        [':error-code', 'string', 'internal'],
        [':error-message', 'string', 'später'],
        [':message-type', 'string', 'error'],
      ],
      body: '',
    });
  });

  test('any payload and any type come back as they were', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 100 }),
        fc.string({ unit: 'grapheme', maxLength: 5000 }),
        (type, payload) => {
          expect(decoded(eventFrame(type, payload))).toMatchObject({ body: payload });
        },
      ),
    );
  });

  test('the bytes of a known frame', () => {
    // Laid out by hand from the Smithy specification, checksums by zlib's crc32 in Python.
    expect(eventFrame('chunk', '{}').toString('hex')).toBe(
      '0000005d0000004b' +
        '44af4c0b' +
        '0b3a6576656e742d747970650700056368756e6b' +
        '0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e' +
        '0d3a6d6573736167652d747970650700056576656e74' +
        '7b7d' +
        'ff8b8869',
    );
  });

  test.skipIf(!hasShared)(
    `every recorded frame of the real service is made again, header for header${WITHOUT_SHARED}`,
    () => {
      const frames = recordings().flatMap(({ response }) => response.frames ?? []);
      expect(frames.length).toBeGreaterThan(1000);
      for (const { headers, payload } of frames) {
        const exception = headers[':exception-type'];
        const frame = exception
          ? exceptionFrame(exception, payload)
          : eventFrame(headers[':event-type'] ?? '', payload);
        const seen = decoded(frame);
        expect(seen.headers.map(([name, , value]) => [name, value])).toEqual(Object.entries(headers));
        expect(seen.body).toBe(payload);
      }
    },
  );
});
