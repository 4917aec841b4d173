import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { authorizationOver, HOST, sha256, signWithSmithy, type SigningOptions, type Unsigned } from './signing.ts';
import { accepted, AKIAIOSFODNN7EXAMPLE, AKIDEXAMPLE, authenticate, refused, seen } from './support.ts';

const SHORT =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const BODY = '{"max_tokens":1}';
const PATH = '/model/a.b-v1%3A0/invoke';

function sign(change: Partial<Unsigned> = {}, options: SigningOptions = {}): Promise<WireRequest> {
  return signWithSmithy({ method: 'POST', path: PATH, body: Buffer.from(BODY), ...change }, options);
}

/** A request that signs this and sends the plain one. */
function signedAs(canonical: string, keyScope?: string): WireRequest {
  const authorization = authorizationOver(canonical, keyScope);
  const rawHeaders = ['Host', HOST, 'X-Amz-Date', '20150830T123600Z', 'Authorization', authorization];
  return { protocol: 'HTTP/1.1', method: 'POST', target: PATH, rawHeaders, body: Buffer.from(BODY) };
}

function canonical(
  change: { method?: string; path?: string; host?: string; payload?: string; names?: string } = {},
): string {
  const { method = 'POST', path = '/model/a.b-v1%253A0/invoke', host = HOST, payload = sha256(BODY) } = change;
  const lines = { host, 'x-amz-date': '20150830T123600Z' };
  const names = change.names ?? 'host;x-amz-date';
  const headers = names.split(';').map((name) => `${name}:${lines[name as keyof typeof lines]}\n`);
  return `${method}\n${path}\n\n${headers.join('')}\n${names}\n${payload}`;
}

describe('what the client is told', () => {
  test('the canonical request and the string to sign, word for word', () => {
    const refusal = refused(authenticate(signedAs('anything\nhost;x-amz-date\nx')));
    expect(seen(refusal)).toEqual({
      status: 403,
      type: 'InvalidSignatureException',
      messageKey: 'message',
      origin: 'coral.service',
      closes: false,
      message:
        `${SHORT}\n\nThe Canonical String for this request should have been\n'${canonical()}'\n\n` +
        'The String-to-Sign should have been\n' +
        `'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/bedrock/aws4_request\n${sha256(canonical())}'\n`,
    });
  });

  test('STS tells only the short form', async () => {
    const request = await sign({}, { service: 'sts', secretAccessKey: 'another' });
    expect(seen(refused(authenticate(request, { signingName: 'sts' })))).toMatchObject({
      status: 403,
      type: 'SignatureDoesNotMatch',
      message: SHORT,
    });
  });
});

