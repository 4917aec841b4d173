import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { authoriser } from '../../../src/client/signing.ts';
import type { Unsigned } from '../../../src/client/signing.ts';
import type { AwsCredentials } from '../../../src/client/credentials.ts';
import { requestUrl } from '../../../src/client/endpoint.ts';

interface Aws4Request {
  service: string;
  region: string;
  method: string;
  path: string;
  host: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  extraHeadersToIgnore?: Record<string, true>;
}

/** A signer by another hand. */
const aws4 = createRequire(import.meta.url)('aws4') as {
  sign(request: Aws4Request, credentials: AwsCredentials): { headers: Record<string, string> };
};

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const NOW = Date.parse('2026-11-21T04:00:00Z');

async function sign(
  request: Partial<Unsigned> & { url: URL },
  credentials: AwsCredentials = KEYS,
  host: 'host' | ':authority' = 'host',
) {
  const unsigned = { method: 'POST', headers: { 'content-type': 'application/json' }, body: undefined, ...request };
  return await authoriser({ kind: 'keys', credentials: async () => credentials }, 'us-east-1').authorise(
    unsigned,
    host,
    NOW,
  );
}

const authorization = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
const signedHeadersOf = (headers: Record<string, string>) =>
  authorization.exec(headers['authorization'] ?? '')?.[2]?.split(';');

describe('a signature', () => {
  it.each([
    ['a plain path', '/model/m/invoke', '{}', {}],
    ['a colon in the id', '/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke', '{}', {}],
    ['an ARN', '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x/invoke', '{}', {}],
    ['reserved characters', '/model/a%20b%25%2B%C3%BC%28%29%21%2A%27/invoke', '{}', {}],
    ['a base path', '/base/path/model/m/converse', '{"a":"Zürich 😀"}', {}],
    ['a query', '/foundation-models', '', { byProvider: 'a b+c&d', byOutputModality: 'TEXT' }],
  ])('over %s is that of aws4', async (_what, path, body, query) => {
    const url = requestUrl('http://127.0.0.1:7357', path, query);
    const headers = await sign({ url, body: Buffer.from(body) });
    const { authorization: ours, ...others } = headers;
    const expected = aws4.sign(
      {
        service: 'bedrock',
        region: 'us-east-1',
        method: 'POST',
        path: url.pathname + url.search,
        host: url.host,
        headers: { ...others, host: url.host },
        body,
        // aws4 would sign a length that fetch writes.
        extraHeadersToIgnore: { 'content-length': true },
      },
      KEYS,
    );
    expect(ours).toBe(expected.headers['Authorization']);
  });

  it('names the scope, the date and the hash of the exact bytes', async () => {
    const headers = await sign({ url: new URL('http://h/model/m/invoke'), body: Buffer.from('ü') });
    expect(authorization.exec(headers['authorization'] ?? '')?.[1]).toBe(
      'AKIDEXAMPLE/20261121/us-east-1/bedrock/aws4_request',
    );
    expect(headers['x-amz-date']).toBe('20261121T040000Z');
    expect(headers['x-amz-content-sha256']).toBe('607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f');
  });

  it('covers a session token, which is sent', async () => {
    const headers = await sign({ url: new URL('http://h/x') }, { ...KEYS, sessionToken: 'TOK/EN+==' });
    expect(headers['x-amz-security-token']).toBe('TOK/EN+==');
    expect(signedHeadersOf(headers)).toContain('x-amz-security-token');
  });

  it.each([undefined, ''])('with the session token %j sends none', async (sessionToken) => {
    const headers = await sign({ url: new URL('http://h/x') }, { ...KEYS, sessionToken });
    expect(headers).not.toHaveProperty('x-amz-security-token');
  });

  it('covers the host once, as `host`, or over HTTP/2 as `:authority`, and sends neither', async () => {
    const url = new URL('http://127.0.0.1:7357/x');
    const [over1, over2] = [await sign({ url }), await sign({ url }, KEYS, ':authority')];
    expect(signedHeadersOf(over1)).toEqual(['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date']);
    expect(signedHeadersOf(over2)).toEqual([':authority', 'content-type', 'x-amz-content-sha256', 'x-amz-date']);
    expect(Object.keys({ ...over1, ...over2 })).not.toEqual(expect.arrayContaining(['host']));
    expect(over2).not.toHaveProperty(':authority');
  });

  it('leaves out what proxies change', async () => {
    const hops = {
      connection: 'keep-alive',
      te: 'trailers',
      'transfer-encoding': 'chunked',
      upgrade: 'h2c',
      'proxy-authorization': 'x',
      'user-agent': 'x',
    };
    expect(signedHeadersOf(await sign({ url: new URL('http://h/x'), headers: { ...hops, 'x-mine': '1' } }))).toEqual([
      'host',
      'x-amz-content-sha256',
      'x-amz-date',
      'x-mine',
    ]);
  });
});

describe('an API key', () => {
  it('is a bearer token, and nothing of a signature is sent', async () => {
    const headers = await authoriser({ kind: 'api-key', apiKey: 'ABSKexample' }, 'us-east-1').authorise(
      { method: 'POST', url: new URL('http://h/x'), headers: { accept: 'application/json' }, body: undefined },
      'host',
      NOW,
    );
    expect(headers).toEqual({ accept: 'application/json', authorization: 'Bearer ABSKexample' });
  });
});
