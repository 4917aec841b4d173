/** Where requests go: region, endpoint, path and query. */
import type { ServiceName } from '../wire/operations.ts';
import type { Environment } from './credentials.ts';

export interface EndpointOptions {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly controlEndpoint?: string | undefined;
}

export interface Endpoints {
  readonly region: string;
  /** Of each service, without a slash at the end of its path. */
  readonly of: Readonly<Record<Exclude<ServiceName, 'sts'>, string>>;
}

const RUNTIME_VARIABLES = [
  'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  'AWS_ENDPOINT_URL',
  'ANTHROPIC_BEDROCK_BASE_URL',
] as const;
const CONTROL_VARIABLES = ['AWS_ENDPOINT_URL_BEDROCK', 'AWS_ENDPOINT_URL'] as const;

/** The region is not read from `~/.aws/config`, as it never was in `anthropic-bedrock`. */
export function resolveEndpoints(options: EndpointOptions, env: Environment): Endpoints {
  const region = requireRegion(options.region ?? (env['AWS_REGION'] || 'us-east-1'));
  const given = options.endpoint ?? firstOf(env, RUNTIME_VARIABLES);
  const runtime = given === undefined ? regionalEndpoint('bedrock-runtime', region) : parseEndpoint(given);
  const control =
    options.controlEndpoint ?? (options.endpoint === undefined ? firstOf(env, CONTROL_VARIABLES) : undefined);
  return {
    region,
    of: { 'bedrock-runtime': runtime, bedrock: control === undefined ? controlOf(runtime) : parseEndpoint(control) },
  };
}

/** The control plane beside a runtime endpoint: AWS names it without `-runtime`; elsewhere it is the same one. */
function controlOf(runtime: string): string {
  return runtime.replace(/^(https?:\/\/)bedrock-runtime(?=[-.])/, '$1bedrock');
}

function regionalEndpoint(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function requireRegion(region: unknown): string {
  if (typeof region === 'string' && /^[a-z0-9][a-z0-9-]*$/i.test(region)) return region;
  throw new TypeError(
    `${JSON.stringify(region)} is no AWS region: write one such as 'us-east-1', without a host or a path.`,
  );
}

function parseEndpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    throw new TypeError(
      `${JSON.stringify(value)} is no endpoint: write a URL such as 'http://127.0.0.1:7357' or 'https://host/base/path'.`,
    );
  }
  return url.origin + url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

function firstOf(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find(Boolean);
}

/** The path of an operation with its labels filled in, each as one segment (RFC 3986, as every AWS SDK does). */
export function fillPath(template: string, labels: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => segment(labels[name], name));
}

function segment(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `${name} is missing: write a model id such as 'anthropic.claude-3-haiku-20240307-v1:0', or an ARN.`,
    );
  }
  if (value === '.' || value === '..') throw new TypeError(`${name} '${value}' would be taken for a path.`);
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`${name} has half a surrogate pair in it.`);
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export type QueryValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly (string | number | boolean)[]
  | { readonly [key: string]: QueryValue };
export type Query = Readonly<Record<string, QueryValue>>;

/** The URL of a request. An absolute URL in place of a path is taken as it stands. */
export function requestUrl(base: string, path: string, query: Query): URL {
  const url = new URL(/^https?:\/\//.test(path) ? path : `${base}/${path.replace(/^\/+/, '')}`);
  for (const [name, value] of Object.entries(query)) append(url.searchParams, name, value);
  // `+` for a space is a form's habit; the canonical query of a signature knows `%20` alone.
  if (url.search !== '') url.search = url.search.replace(/\+/g, '%20');
  return url;
}

/** Lists are joined by commas and members named in brackets, as `anthropic-bedrock` wrote them; what is null is left out. */
function append(params: URLSearchParams, name: string, value: QueryValue): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) params.append(name, value.join(','));
  else if (typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) append(params, `${name}[${key}]`, inner);
  else params.append(name, String(value));
}