describe('what the person is told', () => {
  test.each([
    ['the path was signed as sent', canonical({ path: '/model/a.b-v1%3A0/invoke' })],
    ['the path was signed decoded', canonical({ path: '/model/a.b-v1:0/invoke' })],
    ['the path was signed without /model, with which it begins', canonical({ path: '/a.b-v1%253A0/invoke' })],
    ['the method was signed as GET', canonical({ method: 'GET' })],
    ['an empty body was signed', canonical({ payload: sha256('') })],
    ['the body was not signed, which Bedrock does not allow', canonical({ payload: 'UNSIGNED-PAYLOAD' })],
    [
      'the client signed the host bedrock-runtime.us-east-1.amazonaws.com, but 127.0.0.1:7357 was sent',
      canonical({ host: 'bedrock-runtime.us-east-1.amazonaws.com' }),
    ],
    ['the client signed the host localhost:7357, but 127.0.0.1:7357 was sent', canonical({ host: 'localhost:7357' })],
    ['the signed headers are not in the order of their names', canonical({ names: 'x-amz-date;host' })],
    [
      'the path was signed as sent; SigV4 encodes each segment of the path as sent once more, %3A to %253A; ' +
        'and an empty body was signed',
      canonical({ path: '/model/a.b-v1%3A0/invoke', payload: sha256('') }),
    ],
  ])('%s', (cause, signed) => {
    const [summary] = refused(authenticate(signedAs(signed))).reason!.split('\n');
    expect(summary).toContain(`The signature does not match: ${cause}`);
  });

  test('both canonical requests side by side', () => {
    expect(refused(authenticate(signedAs(canonical({ path: PATH })))).reason).toBe(
      [
        'The signature does not match: the path was signed as sent; SigV4 encodes each segment of the path as sent ' +
          'once more, %3A to %253A.',
        'Canonical request, < as it should be, > as the client signed it:',
        '  POST',
        '< /model/a.b-v1%253A0/invoke',
        '> /model/a.b-v1%3A0/invoke',
        '  ',
        `  host:${HOST}`,
        '  x-amz-date:20150830T123600Z',
        '  ',
        '  host;x-amz-date',
        `  ${sha256(BODY)}`,
      ].join('\n'),
    );
  });

  test('a query that was not encoded anew, and one that was not signed', async () => {
    const bare = await sign({ path: '/inference-profiles' });
    const reason = refused(authenticate({ ...bare, target: '/inference-profiles?type=SYSTEM_DEFINED' })).reason;
    expect(reason).toContain('the query was not signed');
  });

  test('content-type changed on the way', async () => {
    const request = await sign({ headers: { 'content-type': 'application/json' } });
    const changed = request.rawHeaders.map((text) =>
      text === 'application/json' ? 'application/json; charset=utf-8' : text,
    );
    expect(refused(authenticate({ ...request, rawHeaders: changed })).reason).toMatch(
      /content-type was signed without its parameters[^]*< content-type:application\/json; charset=utf-8\n> content-type:application\/json\n/,
    );
  });

  test.each([
    ['the secret is that of AKIAIOSFODNN7EXAMPLE', { secretAccessKey: AKIAIOSFODNN7EXAMPLE.secretAccessKey }],
    ['the secret ends in a line feed', { secretAccessKey: `${AKIDEXAMPLE.secretAccessKey}\n` }],
    ['the secret stands in quotation marks', { secretAccessKey: `"${AKIDEXAMPLE.secretAccessKey}"` }],
  ])('%s', async (cause, options) => {
    const credentials = [AKIDEXAMPLE, AKIAIOSFODNN7EXAMPLE];
    const { reason } = refused(authenticate(await sign({}, options), { credentials }));
    expect(reason).toBe(`The signature does not match: ${cause}.`);
  });

  test.each([
    ['service bedrock-runtime', '20150830/us-east-1/bedrock-runtime/aws4_request'],
    ['region eu-west-1', '20150830/eu-west-1/bedrock/aws4_request'],
  ])('a signing key for %s', (what, keyScope) => {
    expect(refused(authenticate(signedAs(canonical(), keyScope))).reason).toBe(
      `The signature does not match: the signing key was derived for ${what}, but the scope says otherwise.`,
    );
  });

  test('a signed header that did not arrive', async () => {
    const request = await sign({ headers: { 'x-t': 'a' } });
    const rawHeaders = request.rawHeaders.filter((text) => text !== 'x-t' && text !== 'a');
    expect(refused(authenticate({ ...request, rawHeaders })).reason).toMatch(
      /^The signature does not match: the client signed x-t, which did not arrive\./,
    );
  });

  test('where nothing explains it, what to compare', async () => {
    const request = await sign({}, { secretAccessKey: 'nobody knows' });
    expect(refused(authenticate(request)).reason).toMatch(
      /^The signature does not match: most likely the secret access key is not that of AKIDEXAMPLE, [^]* {2}\/model\/a\.b-v1%253A0\/invoke\n[^]* {2}20150830\/us-east-1\/bedrock\/aws4_request\n/,
    );
  });
});

describe('x-amz-content-sha256', () => {
  const declared = (value: string) => ['x-amz-content-sha256', value];

  test('the hash of the body is let in, signed or not', async () => {
    const request = await sign();
    expect(accepted(authenticate(request)).kind).toBe('sigv4');
    expect(request.rawHeaders).toContain('x-amz-content-sha256');
    const unsigned = signedAs(canonical());
    expect(
      accepted(authenticate({ ...unsigned, rawHeaders: [...unsigned.rawHeaders, ...declared(sha256(BODY))] })).kind,
    ).toBe('sigv4');
  });

  test.each(['UNSIGNED-PAYLOAD', sha256('')])('%s is refused even where the signature is right', (value) => {
    const request = signedAs(canonical());
    const refusal = refused(authenticate({ ...request, rawHeaders: [...request.rawHeaders, ...declared(value)] }));
    expect(refusal.type).toBe('InvalidSignatureException');
    expect(refusal.reason).toContain(`x-amz-content-sha256 is ${value}`);
  });

  test('a body changed on the way', async () => {
    const refusal = refused(authenticate({ ...(await sign()), body: Buffer.from('{"max_tokens":2}') }));
    expect(refusal.reason).toContain('the body is not the one that x-amz-content-sha256 was made of');
  });

  test('the literal of event streams stands for the body of an event stream only', async () => {
    const literal = 'STREAMING-AWS4-HMAC-SHA256-EVENTS';
    const path = '/model/amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream';
    const stream = { 'content-type': 'application/vnd.amazon.eventstream', 'x-amz-content-sha256': literal };
    expect(accepted(authenticate(await sign({ path, headers: stream }))).kind).toBe('sigv4');
    const json = await sign({ headers: { ...stream, 'content-type': 'application/json' } });
    expect(refused(authenticate(json)).type).toBe('InvalidSignatureException');
  });
});
