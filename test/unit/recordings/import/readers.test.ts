import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readHar } from '../../../../src/recordings/import/har.ts';
import { readNock } from '../../../../src/recordings/import/nock.ts';
import type { TakenExchange } from '../../../../src/recordings/import/taken.ts';
import { readVcrpy } from '../../../../src/recordings/import/vcrpy.ts';

const URL_OF_INVOKE = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke';

/** An exchange with its bytes as text, to be compared at a glance. */
function told({ request, response, ...times }: TakenExchange) {
  return {
    request: { ...request, url: request.url.href, body: request.body.toString() },
    response: { ...response, body: response.body.toString('latin1') },
    ...times,
  };
}

describe('vcrpy', () => {
  const CASSETTE = `
interactions:
- request:
    body: '{"prompt": "Say it''s
      so"}'
    headers:
      Content-Type:
      - !!binary |
        YXBwbGljYXRpb24vanNvbg==
      X-Amz-Date: 20250410T165615Z
    method: POST
    uri: ${URL_OF_INVOKE}
  response:
    body:
      string: !!binary |
        AP+A
    headers:
      Content-Length:
      - '3'
      x-amzn-RequestId:
      - 8503fcf9-0432-4770-bcc2-051285b71062
    status:
      code: 200
      message: OK
version: 1
`;

  test('reads texts, bytes, and headers of one value or several', () => {
    expect(readVcrpy(CASSETTE).map(told)).toEqual([
      {
        request: {
          method: 'POST',
          url: URL_OF_INVOKE,
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Amz-Date', '20250410T165615Z'],
          ],
          body: `{"prompt": "Say it's so"}`,
        },
        response: {
          status: 200,
          headers: [['x-amzn-RequestId', '8503fcf9-0432-4770-bcc2-051285b71062']],
          body: '\u0000\u00ff\u0080',
        },
      },
    ]);
  });

  test('reads what PyYAML reads: quoted texts no deeper than their key', () => {
    const dedented = CASSETTE.replace('      so"}', '    so"}');
    expect(readVcrpy(dedented)[0]?.request.body.toString()).toBe(`{"prompt": "Say it's so"}`);
  });

  test('reads the same in JSON, and a body that is null', () => {
    const request = { body: null, headers: {}, method: 'GET', uri: URL_OF_INVOKE };
    const response = { body: { string: 'x' }, headers: {}, status: { code: 404, message: 'Not Found' } };
    const [taken] = readVcrpy(JSON.stringify({ interactions: [{ request, response }], version: 1 }));
    expect(taken?.request.body).toHaveLength(0);
    expect(taken?.response).toEqual({ status: 404, headers: [], body: Buffer.from('x') });
  });

  test('opens a body that was kept as it was encoded, and takes one as it is that was not', () => {
    const taken = (body: Buffer) => {
      const string = body.toString('base64');
      const encoded = CASSETTE.replace('AP+A', string).replace(
        "Content-Length:\n      - '3'",
        'Content-Encoding: gzip',
      );
      return readVcrpy(encoded)[0]?.response;
    };
    const expected = { status: 200, headers: [['x-amzn-RequestId', expect.any(String)]], body: Buffer.from('Hello') };
    expect(taken(gzipSync('Hello'))).toEqual(expected);
    expect(taken(Buffer.from('Hello'))).toEqual(expected);
  });

  test.each([
    ['a: [', /^it is no YAML: /],
    ['- 1', 'the file is no object'],
    ['interactions: 1', '"interactions" is no list'],
    ['interactions: [1]', 'interactions[0] is no object'],
    [CASSETTE.replace('code: 200', 'code: OK'), 'interactions[0].response.status.code is no status code'],
    [CASSETTE.replace(URL_OF_INVOKE, '/model'), 'interactions[0].request.uri is no URL'],
  ])('says where %j is no cassette', (text, problem) => {
    expect(() => readVcrpy(text)).toThrow(problem);
  });
});

