import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import {
  authorizationOver,
  HOST,
  sha256,
  signWithAws4,
  signWithAws4fetch,
  signWithSmithy,
  type Signer,
} from './signing.ts';
import { accepted, authenticate, refused } from './support.ts';

/**
 * How the clients write the same ARN on the wire, and which headers they sign: the shapes of captured requests, signed
 * anew by the library each client signs with, or one that signs alike.
 */
const ARN = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-5-sonnet-20241022-v2:0';
const ENCODED = encodeURIComponent(ARN);
const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };
const STAINLESS = {
  ...JSON_HEADERS,
  'x-stainless-lang': 'js',
  'x-stainless-retry-count': '0',
  'x-stainless-timeout': '600',
};
const SDK = {
  ...JSON_HEADERS,
  'amz-sdk-invocation-id': '4d8e5ec8-5ea2-4030-a2b1-5dca41c0523d',
  'amz-sdk-request': 'attempt=1; max=3',
  'x-amz-user-agent': 'aws-sdk-js/3.1161.0',
};
const body = Buffer.from('{"max_tokens":5}');

const SHAPES: Readonly<Record<string, { sign: Signer; model: string; headers: Record<string, string> }>> = {
  'AWS SDK for JavaScript': { sign: signWithSmithy, model: ENCODED, headers: SDK },
  '@anthropic-ai/bedrock-sdk 1': { sign: signWithSmithy, model: ARN.replace('/', '%2F'), headers: STAINLESS },
  'boto3 and the AWS CLI': { sign: signWithAws4, model: ENCODED, headers: {} },
  'anthropic for Python': {
    sign: signWithAws4,
    model: ARN.replace('/', '%2F'),
    headers: { ...STAINLESS, 'accept-encoding': 'gzip, deflate' },
  },
  'anthropic_bedrock for Python': { sign: signWithAws4, model: ARN, headers: STAINLESS },
  'Vercel AI SDK': { sign: signWithAws4fetch, model: ENCODED, headers: {} },
};

test.each(Object.entries(SHAPES))('%s', async (_, { sign, model, headers }) => {
  for (const prefix of ['', '/_sandbox/t1', '/some/proxy']) {
    const request = await sign({ method: 'POST', path: `${prefix}/model/${model}/invoke`, headers, body });
    expect(request.target).toBe(`${prefix}/model/${model}/invoke`);
    expect(accepted(authenticate(request)).kind).toBe('sigv4');
  }
});

describe('the host', () => {
  const path = `/model/${ENCODED}/converse`;

  test('is signed as :authority over HTTP/2, as the AWS SDK for JavaScript does', async () => {
    const request = await signWithSmithy({ method: 'POST', path, headers: { ':authority': HOST }, body });
    expect(request.rawHeaders.join()).toContain('SignedHeaders=:authority;x-amz-content-sha256;x-amz-date');
    expect(accepted(authenticate(overHttp2(request))).kind).toBe('sigv4');
  });

  test('is signed as host over HTTP/2, as Go and curl do', async () => {
    const request = overHttp2(await signWithAws4({ method: 'POST', path, body }));
    expect(request.rawHeaders.map((name) => name.toLowerCase())).not.toContain('host');
    expect(accepted(authenticate(request)).kind).toBe('sigv4');
  });

  test('is signed without its port, as @anthropic-ai/bedrock-sdk 0.26 does', async () => {
    const request = await signWithSmithy({ method: 'POST', path, headers: { ...STAINLESS, host: '127.0.0.1' }, body });
    const sent = { ...request, rawHeaders: request.rawHeaders.map((text) => (text === '127.0.0.1' ? HOST : text)) };
    expect(accepted(authenticate(sent)).kind).toBe('sigv4');
    const elsewhere = sent.rawHeaders.map((text) => (text === HOST ? '127.0.0.2:7357' : text));
    expect(refused(authenticate({ ...sent, rawHeaders: elsewhere })).type).toBe('InvalidSignatureException');
  });
});

test.each(['20150830T123600Z', 'Sun, 30 Aug 2015 12:36:00 GMT'])('the time may stand in a Date header: %s', (date) => {
  const canonical = `POST\n/model/m/invoke\n\nhost:${HOST}\n\nhost\n${sha256(body)}`;
  const rawHeaders = ['Host', HOST, 'Date', date, 'Authorization', authorizationOver(canonical)];
  const request = { protocol: 'HTTP/1.1', method: 'POST', target: '/model/m/invoke', rawHeaders, body };
  expect(accepted(authenticate(request)).kind).toBe('sigv4');
  // X-Amz-Date goes before it.
  const both = { ...request, rawHeaders: [...rawHeaders, 'X-Amz-Date', '20000101T000000Z'] };
  expect(refused(authenticate(both)).message).toMatch(/^Signature expired: 20000101T000000Z/);
});

test('signed headers are listed in any case', () => {
  const canonical = `POST\n/model/m/invoke\n\nhost:${HOST}\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n${sha256(body)}`;
  const authorization = authorizationOver(canonical).replace('host;x-amz-date', 'Host;X-Amz-Date');
  const rawHeaders = ['Host', HOST, 'X-Amz-Date', '20150830T123600Z', 'Authorization', authorization];
  const request = { protocol: 'HTTP/1.1', method: 'POST', target: '/model/m/invoke', rawHeaders, body };
  expect(accepted(authenticate(request)).kind).toBe('sigv4');
});

test('header values in Latin-1 and in UTF-8 verify', async () => {
  const latin1 = await signWithSmithy({ method: 'POST', path: '/model/m/invoke', headers: { 'x-t': 'é' }, body });
  const utf8 = { ...latin1, rawHeaders: latin1.rawHeaders.map((text) => (text === 'é' ? 'Ã©' : text)) };
  expect(accepted(authenticate(latin1)).kind).toBe('sigv4');
  expect(accepted(authenticate(utf8)).kind).toBe('sigv4');
});

test('STS, as the clients call it', async () => {
  const form = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15');
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const request = await signWithAws4({ method: 'POST', path: '/', headers, body: form }, { service: 'sts' });
  expect(request.rawHeaders.map((name) => name.toLowerCase())).not.toContain('x-amz-content-sha256');
  expect(accepted(authenticate(request, { signingName: 'sts' })).accessKeyId).toBe('AKIDEXAMPLE');
});

function overHttp2(request: WireRequest): WireRequest {
  const kept = request.rawHeaders.flatMap((name, index) => {
    const isName = index % 2 === 0 && !['host', 'Host', ':authority'].includes(name);
    return isName ? [name.toLowerCase(), request.rawHeaders[index + 1]!] : [];
  });
  const pseudo = [':authority', HOST, ':path', request.target, ':method', request.method, ':scheme', 'http'];
  return { ...request, protocol: 'HTTP/2.0', rawHeaders: [...pseudo, ...kept] };
}
