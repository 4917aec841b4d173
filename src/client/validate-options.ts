/** Misuse that can be seen before anything is sent: a `TypeError` that says what to write instead. */
import type { BedrockRuntimeOptions, RequestOptions } from './options.ts';
import type { Timeouts } from './timeouts.ts';

type Check<T> = (options: T) => string | undefined;

const CLIENT_CHECKS: readonly Check<BedrockRuntimeOptions>[] = [
  ({ timeout }) => timeoutComplaint(timeout),
  ({ maxRetries }) => retriesComplaint(maxRetries),
  ({ apiKey, credentials }) =>
    apiKey !== undefined && credentials !== undefined
      ? 'apiKey and credentials are two ways to say who asks: give one of them.'
      : undefined,
  ({ apiKey }) =>
    apiKey !== undefined && (typeof apiKey !== 'string' || apiKey === '')
      ? "apiKey must be a Bedrock API key such as 'ABSK…'."
      : undefined,
  ({ credentials }) =>
    credentials !== undefined &&
    typeof credentials !== 'function' &&
    !(credentials.accessKeyId && credentials.secretAccessKey)
      ? 'credentials must have accessKeyId and secretAccessKey, or be a function that resolves to them.'
      : undefined,
  ({ http2, fetch, dispatcher }) =>
    http2 && (fetch ?? dispatcher)
      ? 'http2 does without fetch: give either http2, or fetch and dispatcher.'
      : undefined,
  ({ fetch }) =>
    fetch !== undefined && typeof fetch !== 'function' ? 'fetch must be a function like the global fetch.' : undefined,
  ({ dispatcher }) =>
    dispatcher !== undefined && typeof dispatcher?.dispatch !== 'function'
      ? 'dispatcher must be a dispatcher of undici, such as new ProxyAgent(url).'
      : undefined,
];

const REQUEST_CHECKS: readonly Check<RequestOptions>[] = [
  ({ timeout }) => timeoutComplaint(timeout),
  ({ maxRetries }) => retriesComplaint(maxRetries),
];

export function requireClientOptions(options: BedrockRuntimeOptions): void {
  complain(CLIENT_CHECKS, options);
}

export function requireRequestOptions(options: RequestOptions): void {
  complain(REQUEST_CHECKS, options);
}

function complain<T>(checks: readonly Check<T>[], options: T): void {
  for (const check of checks) {
    const complaint = check(options);
    if (complaint !== undefined) throw new TypeError(complaint);
  }
}

function timeoutComplaint(timeout: number | Timeouts | undefined): string | undefined {
  const values =
    typeof timeout === 'object' && timeout !== null ? [timeout.connect, timeout.write, timeout.read] : [timeout];
  if (values.every((value) => value === undefined || (typeof value === 'number' && value > 0))) return undefined;
  return `timeout ${JSON.stringify(timeout)} is none: write milliseconds above 0, or { connect, write, read }.`;
}

function retriesComplaint(maxRetries: number | undefined): string | undefined {
  if (maxRetries === undefined || (Number.isInteger(maxRetries) && maxRetries >= 0)) return undefined;
  return `maxRetries ${String(maxRetries)} is none: write a whole number, 0 for no retry.`;
}
