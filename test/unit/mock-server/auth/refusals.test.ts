import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { signWithSmithy, type SigningOptions } from './signing.ts';
import { accepted, AKIDEXAMPLE, authenticate, NOW, refused, seen } from './support.ts';

const MINUTE = 60_000;
const BODY = '{"max_tokens":1}';

function sign(options: SigningOptions = {}): Promise<WireRequest> {
  const headers = { 'content-type': 'application/json' };
  return signWithSmithy(
    { method: 'POST', path: '/model/a.b-v1%3A0/invoke', headers, body: Buffer.from(BODY) },
    options,
  );
}

/** The request with header lines replaced, added or, where the value is undefined, left out. */
function withHeaders(request: WireRequest, changes: Record<string, string | undefined>): WireRequest {
  const kept = Object.entries(Object.fromEntries(pairs(request.rawHeaders)));
  const all = Object.entries({ ...Object.fromEntries(kept), ...changes });
  return { ...request, rawHeaders: all.flatMap(([name, value]) => (value === undefined ? [] : [name, value])) };
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]!] as [string, string]] : []));
}

function authorizationOf(request: WireRequest): string {
  return new Map(pairs(request.rawHeaders)).get('authorization')!;
}

async function withAuthorization(change: (header: string) => string): Promise<WireRequest> {
  const request = await sign();
  return withHeaders(request, { authorization: change(authorizationOf(request)) });
}

const COMMON = { status: 403, messageKey: 'message', origin: 'coral.service', closes: false };
const hashed = (text: string) => createHash('sha256').update(text).digest('base64');

describe('no signature at all', () => {
  test('Bedrock closes the connection and writes a capital M', async () => {
    const outcome = authenticate(withHeaders(await sign(), { authorization: undefined }));
    expect(seen(refused(outcome))).toEqual({
      ...COMMON,
      type: 'AccessDeniedException',
      message: 'Authorization header is missing',
      messageKey: 'Message',
      closes: true,
    });
    expect(refused(outcome).reason).toContain('AWS_ACCESS_KEY_ID=test');
  });

  test('an empty header is none', async () => {
    const outcome = authenticate(withHeaders(await sign(), { authorization: ' ' }));
    expect(refused(outcome).message).toBe('Authorization header is missing');
  });

  test('STS has its own words', async () => {
    const outcome = authenticate(withHeaders(await sign(), { authorization: undefined }), { signingName: 'sts' });
    expect(seen(refused(outcome))).toEqual({
      ...COMMON,
      type: 'MissingAuthenticationToken',
      message: 'Request is missing Authentication Token',
    });
  });
});

describe('an Authorization header that cannot be read', () => {
  const incomplete = { ...COMMON, type: 'IncompleteSignatureException' };

  test('everything is missing', async () => {
    const request = withHeaders(await sign(), { authorization: 'AWS4-HMAC-SHA256 A=b', 'x-amz-date': undefined });
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
        "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=" +
        hashed('AWS4-HMAC-SHA256 A=b'),
    });
  });

  test('only the algorithm is there', async () => {
    const request = withHeaders(await sign(), { authorization: 'AWS4-HMAC-SHA256' });
    expect(refused(authenticate(request)).message).toMatch(
      /^Authorization header requires 'Credential' parameter\. Auth/,
    );
  });

  test.each([
    ['Credential', /Credential=[^,]+, /],
    ['SignedHeaders', /SignedHeaders=[^,]+, /],
    ['Signature', /, Signature=.*/],
  ])('%s is missing', async (name, part) => {
    const request = await withAuthorization((header) => header.replace(part, ''));
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message:
        `Authorization header requires '${name}' parameter. ` +
        `(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(authorizationOf(request))}`,
    });
  });

  test('a part has no equal-sign', async () => {
    const request = withHeaders(await sign(), { authorization: 'Basic dXNlcjpwYXNz' });
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message:
        'Invalid key=value pair (missing equal-sign) in Authorization header ' +
        `(hashed with SHA-256 and encoded with Base64): '${hashed('Basic dXNlcjpwYXNz')}'.`,
    });
  });

  test('a bearer token at STS, which knows none', async () => {
    const request = withHeaders(await sign(), { authorization: 'Bearer ABSKx' });
    const refusal = refused(authenticate(request, { signingName: 'sts' }));
    expect(seen(refusal)).toMatchObject({ status: 400, type: 'IncompleteSignature' });
    expect(refusal.message).toMatch(/^Invalid key=value pair/);
  });

  test('the algorithm is another', async () => {
    const request = await withAuthorization((header) => header.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'));
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message: "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). ",
    });
  });

  test('the credential has too few elements', async () => {
    const request = await withAuthorization((header) => header.replace('/aws4_request', ''));
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message:
        'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, ' +
        "got 'AKIDEXAMPLE/20150830/us-east-1/bedrock'",
    });
  });

  test('trailing slashes of the credential are ignored', async () => {
    const request = await withAuthorization((header) => header.replace('/aws4_request', '/aws4_request//'));
    expect(accepted(authenticate(request)).accessKeyId).toBe('AKIDEXAMPLE');
  });

  test('the date is in another format', async () => {
    const request = withHeaders(await sign(), { 'x-amz-date': '2015-08-30T12:36:00Z' });
    expect(seen(refused(authenticate(request)))).toEqual({
      ...incomplete,
      message:
        "Date must be in ISO-8601 'basic format'. Got '2015-08-30T12:36:00Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    });
  });

  test('signed in the header and in the query', async () => {
    const request = await sign();
    const both = { ...request, target: `${request.target}?X-Amz-Algorithm=AWS4-HMAC-SHA256` };
    expect(seen(refused(authenticate(both)))).toEqual({
      ...COMMON,
      type: 'InvalidSignatureException',
      message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    });
  });
});

