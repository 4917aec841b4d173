/**
 * `Authorization: Bearer`, the API keys of Bedrock: long-term ones are looked up, short-term ones prove themselves.
 *
 * The texts: of the prefix quoted from the service in BerriAI/litellm#37905, of validity in tests of BerriAI/litellm;
 * that of expiry could not be traced to a response.
 */
import { Refusal } from '../exchange.ts';
import { authorize } from './authorize.ts';
import { checkClaim } from './claim-checks.ts';
import type { Context } from './context.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { identify } from './identify.ts';
import { type BearerKey, type Caller, callerOf, type Credentials } from './identities.ts';
import { KEY_PREFIXES } from './registry.ts';
import { readShortTermKey } from './short-term-key.ts';
import { stringToSign } from './string-to-sign.ts';

/** The token of a bearer header, whatever the case of its scheme; undefined for every other scheme. */
export function bearerToken(authorization: string | undefined): string | undefined {
  const match = authorization === undefined ? null : /^\s*bearer(?:\s+(.*))?$/i.exec(authorization);
  return match === null ? undefined : (match[1] ?? '').trim();
}

export function authenticateBearer(door: FrontDoor, token: string, context: Context): Caller | Refusal {
  const known = context.registry.bearerKeys.get(token);
  if (known !== undefined) return checkKnownKey(door, known, context);
  if (token.startsWith(KEY_PREFIXES.shortTerm)) return verifyShortTermKey(door, token, context);
  if (!token.startsWith(KEY_PREFIXES.longTerm)) return wrongPrefix(door);
  if (context.lenient) return callerOf('bearer', context.registry.defaultRegion);
  return invalid(door, 'This long-term API key is not known here. Add it to the bearer keys of the double.');
}

function checkKnownKey(door: FrontDoor, key: BearerKey, { registry, nowMs }: Context): Caller | Refusal {
  const { region = registry.defaultRegion, expiresAt = Infinity, token: _, ...identity } = key;
  if (expiresAt <= nowMs) return expired(door, expiresAt);
  if (registry.regions?.includes(region) === false) {
    return invalid(door, `This API key is good for ${region}, and this endpoint is ${registry.regions.join(' or ')}.`);
  }
  return callerOf('bearer', region, identity);
}

function verifyShortTermKey(door: FrontDoor, token: string, context: Context): Caller | Refusal {
  const key = readShortTermKey(token.slice(KEY_PREFIXES.shortTerm.length));
  if (key === undefined) return invalid(door, 'This short-term API key does not hold a presigned CallWithBearerToken.');
  if (key.expiresAt <= context.nowMs) return expired(door, key.expiresAt);
  const claim = checkClaim(door, key.claim, { nowMs: context.nowMs, regions: context.registry.regions });
  if (claim instanceof Refusal) return invalid(door, claim.reason ?? claim.message);
  const { region } = claim.scope;
  if (context.lenient) return callerOf('bearer', region, context.registry.credentials.get(claim.accessKeyId) ?? claim);
  const credentials = identify(door, context.registry, claim);
  if (credentials instanceof Refusal) return invalid(door, credentials.reason ?? credentials.message);
  const signingKey = context.keys.keyFor(claim, credentials.secretAccessKey);
  if (signingKey.signed(stringToSign(claim, key.canonical), claim.signature)) return mayCall(region, credentials);
  return invalid(door, `This short-term API key is not signed with the secret of ${claim.accessKeyId}.`);
}

/** Using a key is an action of its own: docs.aws.amazon.com, Amazon Bedrock user guide, API key permissions. */
function mayCall(region: string, credentials: Credentials): Caller | Refusal {
  const caller = callerOf('bearer', region, credentials);
  return authorize(caller, 'bedrock:CallWithBearerToken', '*') ?? caller;
}

function wrongPrefix(door: FrontDoor): Refusal {
  return refuse(door, 'denied', {
    message: 'Invalid API Key format: Must start with pre-defined prefix',
    reason: `A Bedrock API key begins with ${Object.values(KEY_PREFIXES).join(' or ')}; see AWS_BEARER_TOKEN_BEDROCK.`,
  });
}

function invalid(door: FrontDoor, reason: string): Refusal {
  return refuse(door, 'denied', {
    message: 'Authentication failed: Please make sure your API Key is valid.',
    reason,
  });
}

function expired(door: FrontDoor, expiresAt: number): Refusal {
  return refuse(door, 'denied', {
    message: 'Bearer Token has expired',
    reason: `The API key expired at ${new Date(expiresAt).toISOString()} by the server's clock. Make a new one.`,
  });
}
