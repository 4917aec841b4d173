import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../src/conformance/frames.ts';
import { bodyBytes, payloadBytes, toBody, toPayload } from '../../../src/recordings/body.ts';
import { frameBytes, toFrame } from '../../../src/recordings/frame.ts';
import { parseRecording, readRecordings } from '../../../src/recordings/read.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { recordingSchema } from '../../../src/recordings/schema.ts';
import { createRecordingWriter, formatRecording, recordingName } from '../../../src/recordings/write.ts';

const RECORDING: Recording = {
  format: 'touchstone-recording/1',
  operation: 'ConverseStream',
  modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  recordedAt: '2026-01-02T03:04:05.678Z',
  request: {
    method: 'POST',
    target: '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream',
    headers: [['Content-Type', 'application/json']],
    body: { json: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] } },
  },
  response: {
    atMs: 12,
    status: 200,
    headers: [['Content-Type', 'application/vnd.amazon.eventstream']],
    frames: [
      { atMs: 13, headers: [[':event-type', 'messageStart']], payload: { json: { role: 'assistant' } } },
      { atMs: 14, raw: 'AAAA' },
    ],
    trailing: { atMs: 15, raw: 'AA==' },
    ending: 'reset',
    endedAtMs: 16,
  },
  redacted: [{ rule: 'header authorization', at: '$.request.headers[1]' }],
};

/** `empty_message` of the vectors of AWS's event-stream suite. */
const EMPTY_MESSAGE = Buffer.from('000000100000000005c248eb7d98c8ff', 'hex');

describe('bodies', () => {
  test.each([
    ['{"a":[1,"é"]}', { json: { a: [1, 'é'] } }],
    ['{"a": 1}', { text: '{"a": 1}' }],
    ['{"a":1.0}', { text: '{"a":1.0}' }],
    ['{"a":1,"a":2}', { text: '{"a":1,"a":2}' }],
    ['{"2":0,"1":0}', { text: '{"2":0,"1":0}' }],
    ['\uFEFF{}', { text: '\uFEFF{}' }],
    ['null', { json: null }],
  ])('%s', (text, body) => {
    expect(toBody(Buffer.from(text))).toStrictEqual(body);
  });

  test('bytes that are no UTF-8', () => {
    expect(toBody(Buffer.from([0xff, 0x00]))).toStrictEqual({ base64: '/wA=' });
  });

  test('no bytes', () => {
    expect(toBody(Buffer.alloc(0))).toBeUndefined();
    expect(bodyBytes(undefined)).toHaveLength(0);
  });

  test('a chunk is opened', () => {
    const bytes = Buffer.from('{"bytes":"eyJ0eXBlIjoicGluZyJ9","p":"abc"}');
    expect(toPayload(bytes)).toStrictEqual({ chunk: { json: { type: 'ping' } }, members: { p: 'abc' } });
  });

  test('a chunk in another order, or in base64 that would come out otherwise, is left as it is', () => {
    expect(toPayload(Buffer.from('{"p":"abc","bytes":"e30="}'))).toStrictEqual({ json: { p: 'abc', bytes: 'e30=' } });
    expect(toPayload(Buffer.from('{"bytes":"e30"}'))).toStrictEqual({ json: { bytes: 'e30' } });
  });

  test('every byte comes back', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(JSON.stringify({ bytes: Buffer.from(text).toString('base64'), p: 'ab' }))),
    );
    fc.assert(
      fc.property(bytes, (all) => {
        expect(bodyBytes(toBody(all)).equals(all)).toBe(true);
        expect(payloadBytes(toPayload(all)).equals(all)).toBe(true);
      }),
      { seed: 5 },
    );
  });
});

describe('frames', () => {
  test('a message without headers and payload', () => {
    expect(toFrame(EMPTY_MESSAGE, 3)).toStrictEqual({ atMs: 3, headers: [], payload: { text: '' } });
    expect(frameBytes(toFrame(EMPTY_MESSAGE, 3))).toStrictEqual(EMPTY_MESSAGE);
  });

  test('a message with a wrong checksum stays as it is', () => {
    const broken = Buffer.from(EMPTY_MESSAGE);
    broken[15] = 0;
    expect(toFrame(broken, 3)).toStrictEqual({ atMs: 3, raw: broken.toString('base64') });
    expect(frameBytes(toFrame(broken, 3))).toStrictEqual(broken);
  });
});

describe('legal frames that nothing but their bytes gives back', () => {
  const NAMED = { name: 'a', type: 'string', value: 'x' } as const;

  test.each([
    ['two headers of one name', [NAMED, { ...NAMED, value: 'y' }]],
    ['a header that is no text', [{ name: 'a', type: 'int', value: 7 }]],
    ['a header that is text, but no UTF-8', [{ ...NAMED, type: 'string', value: '\ufffd' }]],
  ] as const)('%s', (name, headers) => {
    const frame = encodeFrame({ headers, payload: { text: '{}' } });
    if (name.includes('UTF-8')) spoil(frame);
    expect(toFrame(frame, 3)).toStrictEqual({ atMs: 3, raw: frame.toString('base64') });
  });
});