describe('time', () => {
  const invalid = { ...COMMON, type: 'InvalidSignatureException' };

  test('a second too old', async () => {
    const request = await sign({ at: NOW - 5 * MINUTE - 1000 });
    expect(seen(refused(authenticate(request)))).toEqual({
      ...invalid,
      message: 'Signature expired: 20150830T123059Z is now earlier than 20150830T123100Z (20150830T123600Z - 5 min.)',
    });
    expect(refused(authenticate(request)).reason).toContain("301 s before the server's time");
  });

  test('a second too early', async () => {
    const request = await sign({ at: NOW + 5 * MINUTE + 1000 });
    expect(seen(refused(authenticate(request)))).toEqual({
      ...invalid,
      message:
        'Signature not yet current: 20150830T124101Z is still later than 20150830T124100Z (20150830T123600Z + 5 min.)',
    });
  });

  test.each([-5 * MINUTE, 0, 5 * MINUTE])(
    '%i ms apart is in time, whatever the fraction of the second',
    async (apart) => {
      const request = await sign({ at: NOW + apart });
      expect(accepted(authenticate(request, { nowMs: NOW + 999 })).region).toBe('us-east-1');
    },
  );

  test('STS allows 15 minutes', async () => {
    const request = await sign({ service: 'sts', at: NOW - 15 * MINUTE - 1000 });
    expect(seen(refused(authenticate(request, { signingName: 'sts' })))).toEqual({
      ...COMMON,
      type: 'SignatureDoesNotMatch',
      message: 'Signature expired: 20150830T122059Z is now earlier than 20150830T122100Z (20150830T123600Z - 15 min.)',
    });
  });
});

describe('scope', () => {
  const invalid = { ...COMMON, type: 'InvalidSignatureException' };
  const regions = ['us-east-1', 'us-west-2'];

  test.each([
    ['another region', { region: 'eu-west-1' }, 'Credential should be scoped to a valid region. '],
    ['another service', { service: 'bedrock-runtime' }, "Credential should be scoped to correct service: 'bedrock'. "],
    [
      'another region and service',
      { region: 'eu-west-1', service: 's3' },
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'bedrock'. ",
    ],
  ])('%s', async (_, options, message) => {
    expect(seen(refused(authenticate(await sign(options), { regions })))).toEqual({ ...invalid, message });
  });

  test('any well-formed region is valid where none is given', async () => {
    expect(accepted(authenticate(await sign({ region: 'us-gov-west-1' }))).region).toBe('us-gov-west-1');
    expect(refused(authenticate(await sign({ region: 'us_east' }))).message).toBe(
      'Credential should be scoped to a valid region. ',
    );
  });

  test('another terminator and another day', async () => {
    const request = await withAuthorization((header) =>
      header.replace('20150830/us-east-1/bedrock/aws4', '20150829/us-east-1/bedrock/aws5'),
    );
    expect(seen(refused(authenticate(request)))).toEqual({
      ...invalid,
      message:
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. Date in Credential " +
        "scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.",
    });
  });

  test.each(['20150829', '2015', '201508301'])('only another day: %s', async (date) => {
    const request = await withAuthorization((header) => header.replace('20150830', date));
    expect(refused(authenticate(request)).message).toBe(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${date}' != '20150830', from '20150830T123600Z'.`,
    );
  });

  test('STS at its own name', async () => {
    expect(seen(refused(authenticate(await sign(), { signingName: 'sts' })))).toEqual({
      ...COMMON,
      type: 'SignatureDoesNotMatch',
      message: "Credential should be scoped to correct service: 'sts'. ",
    });
  });
});

