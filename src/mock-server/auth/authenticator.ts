/** Who is calling: a request is verified as AWS verifies it, in AWS's order. */
import { Refusal, type WireRequest } from '../exchange.ts';
import { authenticateBearer, bearerToken } from './bearer.ts';
import { readClaim } from './claim.ts';
import { checkClaim } from './claim-checks.ts';
import type { Context } from './context.ts';
import { frontDoorOf } from './front-door.ts';
import { headerLines, headerValue } from './header-lines.ts';
import { identify } from './identify.ts';
import { type Caller, callerOf } from './identities.ts';
import { type AuthMode, type AuthOptions, createRegistry, type Registry } from './registry.ts';
import { createKeyRing } from './signing-keys.ts';
import { verifySignature } from './verify-signature.ts';

export interface Authenticator {
  /**
   * Says on whose behalf a request is made, or refuses it as the service would.
   * @param expected The name the service signs under: `bedrock` or `sts`.
   * @param nowMs The server's time, in milliseconds since the epoch; clients must be told the same one.
   */
  authenticate(request: WireRequest, expected: { readonly signingName: string }, nowMs: number): Caller | Refusal;
}

/** @throws {TypeError} where the options name keys that no request could present. */
export function createAuthenticator(options: AuthOptions): Authenticator {
  return { authenticate: MODES[options.mode](createRegistry(options)) };
}

const MODES: Readonly<Record<AuthMode, (registry: Registry) => Authenticator['authenticate']>> = {
  enforce: (registry) => verifying(registry, false),
  lenient: (registry) => verifying(registry, true),
  off: (registry) => (request) => anonymous(request, registry),
};

function verifying(registry: Registry, lenient: boolean): Authenticator['authenticate'] {
  const keys = createKeyRing();
  return (request, { signingName }, nowMs) => verify(request, signingName, { registry, keys, nowMs, lenient });
}

function verify(request: WireRequest, signingName: string, context: Context): Caller | Refusal {
  const { registry, nowMs, lenient } = context;
  const door = frontDoorOf(signingName);
  const lines = headerLines(request.rawHeaders);
  const token = door.takesApiKeys ? bearerToken(headerValue(lines, 'authorization')) : undefined;
  if (token !== undefined) return authenticateBearer(door, token, context);
  const read = readClaim(door, request, lines);
  if (read instanceof Refusal) return read;
  const claim = checkClaim(door, read, { nowMs, regions: registry.regions });
  if (claim instanceof Refusal) return claim;
  const { region } = claim.scope;
  if (lenient) return callerOf('sigv4', region, registry.credentials.get(claim.accessKeyId) ?? claim);
  const credentials = identify(door, registry, claim);
  if (credentials instanceof Refusal) return credentials;
  return (
    verifySignature({ door, request, lines, claim, credentials }, context) ?? callerOf('sigv4', region, credentials)
  );
}

const CREDENTIAL = /Credential=([^/,\s&]+)(?:\/|%2F)\d*(?:\/|%2F)([^/,\s&%]+)/i;

/** Nothing is verified; what the request says of itself is kept for the journal. */
function anonymous({ rawHeaders, target }: WireRequest, { credentials, defaultRegion }: Registry): Caller {
  const authorization = headerValue(headerLines(rawHeaders), 'authorization') ?? '';
  const [, accessKeyId, region = defaultRegion] = CREDENTIAL.exec(authorization) ?? CREDENTIAL.exec(target) ?? [];
  if (accessKeyId === undefined) return callerOf('anonymous', region);
  return callerOf('anonymous', region, credentials.get(accessKeyId) ?? { accessKeyId });
}
