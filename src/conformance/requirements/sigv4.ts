/**
 * The sentences of Signature Version 4 that bind whoever signs or verifies a request, from the IAM User Guide and, where
 * that leaves something out, the AWS General Reference before it.
 */
import { BOTH, CLIENT, notYet, outOfScope, type Passage, SERVER, under, unobservable } from './requirement.ts';

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

const passage = (document: string, page: string) => (section: string, anchor: string) =>
  ({ document: `IAM User Guide, ${document}`, section, url: `${GUIDE}/${page}.html${anchor}` }) satisfies Passage;

const overview = passage('AWS Signature Version 4 for API requests', 'reference_sigv');
const creating = passage('Create a signed AWS API request', 'reference_sigv-create-signed-request');
const elements = passage('Elements of an AWS API request signature', 'reference_sigv-signing-elements');
const methods = passage('Authentication methods', 'reference_sigv-authentication-methods');
const troubles = passage('Troubleshoot Signature Version 4 signing', 'reference_sigv-troubleshooting');

const HEADER_ALONE = 'The prober signs in the Authorization header alone.';
const NEEDS_SIGNER = 'The prober cannot yet sign with such an element.';

export const SIGV4 = [
  ...under(overview('How AWS SigV4 works', ''), [
    {
      id: 'sigv4/signed',
      binds: BOTH,
      says: 'A request is authenticated by a signature with an access key.',
      cases: ['sig/valid', 's/auth-missing', 's/routes'],
    },
    {
      id: 'sigv4/recomputed',
      binds: SERVER,
      says: 'A service computes the signature anew from the request it got, and refuses the request where it differs.',
      cases: [
        's/auth-bad-signature',
        's/auth-tampered-body',
        's/auth-tampered-path',
        's/auth-tampered-query',
        's/auth-tampered-header',
      ],
    },
    {
      id: 'sigv4/sigv4a',
      binds: BOTH,
      says: 'A request for several regions is signed with SigV4a, with an asymmetric key.',
      none: outOfScope('The service model of Bedrock names SigV4 and bearer tokens.'),
    },
  ]),
  ...under(overview('Why requests are signed', '#why-requests-are-signed'), [
    {
      id: 'sigv4/identity',
      binds: SERVER,
      says: 'Only someone with a valid access key is let in.',
      cases: ['s/auth-unknown-key', 's/auth-bad-signature', 's/auth-missing'],
    },
    {
      id: 'sigv4/integrity',
      binds: SERVER,
      says: 'What was changed on its way is refused.',
      cases: ['s/auth-tampered-body', 's/auth-tampered-path', 's/auth-tampered-query', 's/auth-tampered-header'],
    },
    {
      id: 'sigv4/five-minutes',
      binds: SERVER,
      says: 'A request that arrives more than five minutes after its date is refused.',
      cases: ['s/auth-expired'],
    },
    {
      id: 'sigv4/fresh',
      binds: CLIENT,
      says: 'A request is sent within five minutes of its date; what is tried again later is signed again.',
      cases: ['sig/fresh-per-attempt'],
    },
  ]),
  ...under(creating('Functions', ''), [
    {
      id: 'sigv4/unreserved',
      binds: BOTH,
      says: 'Every byte is percent-encoded but letters, digits, hyphen, full stop, underscore and tilde.',
      cases: ['sig/modelid-reserved', 'sig/sent-equals-signed-path', 'sig/signature-property', 's/colon-escaped'],
    },
    {
      id: 'sigv4/space',
      binds: CLIENT,
      says: 'A space is %20, not a plus.',
      cases: ['sig/path-encoded-twice', 'sig/modelid-reserved'],
    },
    {
      id: 'sigv4/upper-case-escapes',
      binds: CLIENT,
      says: 'The hexadecimal digits of an escape are upper case.',
      cases: ['sig/modelid-colon', 'sig/path-encoded-twice'],
    },
    {
      id: 'sigv4/slash',
      binds: BOTH,
      says: 'A slash within a name is encoded as well.',
      cases: ['sig/modelid-arn', 's/arn-slash-escaped'],
    },
    {
      id: 'sigv4/lower-case-hex',
      binds: BOTH,
      says: 'Hashes and signatures are written in lower-case hexadecimal.',
      cases: ['sig/authorization-form', 'sig/valid', 's/routes'],
    },
  ]),
  ...under(creating('Step 1: Create a canonical request', '#create-canonical-request'), [
    {
      id: 'sigv4/canonical-request',
      binds: BOTH,
      says: 'The canonical request is method, path, query, headers, names of the signed headers and hash of the body, a line feed between each.',
      cases: ['sig/valid', 'sig/signature-property', 's/routes'],
    },
    {
      id: 'sigv4/method',
      binds: CLIENT,
      says: 'The method of the canonical request is that of the request.',
      cases: ['sig/valid', 'req/routes'],
    },
    {
      id: 'sigv4/method-verified',
      binds: SERVER,
      says: 'A method changed after signing is refused.',
      none: unobservable('Another method names no operation, which is refused whatever its signature.'),
    },
    {
      id: 'sigv4/canonical-uri',
      binds: BOTH,
      says: 'The canonical path is everything between the host and the question mark, encoded.',
      cases: ['sig/sent-equals-signed-path', 'req/endpoint-base-path', 's/colon-escaped', 's/arn-slash-escaped'],
    },
    {
      id: 'sigv4/empty-path',
      binds: BOTH,
      says: 'An empty path counts as a slash.',
      none: outOfScope('No operation of bedrock-runtime has an empty path.'),
    },
    {
      id: 'sigv4/canonical-query',
      binds: CLIENT,
      says: 'In the canonical query names and values are encoded each by itself and sorted by name, and a name without value keeps its equals sign.',
      cases: ['sig/query-property'],
    },
    {
      id: 'sigv4/canonical-query-verified',
      binds: SERVER,
      says: 'The query of a request is read so, however its parameters are ordered.',
      none: notYet('No request of the prober has a query when it is signed.'),
    },
    {
      id: 'sigv4/no-query',
      binds: BOTH,
      says: 'Without a query its line is empty.',
      cases: ['sig/valid', 's/routes'],
    },
    {
      id: 'sigv4/query-verified',
      binds: SERVER,
      says: 'A query changed after signing is refused.',
      cases: ['s/auth-tampered-query'],
    },
    {
      id: 'sigv4/canonical-headers',
      binds: BOTH,
      says: 'The signed headers stand one a line, by name in lower case and in order, a colon between name and value.',
      cases: ['sig/valid', 'sig/headers-property', 's/routes'],
    },
    {
      id: 'sigv4/headers-verified',
      binds: SERVER,
      says: 'A signed header changed after signing is refused.',
      cases: ['s/auth-tampered-header'],
    },
    {
      id: 'sigv4/header-blanks',
      binds: CLIENT,
      says: 'Blanks around a value are cut off before it is signed, and several within it count as one.',
      cases: ['sig/headers-property'],
    },
    {
      id: 'sigv4/header-blanks-verified',
      binds: SERVER,
      says: 'Blanks around a value and several within it make no difference to a signature.',
      none: notYet('No header that the prober signs has any.'),
    },
    {
      id: 'sigv4/header-lists',
      binds: BOTH,
      says: 'Several values of one header are joined by commas.',
      none: notYet('Neither a driver nor the prober is told to send a header twice.'),
    },
    {
      id: 'sigv4/host-signed',
      binds: CLIENT,
      says: 'host, or with HTTP/2 :authority, is among the signed headers.',
      cases: ['sig/host-or-authority-once'],
    },
    {
      id: 'sigv4/host-signature-wanted',
      binds: SERVER,
      says: 'A signature that covers neither host nor :authority is refused.',
      none: notYet(`${NEEDS_SIGNER} What Bedrock answers is unverified.`),
    },
    {
      id: 'sigv4/amz-headers-signed',
      binds: CLIENT,
      says: 'Every header that begins with x-amz- is among the signed ones.',
      cases: ['sig/session-token-signed'],
    },
    {
      id: 'sigv4/amz-headers-signature-wanted',
      binds: SERVER,
      says: 'A header that begins with x-amz- and is not signed is refused.',
      none: notYet('Whether Bedrock refuses it is unverified.'),
    },
    {
      id: 'sigv4/other-headers-optional',
      binds: SERVER,
      says: 'Other headers need not be signed.',
      cases: ['s/auth-unsigned-extra-header'],
    },
    {
      id: 'sigv4/no-hop-by-hop',
      binds: CLIENT,
      says: 'Headers that proxies change, such as connection and transfer-encoding, are not signed.',
      cases: ['sig/no-hop-by-hop'],
    },
    {
      id: 'sigv4/signed-headers',
      binds: CLIENT,
      says: 'The names of the signed headers are listed in lower case, semicolons between them.',
      cases: ['sig/authorization-form', 'sig/valid'],
    },
    {
      id: 'sigv4/hashed-payload',
      binds: BOTH,
      says: 'The last line is the SHA-256 of the body, byte for byte.',
      cases: ['sig/body-hash-exact', 's/auth-tampered-body'],
    },
    {
      id: 'sigv4/empty-payload',
      binds: BOTH,
      says: 'Of an empty body the hash is that of the empty text.',
      none: outOfScope('None of the operations that are tried has an empty body.'),
    },
  ]),
  ...under(
    {
      document: 'AWS General Reference, Create a canonical request for Signature Version 4',
      section: 'CanonicalURI',
      url: 'https://docs.aws.amazon.com/general/latest/gr/sigv4-create-canonical-request.html',
    },
    [
      {
        id: 'sigv4/encoded-twice',
        binds: BOTH,
        says: 'For every service but S3 each segment of the path is encoded twice: once as it is sent, and once more to be signed.',
        cases: ['sig/path-encoded-twice', 'sig/modelid-colon', 's/colon-escaped', 's/arn-slash-escaped'],
      },
      {
        id: 'sigv4/path-normalised',
        binds: BOTH,
        says: 'For every service but S3 dot segments and double slashes are taken out of the path before it is signed.',
        none: unobservable(
          'No path of an operation has any, and what clients do to a URL with dot segments hides what they sign.',
        ),
      },
    ],
  ),
  ...under(creating('Step 2: Create a hash of the canonical request', '#create-canonical-request-hash'), [
    {
      id: 'sigv4/canonical-hash',
      binds: BOTH,
      says: 'The canonical request is hashed as the body is.',
      cases: ['sig/valid', 's/routes'],
    },
  ]),
  ...under(creating('Step 3: Create a string to sign', '#create-string-to-sign'), [
    {
      id: 'sigv4/string-to-sign',
      binds: BOTH,
      says: 'What is signed is algorithm, date, scope and hash, a line feed between each and none at the end.',
      cases: ['sig/valid', 's/routes'],
    },
    {
      id: 'sigv4/algorithm',
      binds: CLIENT,
      says: 'The algorithm is called AWS4-HMAC-SHA256.',
      cases: ['sig/authorization-form', 'sig/valid'],
    },
    {
      id: 'sigv4/algorithm-verified',
      binds: SERVER,
      says: 'Another algorithm is refused.',
      none: notYet(NEEDS_SIGNER),
    },
    {
      id: 'sigv4/scope',
      binds: BOTH,
      says: 'The scope is day, region, service and aws4_request, and the signature is good for these alone.',
      cases: ['sig/valid', 's/auth-wrong-region', 's/auth-wrong-service'],
    },
  ]),
  ...under(creating('Step 4: Derive a signing key', '#derive-signing-key'), [
    {
      id: 'sigv4/signing-key',
      binds: BOTH,
      says: 'The key is derived from AWS4 and the secret by HMAC-SHA256 over day, region, service and aws4_request, one after the other.',
      cases: ['sig/valid', 'sig/signature-property', 's/auth-bad-signature', 's/routes'],
    },
  ]),
  ...under(creating('Step 5: Calculate the signature', '#calculate-signature'), [
    {
      id: 'sigv4/signature',
      binds: BOTH,
      says: 'The signature is the HMAC-SHA256 of the string to sign.',
      cases: ['sig/valid', 'sig/signature-property', 's/auth-bad-signature', 's/routes'],
    },
  ]),
  ...under(creating('Step 6: Add the signature to the request', '#add-signature-to-request'), [
    {
      id: 'sigv4/one-place',
      binds: CLIENT,
      says: 'Authentication stands in the Authorization header or in the query, not in both.',
      cases: ['sig/valid'],
    },
    {
      id: 'sigv4/two-places-refused',
      binds: SERVER,
      says: 'Authentication in both places is refused.',
      none: notYet(HEADER_ALONE),
    },
    {
      id: 'sigv4/authorization-header',
      binds: CLIENT,
      says: 'The Authorization header is one line: the algorithm, a space, then Credential, SignedHeaders and Signature with commas between them.',
      cases: ['sig/authorization-form'],
    },
    {
      id: 'sigv4/authorization-header-accepted',
      binds: SERVER,
      says: 'A signature in the Authorization header is accepted.',
      cases: ['s/routes', 's/http2'],
    },
  ]),
  ...under(methods('Query string parameters', '#aws-signing-authentication-methods-query'), [
    {
      id: 'sigv4/presigned',
      binds: SERVER,
      says: 'A signature in X-Amz-Algorithm, -Credential, -Date, -SignedHeaders and -Signature of the query is accepted.',
      none: notYet(`${HEADER_ALONE} That Bedrock takes signed queries is unverified.`),
    },
    {
      id: 'sigv4/presigned-written',
      binds: CLIENT,
      says: 'Who signs in the query writes all of these parameters, encoded, and signs the others with them.',
      none: outOfScope('No client of Bedrock signs its requests there.'),
    },
    {
      id: 'sigv4/presigned-expires',
      binds: SERVER,
      says: 'A signed query is refused once X-Amz-Expires seconds have passed since its date.',
      none: notYet(HEADER_ALONE),
    },
  ]),
  ...under(creating('Temporary security credentials', '#temporary-security-credentials'), [
    {
      id: 'sigv4/session-token',
      binds: BOTH,
      says: 'With temporary keys the session token is sent as X-Amz-Security-Token.',
      cases: ['sig/session-token-signed', 's/auth-session-token'],
    },
    {
      id: 'sigv4/session-token-signed',
      binds: CLIENT,
      says: 'Where a service wants it, the session token is among the signed headers.',
      cases: ['sig/session-token-signed'],
    },
    {
      id: 'sigv4/session-token-belongs',
      binds: CLIENT,
      says: 'A session token belongs to the keys that it came with, and is not sent without one.',
      cases: ['sig/no-foreign-session-token', 'sig/empty-session-token'],
    },
    {
      id: 'sigv4/session-token-wanted',
      binds: SERVER,
      says: 'Temporary keys without their session token, or with another, are refused.',
      none: notYet(NEEDS_SIGNER),
    },
  ]),
  ...under(elements('Endpoint specification', '#endpoint-specification'), [
    {
      id: 'sigv4/host',
      binds: BOTH,
      says: 'A request has a Host header; with HTTP/2 :authority can stand for it, and should.',
      cases: ['sig/host-or-authority-once', 's/auth-authority'],
    },
  ]),
  ...under(elements('Date', '#date'), [
    {
      id: 'sigv4/date-of-scope',
      binds: CLIENT,
      says: 'The day of the scope is that of the date of the request.',
      cases: ['sig/valid', 'sig/fresh-per-attempt'],
    },
    {
      id: 'sigv4/date-form',
      binds: CLIENT,
      says: 'The date is UTC, written 20220830T123600Z, without milliseconds.',
      cases: ['sig/valid'],
    },
    {
      id: 'sigv4/date-form-verified',
      binds: SERVER,
      says: 'A date in another form is refused.',
      none: notYet(NEEDS_SIGNER),
    },
    {
      id: 'sigv4/date-header',
      binds: SERVER,
      says: 'Without X-Amz-Date the header Date counts.',
      none: notYet(`${NEEDS_SIGNER} That Bedrock takes it is unverified.`),
    },
  ]),
  ...under(elements('Authentication information', '#authentication'), [
    {
      id: 'sigv4/credential',
      binds: CLIENT,
      says: 'The credential is access key, day, region, service and aws4_request, slashes between them.',
      cases: ['sig/authorization-form', 'sig/valid'],
    },
    {
      id: 'sigv4/credential-verified',
      binds: SERVER,
      says: 'A credential of fewer or more elements is refused.',
      none: notYet(NEEDS_SIGNER),
    },
  ]),
  ...under(troubles('Canonical request and signing string errors', '#signature-v4-troubleshooting-canonical-errors'), [
    {
      id: 'sigv4/mismatch-told',
      binds: SERVER,
      says: 'A signature that does not match is refused with 403 and a message that says so.',
      cases: ['s/auth-bad-signature'],
    },
  ]),
  ...under(troubles('Credential scope errors', '#signature-v4-troubleshooting-credential-scope'), [
    {
      id: 'sigv4/scope-date-verified',
      binds: SERVER,
      says: 'A scope of another day than the date of the request is refused.',
      none: notYet(NEEDS_SIGNER),
    },
    {
      id: 'sigv4/future-refused',
      binds: SERVER,
      says: 'A date in the future is refused.',
      cases: ['s/auth-future'],
    },
    {
      id: 'sigv4/expired-refused',
      binds: SERVER,
      says: 'An expired signature is refused with a message that names both times.',
      cases: ['s/auth-expired'],
    },
    {
      id: 'sigv4/region-verified',
      binds: SERVER,
      says: 'A scope of another region is refused.',
      cases: ['s/auth-wrong-region'],
    },
    {
      id: 'sigv4/service-verified',
      binds: SERVER,
      says: 'A scope of another service is refused.',
      cases: ['s/auth-wrong-service'],
    },
    {
      id: 'sigv4/terminator-verified',
      binds: SERVER,
      says: 'A scope that does not end with aws4_request is refused.',
      none: notYet(NEEDS_SIGNER),
    },
  ]),
  ...under(troubles('Key signing errors', '#signature-v4-troubleshooting-key-signing'), [
    {
      id: 'sigv4/secret-belongs',
      binds: BOTH,
      says: 'The secret is that of the access key that is named.',
      cases: ['sig/no-foreign-session-token', 'sig/valid', 's/auth-bad-signature'],
    },
  ]),
];
