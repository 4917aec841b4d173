/** Signature Version 4 by `@smithy/signature-v4`, with the hashes of Node. */
import { createHash, createHmac } from 'node:crypto';
import type { Hash, Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials, CredentialProvider, Identity } from './credentials.ts';

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case, without the host. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

export interface Authoriser {
  /** The headers to send: those given and the ones that authorise them. */
  authorise(request: Unsigned, hostHeader: 'host' | ':authority', now: number): Promise<Record<string, string>>;
}

/** @param service the name in the credential scope. */
export function authoriser(identity: Identity, region: string, service = 'bedrock'): Authoriser {
  return identity.kind === 'api-key' ? bearer(identity.apiKey) : signature(identity.credentials, { region, service });
}

function bearer(apiKey: string): Authoriser {
  return { authorise: async ({ headers }) => ({ ...headers, authorization: `Bearer ${apiKey}` }) };
}

interface Scope {
  readonly region: string;
  readonly service: string;
}

function signature(credentials: CredentialProvider, scope: Scope): Authoriser {
  const signer = new SignatureV4({
    ...scope,
    credentials: async () => withoutEmptyToken(await credentials()),
    sha256: NodeSha256,
  });
  return {
    async authorise({ method, url, headers, body }, hostHeader, now) {
      const request = {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: queryOf(url),
        headers: { ...headers, [hostHeader]: url.host, 'x-amz-content-sha256': hexHash(body) },
      };
      const signed = await signer.sign(request, { signingDate: new Date(now) });
      const { [hostHeader]: _implied, ...sent } = signed.headers;
      return sent;
    },
  };
}

/** An empty session token is none; sent, the service would take it for a wrong one. */
function withoutEmptyToken({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  return sessionToken ? { accessKeyId, secretAccessKey, sessionToken } : { accessKeyId, secretAccessKey };
}

function queryOf(url: URL): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  if (url.search === '') return query;
  for (const [name, value] of url.searchParams) (query[name] ??= []).push(value);
  return query;
}

function hexHash(body: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(body ?? '')
    .digest('hex');
}

/** What the signer asks of a hash, over Node's own, which is many times faster than one in JavaScript. */
class NodeSha256 {
  readonly #secret: Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#begin();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
