import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsV4Signer } from 'aws4fetch';
import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { HOST } from './signing.ts';
import { accepted, AKIDEXAMPLE, authenticate, NOW, refused } from './support.ts';

const PATH = '/model/amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream-websocket';
const MINUTE = 60_000;

interface Options {
  readonly expiresIn?: number;
  readonly sessionToken?: string;
}

/** As the AWS SDK for JavaScript does for its web socket in browsers. */
async function presign({ expiresIn = 60, sessionToken }: Options = {}): Promise<WireRequest> {
  const credentials = { ...AKIDEXAMPLE, ...(sessionToken !== undefined && { sessionToken }) };
  const signer = new SignatureV4({ service: 'bedrock', region: 'us-east-1', credentials, sha256: Sha256 });
  const request = {
    method: 'GET',
    protocol: 'ws:',
    hostname: '127.0.0.1',
    path: PATH,
    headers: { host: HOST },
    query: { a: 'b c' },
  };
  const { query } = await signer.presign(request, { expiresIn, signingDate: new Date(NOW) });
  const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return {
    protocol: 'HTTP/1.1',
    method: 'GET',
    target: `${PATH}?${pairs.join('&')}`,
    rawHeaders: ['Host', HOST],
    body: Buffer.alloc(0),
  };
}

test('a request presigned by Smithy is let in while it lasts', async () => {
  const request = await presign({ expiresIn: 3600 });
  expect(accepted(authenticate(request, { nowMs: NOW + 3_600_000 })).accessKeyId).toBe('AKIDEXAMPLE');
});

test('and refused a second later', async () => {
  const outcome = authenticate(await presign({ expiresIn: 60 }), { nowMs: NOW + 61_000 });
  expect(refused(outcome).message).toBe(
    'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T123701Z - 1 min.)',
  );
});

test('no lifetime is longer than a week', async () => {
  const request = await presign({ expiresIn: 604_800 });
  const longer = { ...request, target: request.target.replace('604800', '604801') };
  expect(accepted(authenticate(request, { nowMs: NOW + 604_800_000 })).kind).toBe('sigv4');
  expect(refused(authenticate(longer, { nowMs: NOW + 604_801_000 })).message).toMatch(/^Signature expired/);
});

test('aws4fetch gives no lifetime and body and blanks are signed all the same', async () => {
  const body = '{"max_tokens":1}';
  const url = `http://${HOST}/model/a.b-v1%3A0/invoke?x=a+b&X-Y=`;
  const options = { url, method: 'POST', body, service: 'bedrock', region: 'us-east-1', datetime: '20150830T123600Z' };
  const signed = await new AwsV4Signer({ ...AKIDEXAMPLE, ...options, signQuery: true }).sign();
  const target = signed.url.pathname + signed.url.search;
  const request = { protocol: 'HTTP/1.1', method: 'POST', target, rawHeaders: ['host', HOST], body: Buffer.from(body) };
  expect(target).toContain('x=a+b');
  expect(accepted(authenticate(request, { nowMs: NOW + 5 * MINUTE })).kind).toBe('sigv4');
  expect(refused(authenticate(request, { nowMs: NOW + 5 * MINUTE + 1000 })).message).toMatch(/^Signature expired/);
  expect(refused(authenticate({ ...request, body: Buffer.from('{}') })).type).toBe('InvalidSignatureException');
});

describe('session tokens', () => {
  const credentials = [{ ...AKIDEXAMPLE, sessionToken: 'TOK/EN+==' }];

  test('in the query', async () => {
    expect(accepted(authenticate(await presign({ sessionToken: 'TOK/EN+==' }), { credentials })).kind).toBe('sigv4');
  });

  test('missing from it', async () => {
    expect(refused(authenticate(await presign(), { credentials })).type).toBe('UnrecognizedClientException');
  });
});

test.each(['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'])('without %s', async (name) => {
  const request = await presign();
  const target = request.target.replace(new RegExp(`${name}=[^&]*&?`), '').replace(/&$/, '');
  expect(refused(authenticate({ ...request, target })).message).toBe(
    `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
  );
});

test('a change of any signed parameter is refused', async () => {
  const request = await presign();
  const changed = { ...request, target: request.target.replace('a=b%20c', 'a=b%20d') };
  expect(accepted(authenticate(request)).kind).toBe('sigv4');
  expect(refused(authenticate(changed)).type).toBe('InvalidSignatureException');
});