/** The bytes of U+FFFD become ones that no text has; the checksum is made right again. */
function spoil(frame: Buffer): void {
  frame.fill(0xff, frame.indexOf('\ufffd'), frame.indexOf('\ufffd') + 3);
  frame.writeUInt32BE(crc32(frame.subarray(0, frame.length - 4)), frame.length - 4);
}

describe('reading', () => {
  test('what is written is read', () => {
    expect(parseRecording(formatRecording(RECORDING), 'a.json')).toStrictEqual(RECORDING);
  });

  test('a header is a line', () => {
    expect(formatRecording(RECORDING)).toContain('\n      ["Content-Type", "application/json"]\n');
  });

  test.each([
    ['{', /^a\.json: is no JSON: .*; record it again, or take it out of the directory$/],
    ['[]', /^a\.json: is no recording: one begins with "format": "touchstone-recording\/1"$/],
    ['null', /^a\.json: is no recording/],
    ['{"format":"touchstone-recording/2"}', /^a\.json: format: is touchstone-recording\/2; this version reads/],
  ])('%s', (text, message) => {
    expect(() => parseRecording(text, 'a.json')).toThrow(message);
  });

  test('every mistake, with its path', () => {
    const wrong = {
      ...RECORDING,
      operation: 'Convers',
      response: { ...RECORDING.response, frames: [{ atMs: 'x', payload: { json: 1, text: '' } }], ending: 'cut' },
    };
    const message = messageOf(() => parseRecording(JSON.stringify(wrong), 'a.json'));
    expect(message.split('\n').map((line) => line.split(';')[0])).toStrictEqual([
      'a.json: operation: "Convers" is unknown',
      'a.json: response.frames[0].atMs: wants a number from 0 on, got the text "x"',
      'a.json: response.frames[0].payload.text: may not stand beside "json"',
      'a.json: response.frames[0].payload: stands only beside headers',
      'a.json: response.ending: "cut" is unknown. Known are complete, truncated, reset, stalled, abandoned',
    ]);
  });

  test('a body beside frames', () => {
    const wrong = { ...RECORDING, response: { ...RECORDING.response, body: { text: '' } } };
    expect(messageOf(() => parseRecording(JSON.stringify(wrong), 'a.json'))).toBe(
      'a.json: response.body: may not stand beside "frames"',
    );
  });
});

describe('the schema', () => {
  const accepts = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(recordingSchema());

  test('accepts a recording, and not a form of tomorrow', () => {
    expect(accepts(RECORDING)).toBe(true);
    expect(accepts({ ...RECORDING, format: 'touchstone-recording/2' })).toBe(false);
  });

  test('is the published one', () => {
    const published = new URL('../../../schema/recording.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toStrictEqual(recordingSchema());
  });
});

describe('files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'recordings-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test.each([
    [RECORDING, 7, '0007-ConverseStream-us.anthropic.claude-sonnet-4-5-20250929-v1_0.json'],
    [{ ...RECORDING, modelId: '' }, 10_000, '10000-ConverseStream.json'],
    [
      { ...RECORDING, modelId: 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0' },
      1,
      '0001-ConverseStream-us.amazon.nova-lite-v1_0.json',
    ],
  ])('names', (recording, number, name) => {
    expect(recordingName(recording, number)).toBe(name);
  });

  test('are numbered from where those before ended, and two writers do not overwrite one another', async () => {
    const [one, other] = [await createRecordingWriter(directory), await createRecordingWriter(directory)];
    await one.write(RECORDING, one.number());
    await other.write(RECORDING, other.number());
    const next = await createRecordingWriter(directory);
    await next.write(RECORDING, next.number());
    const names = (await readdir(directory)).toSorted();
    expect(names.map((name) => name.slice(0, 5))).toStrictEqual(['0001-', '0002-', '0003-']);
    expect(await readFile(join(directory, names[0] as string), 'utf8')).toBe(formatRecording(RECORDING));
  });

  test('are read in the order of their numbers; what was not finished is passed over', async () => {
    for (const number of [10_000, 9999, 2]) {
      const recording = { ...RECORDING, modelId: String(number) };
      await writeFile(join(directory, recordingName(recording, number)), formatRecording(recording));
    }
    await writeFile(join(directory, '.0003-Converse.json.17.tmp'), '{"format"');
    await writeFile(join(directory, '.0004-Converse.json'), '{"format"');
    const read = await readRecordings(directory);
    expect(read.map(({ recording }) => recording.modelId)).toStrictEqual(['2', '9999', '10000']);
  });

  test('all that are wrong are named', async () => {
    await writeFile(join(directory, '1.json'), '{');
    await writeFile(join(directory, '2.json'), '{}');
    const { message } = await readRecordings(directory).then(
      () => new Error('read'),
      (error: unknown) => error as Error,
    );
    expect(message.split('\n').map((line) => line.slice(directory.length + 1, directory.length + 14))).toStrictEqual([
      '1.json: is no',
      '2.json: is no',
    ]);
  });

  test('none where there is no directory', async () => {
    expect(await readRecordings(join(directory, 'none'))).toStrictEqual([]);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
