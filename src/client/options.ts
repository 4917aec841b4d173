/** What a client and a request can be told, and what comes of it. */
import type { SecureClientSessionOptions } from 'node:http2';
import { ServerClock } from './clock.ts';
import type { AwsCredentials, CredentialProvider, Environment } from './credentials.ts';
import { resolveIdentity } from './credentials.ts';
import type { Endpoints, Query } from './endpoint.ts';
import { resolveEndpoints } from './endpoint.ts';
import type { Log, Logger, LogLevel } from './logging.ts';
import { resolveLog } from './logging.ts';
import type { Authoriser } from './signing.ts';
import { authoriser } from './signing.ts';
import type { Timeouts } from './timeouts.ts';
import { resolveTimeouts } from './timeouts.ts';
import type { Dispatcher } from './transport/dispatcher.ts';
import { fetchTransport } from './transport/fetch.ts';
import { http2Transport } from './transport/http2.ts';
import type { Transport } from './transport/transport.ts';
import { requireClientOptions } from './validate-options.ts';

/** By name in any case; `null` takes a header away that would else be sent. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

export interface BedrockRuntimeOptions {
  /** Default: `AWS_REGION`, else `us-east-1`. The config file is not read for it. */
  region?: string | undefined;
  /**
   * A URL; a base path is kept and signed. Default: `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, `AWS_ENDPOINT_URL`,
   * `ANTHROPIC_BEDROCK_BASE_URL`, else the region's own.
   */
  endpoint?: string | undefined;
  /** Of the control plane (`listFoundationModels`). Default: beside `endpoint` as AWS has it, else the same URL. */
  controlEndpoint?: string | undefined;
  /** Default: the environment, then AWS's default provider chain, for which `@aws-sdk/credential-providers` is loaded. */
  credentials?: AwsCredentials | CredentialProvider | undefined;
  /** A Bedrock API key, sent as a bearer token. Default, without `credentials`: `AWS_BEARER_TOKEN_BEDROCK`. */
  apiKey?: string | undefined;
  /** Default: the `fetch` of the process. Not with `http2`. */
  fetch?: typeof fetch | undefined;
  /** Of the package `undici` in the version of `process.versions.undici`: for proxies, connection limits, local address. */
  dispatcher?: Dispatcher | undefined;
  /** HTTP/2 instead of `fetch`; an object is given to `http2.connect`, for example `{ ca }`. */
  http2?: boolean | SecureClientSessionOptions | undefined;
  /** Tries after the first. Default 2. */
  maxRetries?: number | undefined;
  /** Milliseconds, for each of connecting, writing and reading, or each apart. Default 10 minutes. */
  timeout?: number | Timeouts | undefined;
  defaultHeaders?: HeaderOptions | undefined;
  defaultQuery?: Query | undefined;
  /** Default: `console`. */
  logger?: Logger | undefined;
  /** Default: `ANTHROPIC_BEDROCK_LOG`; without it everything goes to a logger that is given, and nothing to `console`. */
  logLevel?: LogLevel | undefined;
  /** Whether an answer of the wrong shape is an `APIResponseValidationError`. Default: it is returned as it is. */
  strictResponseValidation?: boolean | undefined;
  /** Default `process.env`. */
  env?: Environment | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** From 0 to 1. Default `Math.random`. */
  random?: (() => number) | undefined;
}

export interface RequestOptions {
  /** Over the default headers. */
  headers?: HeaderOptions | undefined;
  /** Over the default query. */
  query?: Query | undefined;
  /** Members put over those of the body. */
  extraBody?: Readonly<Record<string, unknown>> | undefined;
  timeout?: number | Timeouts | undefined;
  maxRetries?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Options as they hold, after defaults and environment. */
export interface Settings {
  readonly endpoints: Endpoints;
  readonly authoriser: Authoriser;
  readonly transport: Transport;
  readonly clock: ServerClock;
  readonly timeouts: Required<Timeouts>;
  readonly maxRetries: number;
  readonly headers: HeaderOptions;
  readonly query: Query;
  readonly log: Log;
  readonly strict: boolean;
  readonly random: () => number;
}

export const DEFAULT_MAX_RETRIES = 2;

/** What an earlier client shares with its copy. */
export interface Shared {
  readonly transport: Transport;
  readonly clock: ServerClock;
}

export function resolveSettings(options: BedrockRuntimeOptions, shared?: Shared): Settings {
  requireClientOptions(options);
  const env = options.env ?? process.env;
  const now = options.now ?? Date.now;
  const endpoints = resolveEndpoints(options, env);
  return {
    endpoints,
    authoriser: authoriser(resolveIdentity(options, env, now), endpoints.region),
    transport: shared?.transport ?? transportOf(options),
    clock: shared?.clock ?? new ServerClock(now),
    timeouts: resolveTimeouts(options.timeout),
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    headers: options.defaultHeaders ?? {},
    query: options.defaultQuery ?? {},
    log: resolveLog(options, env),
    strict: options.strictResponseValidation ?? false,
    random: options.random ?? Math.random,
  };
}

function transportOf({ http2, fetch, dispatcher }: BedrockRuntimeOptions): Transport {
  if (http2) return http2Transport(http2 === true ? {} : http2);
  return fetchTransport({ fetch, dispatcher });
}
