/** Reads what a request claims in its Authorization header; whether it is true, the stage has found out. */
import type { SeenExchange } from '../observation.ts';

export interface Claim {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

export function claimOf(exchange: SeenExchange): Claim | undefined {
  const authorization = headerOf(exchange, 'authorization') ?? '';
  const [, accessKeyId, , region, service] =
    /Credential=([^/,\s]+)\/(\d+)\/([^/]+)\/([^/]+)\//.exec(authorization) ?? [];
  const signedHeaders = /SignedHeaders=([^,\s]*)/.exec(authorization)?.[1]?.split(';');
  if (accessKeyId === undefined || region === undefined || service === undefined || !signedHeaders) return undefined;
  return { accessKeyId, region, service, signedHeaders };
}

/** The value of a header by its name in lower case; of several, the first. */
export function headerOf({ headers }: SeenExchange, name: string): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === name)?.[1];
}