describe('HAR', () => {
  const ENTRY = {
    startedDateTime: '2024-02-12T22:42:24.782Z',
    time: 1388,
    request: {
      method: 'POST',
      url: URL_OF_INVOKE,
      headers: [
        { name: ':authority', value: 'bedrock-runtime.us-east-1.amazonaws.com' },
        { name: 'content-type', value: 'application/json' },
      ],
      postData: { mimeType: 'application/json', text: '{"prompt":"é"}' },
    },
    response: {
      status: 200,
      headers: [{ name: 'date', value: 'Mon, 12 Feb 2024 22:42:25 GMT' }],
      content: { mimeType: 'application/vnd.amazon.eventstream', size: 3, encoding: 'base64', text: 'AP+A' },
    },
  };
  const har = (entry: object) => JSON.stringify({ log: { version: '1.2', entries: [entry] } });

  test('reads an entry with its times, without the pseudo-headers', () => {
    expect(readHar(har(ENTRY)).map(told)).toEqual([
      {
        request: {
          method: 'POST',
          url: URL_OF_INVOKE,
          headers: [['content-type', 'application/json']],
          body: '{"prompt":"é"}',
        },
        response: { status: 200, headers: [['date', 'Mon, 12 Feb 2024 22:42:25 GMT']], body: '\u0000\u00ff\u0080' },
        startedAt: new Date('2024-02-12T22:42:24.782Z'),
        durationMs: 1388,
      },
    ]);
  });

  test('leaves out times that are none', () => {
    const [taken] = readHar(har({ ...ENTRY, startedDateTime: 'yesterday', time: -1 }));
    expect(Object.keys(taken ?? {})).toEqual(['request', 'response']);
  });

  test.each([
    ['{', /^it is no JSON: /],
    ['{}', '"log" is no object'],
    ['{"log":{}}', 'log.entries is no list'],
    [har({ ...ENTRY, response: { ...ENTRY.response, status: 'OK' } }), 'log.entries[0].response.status is no status'],
    [har({ ...ENTRY, request: { ...ENTRY.request, headers: [1] } }), 'log.entries[0].request.headers[0] is no object'],
  ])('says where %j is no archive', (text, problem) => {
    expect(() => readHar(text)).toThrow(problem);
  });
});

describe('nock', () => {
  const DEFINITION = {
    scope: 'https://bedrock-runtime.us-east-1.amazonaws.com:443',
    method: 'POST',
    path: '/model/anthropic.claude-v2/invoke',
    body: { prompt: 'Hi' },
    status: 200,
    response: { completion: 'Hello' },
    rawHeaders: ['Date', 'Tue, 19 Aug 2025 01:37:33 GMT', 'Content-Length', '22'],
    reqheaders: { 'content-type': 'application/json' },
    responseIsBinary: false,
  };
  const read = (members: object) => readNock(JSON.stringify([{ ...DEFINITION, ...members }])).map(told)[0];

  test('reads bodies that lie parsed in the file', () => {
    expect(read({})).toEqual({
      request: {
        method: 'POST',
        url: URL_OF_INVOKE,
        headers: [['content-type', 'application/json']],
        body: '{"prompt":"Hi"}',
      },
      response: {
        status: 200,
        headers: [['Date', 'Tue, 19 Aug 2025 01:37:33 GMT']],
        body: '{"completion":"Hello"}',
      },
    });
  });

  test('reads bytes in hex, and chunks of an encoded body', () => {
    expect(read({ response: '00ff80', responseIsBinary: true })?.response.body).toBe('\u0000\u00ff\u0080');
    const rawHeaders = { 'Content-Encoding': 'gzip', Date: 'today' };
    const hex = gzipSync('Hello').toString('hex');
    expect(read({ rawHeaders, response: [hex.slice(0, 10), hex.slice(10)] })?.response).toEqual({
      status: 200,
      headers: [['Date', 'today']],
      body: 'Hello',
    });
  });

  test('reads a text that is no JSON as it stands', () => {
    expect(read({ body: '', response: 'gone' })).toMatchObject({ request: { body: '' }, response: { body: 'gone' } });
  });

  test.each([
    ['{}', 'the file is no list'],
    ['[1]', '[0] is no object'],
    ['[{}]', '[0].scope with [0].path is no URL'],
  ])('says where %j is no fixture', (text, problem) => {
    expect(() => readNock(text)).toThrow(problem);
  });
});
