import { expect, test } from 'vitest';
import { createRecordLog } from '../../../src/cli/record-log.ts';
import type { Log } from '../../../src/cli/log.ts';
import type { RecorderEvent, Recording } from '../../../src/recordings/index.ts';

const RECORDING: Recording = {
  format: 'touchstone-recording/1',
  operation: 'ConverseStream',
  modelId: 'amazon.nova-lite-v1:0',
  recordedAt: new Date(2026, 0, 2, 3, 4, 5, 678).toISOString(),
  request: { method: 'POST', target: '/', headers: [] },
  response: {
    atMs: 5,
    status: 200,
    headers: [],
    frames: [{ atMs: 6, raw: 'AAAA' }],
    ending: 'reset',
    endedAtMs: 12,
  },
  redacted: [{ rule: 'credentials', at: '$.request.headers[0][1]' }],
};

const RECORDED: RecorderEvent = { kind: 'recorded', file: 'recordings/0001-x.json', recording: RECORDING };
const REFUSED: RecorderEvent = {
  kind: 'refused',
  recording: RECORDING,
  suspicions: [
    { at: '$.response.frames[*].payload.chunk.delta.text', looksLike: 'a private key' },
    { at: '$.request.headers[3][1]', looksLike: 'a JSON Web Token' },
  ],
};
const NOT_RECORDED = {
  kind: 'not-recorded',
  exchange: { operation: { name: 'Converse' }, receivedAt: 0 },
  reason: 'nobody is there',
} as unknown as RecorderEvent;

function told(event: RecorderEvent, how: { json?: boolean; quiet?: boolean } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const stopped = () => Promise.resolve();
  const terminal = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    colours: false,
    version: '1',
    stopped,
  };
  createRecordLog({ terminal, json: false, quiet: false, log: {} as Log, ...how })(event);
  return { out, err };
}

test('a line for each recording', () => {
  const line =
    '03:04:05.678 200 ConverseStream amazon.nova-lite-v1:0 1 event reset 12 ms, kept in recordings/0001-x.json';
  expect(told(RECORDED)).toEqual({ out: [line], err: [] });
  expect(told(RECORDED, { quiet: true })).toEqual({ out: [], err: [] });
});

test('what was refused, where, and the rules that would help', () => {
  const lines = [
    'not kept: ConverseStream amazon.nova-lite-v1:0 would hold what looks like a secret',
    '  $.response.frames[*].payload.chunk.delta.text: a private key',
    '  $.request.headers[3][1]: a JSON Web Token',
    "  Take it out: --redact '$.delta.text' --redact '/…/'",
  ];
  expect(told(REFUSED, { quiet: true })).toEqual({ out: [], err: [lines.join('\n')] });
});

test('why nothing was recorded', () => {
  expect(told(NOT_RECORDED)).toEqual({ out: [], err: ['not kept: Converse: nobody is there'] });
});

test.each([
  [
    RECORDED,
    {
      type: 'recorded',
      time: RECORDING.recordedAt,
      operation: 'ConverseStream',
      modelId: 'amazon.nova-lite-v1:0',
      status: 200,
      ending: 'reset',
      file: 'recordings/0001-x.json',
      redacted: 1,
    },
  ],
  [
    NOT_RECORDED,
    { type: 'not-recorded', time: '1970-01-01T00:00:00.000Z', operation: 'Converse', reason: 'nobody is there' },
  ],
])('as JSON', (event, object) => {
  const { out, err } = told(event, { json: true });
  expect([out.map((line) => JSON.parse(line) as unknown), err]).toEqual([[object], []]);
});
