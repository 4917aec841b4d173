import { describe, expect, it } from 'vitest';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';
import { errorMessage, event, exception, message } from '../../../support/event-stream.ts';
import { APIError, EventStreamError, InternalServerError, RateLimitError } from '../../../../src/client/errors.ts';
import { eventMessage, jsonOf } from '../../../../src/client/events/event-message.ts';
import { FrameReader } from '../../../../src/client/frames.ts';

function read(bytes: Uint8Array): ReturnType<typeof eventMessage> {
  const frames = new FrameReader();
  frames.push(bytes);
  return eventMessage(frames.next() as NonNullable<ReturnType<FrameReader['next']>>);
}

function thrownBy(bytes: Uint8Array): unknown {
  try {
    read(bytes);
  } catch (error) {
    return error;
  }
  return undefined;
}

const text = (value: string) => ({ type: 'string', value }) as const;

describe('a message of the stream', () => {
  it('of type event has its type and payload', () => {
    const { type, payload } = read(event('chunk', { bytes: 'eyJ9' }));
    expect([type, payload.toString()]).toEqual(['chunk', '{"bytes":"eyJ9"}']);
  });

  it('needs no content type', () => {
    expect(read(message({ ':message-type': text('event'), ':event-type': text('chunk') }, '{}')).type).toBe('chunk');
  });

  it('may have headers of any type, in any order', () => {
    const headers = {
      'x-bool': { type: 'boolean', value: true },
      'x-byte': { type: 'byte', value: -1 },
      ':event-type': text('chunk'),
      'x-short': { type: 'short', value: 2 },
      'x-int': { type: 'integer', value: 3 },
      'x-binary': { type: 'binary', value: Buffer.from('b') },
      ':message-type': text('event'),
      'x-time': { type: 'timestamp', value: new Date(0) },
      'x-uuid': { type: 'uuid', value: '01020304-0506-0708-090a-0b0c0d0e0f10' },
    } as const;
    expect(read(message(headers, '{}')).type).toBe('chunk');
  });

  it('of type exception is thrown', () => {
    expect(thrownBy(exception('throttlingException', { message: 'slow' }))).toBeInstanceOf(RateLimitError);
  });

  it('of type error is thrown with its code and text', () => {
    const error = thrownBy(errorMessage('InternalServerException', 'An unknown error occurred.'));
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error).toMatchObject({ message: 'An unknown error occurred.', type: 'InternalServerException' });
  });

  it.each([
    ['no :message-type', { ':event-type': text('chunk') }, 'message-type'],
    [
      'a :message-type that is no text',
      { ':message-type': { type: 'binary', value: Buffer.from('event') } },
      'message-type',
    ],
    ['an unknown :message-type', { ':message-type': text('rumour') }, 'message-type'],
    ['no :event-type', { ':message-type': text('event') }, 'event-type'],
    [
      'an :event-type that is no text',
      { ':message-type': text('event'), ':event-type': { type: 'integer', value: 1 } },
      'event-type',
    ],
    ['an exception without :exception-type', { ':message-type': text('exception') }, 'event-type'],
  ] as const)('with %s is an error', (_what, headers, fault) => {
    const error = thrownBy(message(headers, '{}'));
    expect(error).toBeInstanceOf(EventStreamError);
    expect((error as EventStreamError).fault).toBe(fault);
  });
});

describe('the JSON of an event', () => {
  it.each(['{"bytes":', 'nonsense', '', '[]', 'null', '"text"', '7'])('%j is an error', (payload) => {
    const known = read(event('chunk', payload));
    expect(() => jsonOf(known)).toThrow(EventStreamError);
  });
});

interface ProtocolTest {
  readonly id: string;
  readonly events?: readonly {
    readonly type: string;
    readonly headers: Record<string, { string?: string }>;
    readonly bytes: string;
    readonly body?: string;
  }[];
}

describe.skipIf(!hasShared)(`the Smithy event-stream protocol tests for clients${WITHOUT_SHARED}`, () => {
  const tests = hasShared
    ? (JSON.parse(readShared('vectors/eventstream-smithy-protocol-tests.json')) as ProtocolTest[])
    : [];
  const responses = tests.flatMap(({ id, events = [] }) =>
    events.filter(({ type }) => type === 'response').map((one) => ({ id, ...one })),
  );
  const rejected = /(Missing|Malformed)(Message|Event)TypeOutput$/;

  it('are there', () => {
    expect(responses.length).toBeGreaterThanOrEqual(40);
  });

  it.each(responses.filter(({ id }) => rejected.test(id)))('$id is refused', ({ bytes }) => {
    expect(thrownBy(Buffer.from(bytes, 'base64'))).toBeInstanceOf(EventStreamError);
  });

  it.each(responses.filter(({ id }) => !rejected.test(id)))('$id is read', ({ bytes, headers, body = '' }) => {
    const raw = Buffer.from(bytes, 'base64');
    if (headers[':message-type']?.string === 'event') {
      const { type, payload } = read(raw);
      expect([type, payload.toString()]).toEqual([headers[':event-type']?.string, body]);
    } else {
      expect((thrownBy(raw) as APIError).message).toBe(headers[':error-message']?.string ?? 'foo');
    }
  });
});
