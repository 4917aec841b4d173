import { expect, test } from 'vitest';
import { Refusal } from '../../../../src/mock-server/exchange.ts';
import { stsErrorXml } from '../../../../src/mock-server/rendering/sts-error.ts';

function refusal(type: string, message: string, status = 403): Refusal {
  return new Refusal({ status, type, origin: 'coral.service', message });
}

/** Quoted with its Content-Length in aws-azure-login/aws-azure-login#251. */
test('a bad session token, to the byte', () => {
  const message = 'The security token included in the request is invalid';
  const body = stsErrorXml(refusal('UnrecognizedClientException', message), '16fc956c-311e-4199-bee1-1680236e9698');
  expect(body).toBe(
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>InvalidClientTokenId</Code>\n    <Message>The security token included in the request is invalid</Message>\n  </Error>\n  <RequestId>16fc956c-311e-4199-bee1-1680236e9698</RequestId>\n</ErrorResponse>\n',
  );
  expect(Buffer.byteLength(body)).toBe(305);
});

/** The names of the AWS STS API reference, common errors. */
test.each([
  ['InvalidSignatureException', 403, 'Sender', 'SignatureDoesNotMatch'],
  ['ExpiredTokenException', 403, 'Sender', 'ExpiredToken'],
  ['IncompleteSignatureException', 400, 'Sender', 'IncompleteSignature'],
  ['AccessDeniedException', 403, 'Sender', 'AccessDenied'],
  ['InternalServerException', 500, 'Receiver', 'InternalFailure'],
  ['TomorrowsException', 400, 'Sender', 'Tomorrows'],
])('%s', (type, status, sender, code) => {
  const body = stsErrorXml(refusal(type, 'a < b', status), 'id');
  expect(body).toContain(`    <Type>${sender}</Type>\n    <Code>${code}</Code>\n    <Message>a &lt; b</Message>\n`);
});
