/** A client's request as it goes on to the real service. */
import type { Authoriser } from '../../client/signing.ts';
import type { ServiceName } from '../../wire/operations.ts';
import type { HeaderPair } from '../recording.ts';

export interface Outbound {
  readonly origin: URL;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface ClientRequest {
  readonly service: ServiceName;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
}

/**
 * What belongs to the client's connection or to its signature. An answer is asked for uncompressed, so that what is in it
 * can be read, and redacted.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(
  `host connection keep-alive proxy-connection proxy-authorization te trailer upgrade transfer-encoding content-length
  expect http2-settings accept-encoding authorization x-amz-date x-amz-security-token x-amz-content-sha256`.split(
    /\s+/,
  ),
);

export interface Signing {
  readonly upstream: URL;
  readonly authoriser: (service: ServiceName) => Authoriser;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Signed anew: what the client's signature said of it is left out, in headers and in a presigned query. */
export async function toOutbound(request: ClientRequest, signing: Signing): Promise<Outbound> {
  const { service, method, body } = request;
  const origin = originOf(signing.upstream, service);
  const url = new URL(joinPath(origin, unsigned(request.target)), origin);
  const kept = merged(request.headers.filter(([name]) => !LEFT_OUT.has(name.toLowerCase())));
  const headers = Object.fromEntries([...kept].map(([lower, [, value]]) => [lower, value]));
  const unsignedRequest = { method, url, headers, body: body.length > 0 ? body : undefined };
  const authorised = await signing.authoriser(service).authorise(unsignedRequest, 'host', signing.now);
  const added = Object.entries(authorised).filter(([name]) => !kept.has(name));
  return {
    origin,
    method,
    target: url.pathname + url.search,
    headers: [['Host', url.host], ...kept.values(), ...added, ...lengthOf(request)].flat(),
    body,
  };
}

/** Of the same region: `bedrock-runtime.us-east-1.amazonaws.com` answers no call of STS. Any other host gets all. */
function originOf(upstream: URL, service: ServiceName): URL {
  const origin = new URL(upstream);
  origin.hostname = origin.hostname.replace(/^bedrock-runtime(?=[.-])/, service);
  return origin;
}

function joinPath({ pathname }: URL, target: string): string {
  return pathname.replace(/\/$/, '') + target;
}

function unsigned(target: string): string {
  const [path = '', query] = target.split(/\?(.*)/s);
  const kept = (query ?? '').split('&').filter((part) => part !== '' && !/^X-Amz-(?!Target)/i.test(part));
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}

/** By their names in lower case; several of one name in one, as a signature takes them. */
function merged(headers: readonly HeaderPair[]): Map<string, HeaderPair> {
  const byName = new Map<string, HeaderPair>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const before = byName.get(lower);
    byName.set(lower, before ? [before[0], `${before[1]}, ${value}`] : [name, value]);
  }
  return byName;
}

function lengthOf({ method, body }: ClientRequest): string[][] {
  return body.length > 0 || method === 'POST' || method === 'PUT' ? [['Content-Length', String(body.length)]] : [];
}
