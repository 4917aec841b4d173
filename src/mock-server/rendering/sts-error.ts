import { escapeXml } from '../../wire/xml.ts';
import type { Refusal } from '../exchange.ts';

/** STS has other names for what the front door of Bedrock refuses (AWS STS API reference, common errors). */
const CODES: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  AccessDeniedException: 'AccessDenied',
  ThrottlingException: 'Throttling',
  ValidationException: 'ValidationError',
  InternalServerException: 'InternalFailure',
  ServiceUnavailableException: 'ServiceUnavailable',
};

/** An error of STS, which is XML; white space as quoted with its length in aaronpowell/aws-azure-login#251. */
export function stsErrorXml(refusal: Refusal, requestId: string): string {
  const type = refusal.status < 500 ? 'Sender' : 'Receiver';
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>${type}</Type>
    <Code>${escapeXml(CODES[refusal.type] ?? refusal.type.replace(/Exception$/, ''))}</Code>
    <Message>${escapeXml(refusal.message)}</Message>
  </Error>
  <RequestId>${escapeXml(requestId)}</RequestId>
</ErrorResponse>
`;
}