test('the host is not signed', async () => {
  const request = await withAuthorization((header) => header.replace(';host;', ';'));
  expect(seen(refused(authenticate(request)))).toEqual({
    ...COMMON,
    type: 'InvalidSignatureException',
    message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  });
});

describe('who', () => {
  const TEMPORARY = { ...AKIDEXAMPLE, sessionToken: 'TOK/EN+==' };

  test('an unknown access key', async () => {
    const refusal = refused(authenticate(await sign({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })));
    expect(seen(refusal)).toEqual({
      ...COMMON,
      type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect(refusal.reason).toBe(
      'Access key AKIAIOSFODNN7EXAMPLE is not known, only AKIDEXAMPLE. Add it, or use a known one.',
    );
  });

  test('an unknown access key at STS', async () => {
    const request = await sign({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', service: 'sts' });
    expect(seen(refused(authenticate(request, { signingName: 'sts' })))).toMatchObject({
      status: 403,
      type: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    });
  });

  test('a temporary key with its session token', async () => {
    const request = await sign({ sessionToken: TEMPORARY.sessionToken });
    expect(accepted(authenticate(request, { credentials: [TEMPORARY] })).kind).toBe('sigv4');
  });

  test('a temporary key without its session token', async () => {
    expect(refused(authenticate(await sign(), { credentials: [TEMPORARY] })).message).toBe(
      'The security token included in the request is invalid.',
    );
  });

  test.each([
    ['another session token', [TEMPORARY]],
    ['a session token for a long-term key', [AKIDEXAMPLE]],
  ])('%s', async (_, credentials) => {
    const refusal = refused(authenticate(await sign({ sessionToken: 'other' }), { credentials }));
    expect(seen(refusal)).toEqual({
      ...COMMON,
      type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid',
    });
  });

  test.each([
    ['bedrock', 'ExpiredTokenException'],
    ['sts', 'ExpiredToken'],
  ])('an expired session token at %s', async (signingName, type) => {
    const request = await sign({ sessionToken: TEMPORARY.sessionToken, service: signingName });
    const outcome = authenticate(request, { signingName, credentials: [{ ...TEMPORARY, expired: true }] });
    expect(seen(refused(outcome))).toEqual({
      ...COMMON,
      type,
      message: 'The security token included in the request is expired',
    });
  });
});

describe("AWS's order: each refusal comes before the next", () => {
  const LADDER: readonly (readonly [string, Record<string, string | undefined>, RegExp])[] = [
    ['form', { authorization: 'AWS4-HMAC-SHA256 A=b', 'x-amz-date': 'x' }, /^Authorization header requires/],
    ['date', { 'x-amz-date': 'x', authorization: wrong('x/20000101/x/x/x') }, /^Date must be/],
    ['window', { 'x-amz-date': '20000101T000000Z', authorization: wrong('x/y') }, /^Signature expired/],
    ['host', { authorization: wrong('x/y').replace('host', 'date') }, /^'Host' or/],
    ['algorithm', { authorization: wrong('x/y').replace('AWS4', 'AWS5') }, /^Unsupported AWS/],
    ['elements', { authorization: wrong('x/y') }, /^Credential must have exactly 5/],
    ['scope', { authorization: wrong('nobody/20150830/us-east-1/s3/aws4_request') }, /^Credential should be scoped/],
    ['key', { authorization: wrong('nobody/20150830/us-east-1/bedrock/aws4_request') }, /^The security token/],
    [
      'signature',
      { authorization: wrong('AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request') },
      /^The request signature/,
    ],
  ];

  test.each(LADDER)('%s', async (_, changes, message) => {
    expect(refused(authenticate(withHeaders(await sign(), changes))).message).toMatch(message);
  });

  function wrong(credential: string): string {
    return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  }
});
