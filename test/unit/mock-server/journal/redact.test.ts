import { expect, test } from 'vitest';
import { redact } from '../../../../src/mock-server/journal/redact.ts';

function request(rawHeaders: readonly string[], target = '/'): Parameters<typeof redact>[0] {
  return { protocol: 'HTTP/1.1', method: 'POST', target, rawHeaders, body: Buffer.alloc(0) };
}

const SIGNATURE = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
const TOKEN = 'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW==';

test('who signed and what stays visible, of the signature only the beginning', () => {
  const scope = 'AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-amz-date, Signature=${SIGNATURE}`;
  expect(redact(request(['Host', 'h', 'Authorization', authorization])).headers).toEqual([
    ['Host', 'h'],
    [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79…`,
    ],
  ]);
});

test.each([
  ['x-amz-security-token', TOKEN, 'AQoDYXdz…'],
  ['X-Api-Key', 'sk-ant-api03-0123456789abcdef', 'sk-ant-a…'],
  ['authorization', 'Bearer bedrock-api-key-YmVkcm9jay5hbWF6b25hd3M', 'Bearer bedrock-api-key-…'],
  ['authorization', 'Bearer ABSKQmVkcm9ja0FQSUtleS0xMjM=', 'Bearer ABSKQmVk…'],
  ['authorization', 'Basic dGVzdDp0ZXN0', 'Basic …'],
  ['authorization', 'hunter2', '…'],
  ['authorization', 'AWS4-HMAC-SHA256 Credential=a, Signature=short', 'AWS4-HMAC-SHA256 Credential=a, Signature=…'],
  ['cookie', 'session=0123456789abcdef', 'session=…'],
])('%s: %s', (name, value, shown) => {
  expect(redact(request([name, value])).headers).toEqual([[name, shown]]);
});

test('a presigned query shows neither signature nor token', () => {
  const target = `/?X-Amz-Credential=AKIDEXAMPLE%2F20150830&X-Amz-Security-Token=${encodeURIComponent(TOKEN)}&X-Amz-Signature=${SIGNATURE}&x=1`;
  expect(redact(request([], target)).target).toBe(
    '/?X-Amz-Credential=AKIDEXAMPLE%2F20150830&X-Amz-Security-Token=AQoDYXdz…&X-Amz-Signature=5d672d79…&x=1',
  );
});

test('a text that quotes the request shows them no more than the request does', () => {
  const { scrub } = redact(request(['x-amz-security-token', TOKEN]));
  expect(scrub(`POST\n/\n\nhost:h\nx-amz-security-token:${TOKEN}\n`)).toBe(
    'POST\n/\n\nhost:h\nx-amz-security-token:AQoDYXdz…\n',
  );
});

test('what is too short to be a secret is not taken out of texts', () => {
  const { scrub, headers } = redact(request(['x-amz-security-token', 'token']));
  expect([headers, scrub('the token is wrong')]).toEqual([[['x-amz-security-token', '…']], 'the token is wrong']);
});
