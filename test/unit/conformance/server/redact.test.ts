import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { readFrames } from '../../../../src/conformance/server/read-frames.ts';
import { redactSeen } from '../../../../src/conformance/server/redact-seen.ts';
import { createRedactor } from '../../../../src/conformance/server/redact.ts';
import { see } from '../../../../src/conformance/server/seen.ts';

const SECRET = 'not/AWS+butSecret/40charactersOfIt0123456';
const TOKEN = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3Q=';
const redactor = createRedactor([SECRET, TOKEN, 'AKIDEXAMPLE', 'test', undefined]);

test('account ids become zeros, in ARNs as they stand and escaped, and in sentences; the documented one stays', () => {
  expect(redactor.text('arn:aws:iam::111122223333:user/x')).toBe('arn:aws:iam::000000000000:user/x');
  expect(redactor.text('/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Ainference-profile%2Fx/converse')).toBe(
    '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A000000000000%3Ainference-profile%2Fx/converse',
  );
  expect(redactor.text('Account 111122223333 is not authorized, "account":"111122223333"')).toBe(
    'Account 000000000000 is not authorized, "account":"000000000000"',
  );
  expect(redactor.text('{"message":"Account:\\n111122223333"}')).toBe('{"message":"Account:\\n000000000000"}');
  expect(redactor.text('arn:aws:iam::123456789012:user/x')).toContain('123456789012');
  expect(redactor.bytes(Buffer.from('é arn:aws:iam::111122223333:x')).toString()).toBe('é arn:aws:iam::000000000000:x');
});

test('twelve digits that are part of something else stay', () => {
  const kept = ['0d8f4c52-2f6e-4b1e-9a53-446655440000', '0.123456789013', '1763708263000', 'a111122223333b'];
  expect(kept.map(redactor.text)).toEqual(kept);
});

test('keys and tokens are known by their form, and come out as long as they were', () => {
  const told = [
    'AKIAREALREALREALREAL is not allowed',
    'principal AROAREALREALREALREAL:me',
    'key ABSKQmVkcm9ja0FQSUtleS1yZWFs=',
    'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t',
    'x-amz-security-token:FwoGZXIvYXdzEBYaDO=\\n\\nhost',
    `Signature=${'0f'.repeat(32)}`,
    'Bearer abcdefgh.ijkl',
  ];
  expect(told.map(redactor.text)).toEqual([
    '******************** is not allowed',
    'principal ********************:me',
    'key *****************************',
    '********************************************',
    'x-amz-security-token:*******************\\n\\nhost',
    `Signature=${'*'.repeat(64)}`,
    'Bearer *************',
  ]);
  expect(redactor.text('AKIAIOSFODNN7EXAMPLE, AKIDEXAMPLE and test')).toBe(
    'AKIAIOSFODNN7EXAMPLE, AKIDEXAMPLE and test',
  );
});

test('the values of the run are left out wherever they stand, and however they are escaped', () => {
  const spellings = [
    SECRET,
    encodeURIComponent(SECRET),
    SECRET.replaceAll('/', '\\/'),
    TOKEN,
    encodeURIComponent(TOKEN),
  ];
  for (const spelling of spellings) {
    expect(redactor.text(`<${spelling}>`)).toBe(`<${'*'.repeat(spelling.length)}>`);
  }
});

test('keys, tokens, signatures and cookies are left out of headers', () => {
  const signed =
    'AWS4-HMAC-SHA256 Credential=AKIAREALREALREALREAL/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=00ff';
  expect(
    redactor.headers([
      ['Authorization', signed],
      ['authorization', 'Bearer ABSKsecret'],
      ['authorization', 'Basic dXNlcjpwYXNz'],
      ['X-Amz-Security-Token', 'token'],
      ['Set-Cookie', 'AWSALB=abc'],
      ['X-Amzn-Trace', 'arn:aws:iam::111122223333:user/x'],
      ['Host', 'h'],
    ]),
  ).toEqual([
    [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=(left out)/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=(left out)',
    ],
    ['authorization', 'Bearer (left out)'],
    ['authorization', 'Basic (left out)'],
    ['X-Amz-Security-Token', '(left out)'],
    ['Set-Cookie', '(left out)'],
    ['X-Amzn-Trace', 'arn:aws:iam::000000000000:user/x'],
    ['Host', 'h'],
  ]);
});

function streamed(body: Buffer, cuts: readonly number[]) {
  const edges = [0, ...cuts, body.length];
  const pieces = edges.slice(1).map((end, i) => ({ at: i, bytes: body.subarray(edges[i], end) }));
  const headers = [['content-type', 'application/vnd.amazon.eventstream']] as const;
  const request = { http: 'http1', method: 'POST', target: '/', headers: [], body: Buffer.alloc(0) } as const;
  const answer = { status: 200, headers, pieces, ending: 'end', endAt: 9 } as const;
  return { answers: [see({ operation: 'ConverseStream', request, answer, begunAt: 0 })] };
}

const eventOf = (type: string, payload: string) =>
  encodeFrame({
    headers: [
      { name: ':message-type', type: 'string', value: 'event' },
      { name: ':event-type', type: 'string', value: type },
    ],
    payload: { text: payload },
  });

test('a secret cut by two pieces is found, lengths stay, and a right message stays right', () => {
  const body = eventOf('contentBlockDelta', `{"delta":{"text":"${SECRET} of 111122223333"}}`);
  const middle = body.indexOf(SECRET) + 9;
  const { answers } = redactSeen(streamed(body, [middle, middle + 40]), redactor);
  expect(answers[0]!.answer.pieces.map(({ bytes }) => bytes.length)).toEqual([middle, 40, body.length - middle - 40]);
  expect(answers[0]!.body.toString('latin1')).toContain(`"${'*'.repeat(SECRET.length)} of 000000000000"`);
  expect(answers[0]!.reading!.frames.map(({ faults }) => faults)).toEqual([[]]);
});

test('a message that was wrong stays wrong', () => {
  const body = eventOf('contentBlockDelta', `{"delta":{"text":"${SECRET}"}}`);
  body.writeUInt32BE(crc32(Buffer.from('no')), body.length - 4);
  const { answers } = redactSeen(streamed(body, []), redactor);
  expect(answers[0]!.body.includes(SECRET)).toBe(false);
  expect(answers[0]!.reading!.frames[0]!.faults).toEqual(['the checksum of the message is wrong']);
});

test('the base64 of a chunk is looked into', () => {
  const inner = Buffer.from(JSON.stringify({ text: `${TOKEN}!` })).toString('base64');
  const body = eventOf('chunk', JSON.stringify({ bytes: inner }));
  const { answers } = redactSeen(streamed(body, []), redactor);
  const { frames } = readFrames(answers[0]!.body);
  const { bytes } = JSON.parse(frames[0]!.payload.toString()) as { bytes: string };
  expect(Buffer.from(bytes, 'base64').toString()).toBe(JSON.stringify({ text: `${'*'.repeat(TOKEN.length)}!` }));
  expect(frames[0]!.faults).toEqual([]);
});
