/** Requests signed by people who are not us: Smithy's signer, aws4 and aws4fetch. */
import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
// @ts-expect-error aws4 has no types
import aws4 from 'aws4';
import { AwsV4Signer } from 'aws4fetch';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { AKIDEXAMPLE, NOW } from './support.ts';

export interface Unsigned {
  readonly method: string;
  /** As it is to stand on the wire. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface SigningOptions {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly service?: string;
  readonly region?: string;
  readonly at?: number;
}

export type Signer = (request: Unsigned, options?: SigningOptions) => Promise<WireRequest>;

export const HOST = '127.0.0.1:7357';

/** What the AWS SDK for JavaScript signs with. */
export const signWithSmithy: Signer = async (request, options = {}) => {
  const { service, region, credentials, at } = complete(options);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { method, path, body = Buffer.alloc(0) } = request;
  // Over HTTP/2 the SDK has no host line and signs the pseudo-header.
  const headers = { ...(request.headers?.[':authority'] === undefined && { host: HOST }), ...request.headers };
  const query = multiMap(request.query ?? []);
  const unsigned = { protocol: 'http:', hostname: '127.0.0.1', method, path, query, headers, body };
  const signed = await signer.sign(unsigned, { signingDate: new Date(at) });
  return wire(request, { target: withQuery(path, request.query), headers: signed.headers });
};

export const signWithAws4: Signer = async (request, options = {}) => {
  const { service, region, credentials, at } = complete(options);
  const date = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const signed = aws4.sign(
    {
      method: request.method,
      path: withQuery(request.path, request.query),
      headers: { Host: HOST, ...request.headers, 'X-Amz-Date': date },
      body: request.body ?? Buffer.alloc(0),
      service,
      region,
    },
    credentials,
  ) as { path: string; headers: Record<string, string | number> };
  return wire(request, { target: signed.path, headers: signed.headers });
};

/** What the Vercel AI SDK signs with. */
export const signWithAws4fetch: Signer = async (request, options = {}) => {
  const { service, region, credentials, at } = complete(options);
  const { method, body } = request;
  const url = new URL(`http://${HOST}${withQuery(request.path, request.query)}`);
  const datetime = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const headers = new Headers(request.headers);
  const signer = new AwsV4Signer({
    ...credentials,
    method,
    url: url.href,
    headers,
    service,
    region,
    datetime,
    ...(body && { body: new Uint8Array(body).buffer }),
  });
  const signed = await signer.sign();
  const target = signed.url.pathname + signed.url.search;
  return wire(request, { target, headers: { host: HOST, ...Object.fromEntries(signed.headers) } });
};

export const SIGNERS: Readonly<Record<string, Signer>> = {
  '@smithy/signature-v4': signWithSmithy,
  aws4: signWithAws4,
  aws4fetch: signWithAws4fetch,
};

function complete({ service = 'bedrock', region = 'us-east-1', at = NOW, ...keys }: SigningOptions) {
  return { service, region, at, credentials: { ...AKIDEXAMPLE, ...keys } };
}

function wire(
  { method, body = Buffer.alloc(0) }: Unsigned,
  { target, headers }: { target: string; headers: Record<string, string | number> },
): WireRequest {
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  return { protocol: 'HTTP/1.1', method, target, rawHeaders, body };
}

function withQuery(path: string, query: Unsigned['query'] = []): string {
  if (query.length === 0) return path;
  return `${path}?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function multiMap(query: readonly (readonly [string, string])[]): Record<string, string[]> {
  const map: Record<string, string[]> = Object.create(null);
  for (const [name, value] of query) (map[name] ??= []).push(value);
  return map;
}

/** Where and when vectors and tests sign. */
export const SCOPE = '20150830/us-east-1/bedrock/aws4_request';

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The header of a client that signs exactly this canonical request, right or wrong, with a key for this scope. */
export function authorizationOver(canonical: string, keyScope = SCOPE): string {
  const key = keyScope
    .split('/')
    .reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${AKIDEXAMPLE.secretAccessKey}`,
    );
  const toSign = `AWS4-HMAC-SHA256\n20150830T123600Z\n${SCOPE}\n${sha256(canonical)}`;
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const signedHeaders = canonical.split('\n').at(-2);
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE},SignedHeaders=${signedHeaders},Signature=${signature}`;
}
