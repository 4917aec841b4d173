/**
 * AWS Signature Version 4, written from its documentation for the prober alone: a signer that shares no line with the
 * server or the client under test, and that signs what no decent client would. Judged by the signing test suite of
 * awslabs/aws-c-auth and by `@smithy/signature-v4`.
 */
import { createHash, createHmac } from 'node:crypto';

/** A name and its value, as sent. */
export type Header = readonly [name: string, value: string];

export interface Signable {
  readonly method: string;
  /** As sent, percent-escapes kept; each segment is escaped once more for the canonical request. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  /** Those to sign, and no others. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array | string;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
  /** `yyyymmddThhmmssZ` */
  readonly timestamp: string;
  /** Resolve dot segments and double slashes, as all services but S3 do. Default: false, for no path of Bedrock has any. */
  readonly normalize?: boolean;
}

export interface Signed {
  readonly authorization: string;
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

export function sign(request: Signable, key: SigningKey): Signed {
  const scope = `${key.timestamp.slice(0, 8)}/${key.region}/${key.service}/aws4_request`;
  const { lines, names } = canonicalHeaders(request.headers);
  const canonicalRequest = [
    request.method,
    canonicalPath(request.path, key.normalize ?? false),
    canonicalQuery(request.query),
    lines,
    names,
    sha256(request.body),
  ].join('\n');
  const stringToSign = ['AWS4-HMAC-SHA256', key.timestamp, scope, sha256(canonicalRequest)].join('\n');
  const signature = hmac(signingKey(key), stringToSign).toString('hex');
  const credential = `Credential=${key.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { authorization, signature, canonicalRequest, stringToSign };
}

/** `20150830T123600Z` */
export function timestampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function signingKey({ secretAccessKey, timestamp, region, service }: SigningKey): Buffer {
  const steps = [timestamp.slice(0, 8), region, service, 'aws4_request'];
  return steps.reduce<Buffer>((key, step) => hmac(key, step), Buffer.from(`AWS4${secretAccessKey}`));
}

function canonicalPath(path: string, normalize: boolean): string {
  return (normalize ? withoutDots(path) : path).split('/').map(escape).join('/') || '/';
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  const end = kept.length > 0 && /\/(\.{1,2})?$/.test(path) ? '/' : '';
  return `/${kept.join('/')}${end}`;
}

function canonicalQuery(query: string): string {
  const pairs = query.split('&').filter(Boolean).map(pairOf);
  return pairs
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  const [name, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return [escape(decodeURIComponent(name)), escape(decodeURIComponent(value))];
}

function canonicalHeaders(headers: readonly Header[]): { lines: string; names: string } {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value.trim().replace(/\s+/g, ' ')]);
  }
  const sorted = [...values].toSorted(([a], [b]) => compare(a, b));
  return {
    lines: sorted.map(([name, list]) => `${name}:${list.join(',')}\n`).join(''),
    names: sorted.map(([name]) => name).join(';'),
  };
}

/** All but the unreserved characters of RFC 3986, which `encodeURIComponent` leaves a few more of. */
export function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
