/** A request before it is signed: what stays the same through all its tries. */
import type { ServiceName } from '../wire/operations.ts';
import type { Query } from './endpoint.ts';
import { requestUrl } from './endpoint.ts';
import type { HeaderOptions, RequestOptions, Settings } from './options.ts';
import type { Timeouts } from './timeouts.ts';
import { resolveTimeouts } from './timeouts.ts';
import { requireRequestOptions } from './validate-options.ts';
import { VERSION } from './version.ts';

/** Any request to the service, for operations that have no method here. */
export interface RequestSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its labels filled in and encoded. An absolute URL is taken as it stands. */
  readonly path: string;
  /** Which endpoint. Default `bedrock-runtime`. */
  readonly service?: Exclude<ServiceName, 'sts'>;
  /** Bytes and text go as they are; anything else is written as JSON, bytes within it as base64. */
  readonly body?: unknown;
  readonly headers?: HeaderOptions;
  readonly query?: Query;
  /** Whether a success is an event stream, which is then not read ahead. Default false. */
  readonly streams?: boolean;
}

export interface PreparedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly streams: boolean;
  readonly timeouts: Required<Timeouts>;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
}

export function prepareRequest(spec: RequestSpec, options: RequestOptions, settings: Settings): PreparedRequest {
  requireRequestOptions(options);
  const body = encodeBody(spec.body, options.extraBody);
  const base = settings.endpoints.of[spec.service ?? 'bedrock-runtime'];
  return {
    method: spec.method,
    url: requestUrl(base, spec.path, { ...spec.query, ...settings.query, ...options.query }),
    headers: mergeHeaders([defaultHeaders(body), spec.headers, settings.headers, options.headers]),
    body,
    streams: spec.streams ?? false,
    timeouts: options.timeout === undefined ? settings.timeouts : resolveTimeouts(options.timeout),
    maxRetries: options.maxRetries ?? settings.maxRetries,
    signal: options.signal,
  };
}

function defaultHeaders(body: Uint8Array | undefined): HeaderOptions {
  const common = { accept: 'application/json', 'user-agent': `bedrock-touchstone/${VERSION}` };
  return body === undefined ? common : { ...common, 'content-type': 'application/json' };
}

/** Later ones win; `null` removes. */
function mergeHeaders(layers: readonly (HeaderOptions | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) {
      if (value === null) delete merged[name.toLowerCase()];
      else if (value !== undefined) merged[name.toLowerCase()] = value;
    }
  }
  return merged;
}

function encodeBody(body: unknown, extra: RequestOptions['extraBody']): Uint8Array | undefined {
  if (extra !== undefined) return jsonOf({ ...requireMembers(body), ...extra });
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : jsonOf(body);
}

function requireMembers(body: unknown): object {
  if ((typeof body === 'object' || body === undefined) && !(body instanceof Uint8Array)) return { ...body };
  throw new TypeError('extraBody is for bodies that are objects: put it into the bytes or the text yourself.');
}

function jsonOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value, bytesAsBase64));
}

/** A blob is base64 in JSON. `this` has the value before a Buffer's own `toJSON`. */
function bytesAsBase64(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  if (!(original instanceof Uint8Array)) return value;
  return Buffer.from(original.buffer, original.byteOffset, original.byteLength).toString('base64');
}
