/** Whom a double knows, checked once and laid out for looking up. */
import type { BearerKey, Credentials } from './identities.ts';

/**
 * `enforce`: signatures and keys are verified. `lenient`: form, scope and date are checked, key and secret need not be
 * known. `off`: nothing is checked.
 */
export type AuthMode = 'enforce' | 'lenient' | 'off';

export interface AuthOptions {
  readonly mode: AuthMode;
  /** Of two with the same access key id the later counts. */
  readonly credentials: readonly Credentials[];
  readonly bearerKeys: readonly BearerKey[];
  /** Which regions a credential scope may name. Default: any well-formed one. */
  readonly regions?: readonly string[];
}

export interface Registry {
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly bearerKeys: ReadonlyMap<string, BearerKey>;
  readonly regions: readonly string[] | undefined;
  /** The region of callers that name none. */
  readonly defaultRegion: string;
}

/** What short-term and long-term Bedrock API keys begin with. */
export const KEY_PREFIXES = { shortTerm: 'bedrock-api-key-', longTerm: 'ABSK' } as const;

/** @throws {TypeError} for an entry no request could match, naming it and the cure. */
export function createRegistry({ credentials, bearerKeys, regions }: AuthOptions): Registry {
  credentials.forEach(checkCredentials);
  bearerKeys.forEach(checkBearerKey);
  if (regions?.length === 0) throw new TypeError('auth: regions is empty; leave it out to allow every region');
  return {
    credentials: new Map(credentials.map((entry) => [entry.accessKeyId, entry])),
    bearerKeys: new Map(bearerKeys.map((key) => [key.token, key])),
    regions,
    defaultRegion: regions?.[0] ?? 'us-east-1',
  };
}

function checkCredentials({ accessKeyId, secretAccessKey, sessionToken, expired }: Credentials): void {
  if (!/^[^\s/,]+$/.test(accessKeyId)) {
    throw new TypeError(`auth: access key id ${JSON.stringify(accessKeyId)} is empty or has a space, slash or comma`);
  }
  if (secretAccessKey === '') throw new TypeError(`auth: the secret access key of ${accessKeyId} is empty`);
  if (sessionToken === '') throw new TypeError(`auth: the session token of ${accessKeyId} is empty; leave it out`);
  if (expired && sessionToken === undefined) {
    throw new TypeError(`auth: ${accessKeyId} is expired but has no session token; only session tokens expire`);
  }
}

function checkBearerKey({ token }: BearerKey): void {
  if (Object.values(KEY_PREFIXES).some((prefix) => token.startsWith(prefix))) return;
  const shown = JSON.stringify(token.slice(0, 8));
  throw new TypeError(`auth: bearer key ${shown}… must begin with ${Object.values(KEY_PREFIXES).join(' or ')}`);
}
