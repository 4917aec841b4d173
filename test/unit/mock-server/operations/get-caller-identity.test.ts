import { expect, test } from 'vitest';
import { getCallerIdentity } from '../../../../src/mock-server/operations/get-caller-identity.ts';

const requestId = '01234567-89ab-cdef-0123-456789abcdef';

test('the body of AWS STS, white space included', () => {
  const caller = {
    arn: 'arn:aws:iam::123456789012:user/Alice',
    userId: 'AIDACKCEVSQ6C2EXAMPLE',
    accountId: '123456789012',
  };
  expect(getCallerIdentity({ caller, requestId })).toBe(
    [
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">',
      '  <GetCallerIdentityResult>',
      '    <Arn>arn:aws:iam::123456789012:user/Alice</Arn>',
      '    <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>',
      '    <Account>123456789012</Account>',
      '  </GetCallerIdentityResult>',
      '  <ResponseMetadata>',
      '    <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>',
      '  </ResponseMetadata>',
      '</GetCallerIdentityResponse>',
      '',
    ].join('\n'),
  );
});

test('what a user configured cannot break the XML', () => {
  const caller = { arn: 'arn:aws:iam::123456789012:user/a&b<c>', userId: '"', accountId: '1' };
  const body = getCallerIdentity({ caller, requestId });
  expect(body).toContain('<Arn>arn:aws:iam::123456789012:user/a&amp;b&lt;c&gt;</Arn>');
  expect(body).toContain('<UserId>&quot;</UserId>');
});
