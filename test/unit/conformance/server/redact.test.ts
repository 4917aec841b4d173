import { expect, test } from 'vitest';
import { redactBytes, redactHeaders, redactText } from '../../../../src/conformance/server/redact.ts';

test('account ids become zeros, in ARNs as they stand and escaped; the documented one stays', () => {
  expect(redactText('arn:aws:iam::111122223333:user/x')).toBe('arn:aws:iam::000000000000:user/x');
  expect(redactText('/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Ainference-profile%2Fx/converse')).toBe(
    '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A000000000000%3Ainference-profile%2Fx/converse',
  );
  expect(redactText('arn:aws:iam::123456789012:user/x')).toContain('123456789012');
  expect(redactBytes(Buffer.from('é arn:aws:iam::111122223333:x')).toString()).toBe('é arn:aws:iam::000000000000:x');
});

test('keys, tokens and signatures are left out', () => {
  const signed =
    'AWS4-HMAC-SHA256 Credential=AKIAREALREALREALREAL/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=00ff';
  expect(
    redactHeaders([
      ['Authorization', signed],
      ['authorization', 'Bearer ABSKsecret'],
      ['X-Amz-Security-Token', 'token'],
      ['Host', 'h'],
    ]),
  ).toEqual([
    [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=(left out)/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=(left out)',
    ],
    ['authorization', 'Bearer (left out)'],
    ['X-Amz-Security-Token', '(left out)'],
    ['Host', 'h'],
  ]);
});
