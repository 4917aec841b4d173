import { expect, test } from 'vitest';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { recordingOf } from '../../../../src/conformance/live/save-recordings.ts';
import { see, type SeenAnswer } from '../../../../src/conformance/server/seen.ts';
import { frameBytes } from '../../../../src/recordings/frame.ts';

const MODEL = 'anthropic.claude-3-haiku-20240307-v1%3A0';
const frame = encodeFrame({
  headers: [
    { name: ':message-type', type: 'string', value: 'event' },
    { name: ':event-type', type: 'string', value: 'messageStart' },
  ],
  payload: { text: '{"role":"assistant"}' },
});

function seen(change: Partial<SeenAnswer['answer']> & { target?: string; method?: string; body?: string }): SeenAnswer {
  const { target = `/prefix/model/${MODEL}/converse-stream`, method = 'POST', body = '{}', ...answer } = change;
  const headers = [['Content-Type', 'application/vnd.amazon.eventstream']] as const;
  const whole = { status: 200, headers, headAt: 5, pieces: [], ending: 'end', endAt: 40, ...answer } as const;
  const request = { http: 'http1', method, target, headers: [['Host', 'h']], body: Buffer.from(body) } as const;
  return see({ operation: 'ConverseStream', request, answer: whole, begunAt: 100 });
}

test('a stream is kept message by message, each with the time of its last byte, and what is no message beside', () => {
  const pieces = [
    { at: 6, bytes: frame.subarray(0, 20) },
    { at: 9, bytes: Buffer.concat([frame.subarray(20), frame.subarray(0, 7)]) },
  ];
  const recording = recordingOf(seen({ pieces, ending: 'cut' }), '2026-11-21T12:00:00.000Z')!;
  expect(recording).toMatchObject({
    format: 'touchstone-recording/1',
    operation: 'ConverseStream',
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    recordedAt: '2026-11-21T12:00:00.100Z',
    request: { method: 'POST', body: { json: {} } },
    response: { atMs: 5, status: 200, ending: 'truncated', endedAtMs: 40 },
    redacted: [],
  });
  const { frames = [], trailing } = recording.response;
  expect(frames.map(({ atMs }) => atMs)).toEqual([9]);
  expect(frames.map((one) => frameBytes(one).equals(frame))).toEqual([true]);
  expect(trailing).toEqual({ atMs: 9, raw: frame.subarray(0, 7).toString('base64') });
});

test('no head, no status; how it ended is kept', () => {
  const { response } = recordingOf(
    seen({ status: 0, headAt: undefined as never, headers: [], ending: 'hung' }),
    '2026-11-21T12:00:00Z',
  )!;
  expect(response).toEqual({ headers: [], ending: 'stalled', endedAtMs: 40 });
});

test('what asks for no operation is no recording of it', () => {
  expect(recordingOf(seen({ target: '/v1/messages' }), '2026-11-21T12:00:00Z')).toBeUndefined();
  expect(recordingOf(seen({ method: 'PUT' }), '2026-11-21T12:00:00Z')).toBeUndefined();
});

test('it says that something was taken out', () => {
  const { redacted } = recordingOf(seen({ body: '{"a":"********"}' }), '2026-11-21T12:00:00Z')!;
  expect(redacted).toEqual([{ rule: 'credentials and account ids', at: '$.request.body' }]);
});
