/**
 * A short-term Bedrock API key, as @aws/bedrock-token-generator makes it: `bedrock-api-key-` and, in base64, a
 * presigned `POST /` to bedrock.amazonaws.com without its scheme, to which `&Version=1` is added after signing.
 */
import type { CanonicalRequest } from './canonical-request.ts';
import { splitTarget } from './canonical-path.ts';
import { canonicalQuery } from './canonical-query.ts';
import type { Claim } from './claim.ts';
import { presignedClaim, presignedParameters } from './presigned-query.ts';
import { sha256Hex } from './signing-keys.ts';
import { readTimestamp } from './timestamps.ts';

export interface ShortTermKey {
  readonly claim: Claim;
  readonly canonical: CanonicalRequest;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Twelve hours, the longest a key may live; the generator refuses more. */
const LONGEST_SECONDS = 43_200;
const ADDED_LATER = ['X-Amz-Signature', 'Version'];

/** Takes the part after the prefix apart; undefined where it is no presigned call of a sensible lifetime. */
export function readShortTermKey(encoded: string): ShortTermKey | undefined {
  const [, host, target] = /^([^/?]+)(\/\?.*)$/s.exec(Buffer.from(encoded, 'base64').toString('latin1')) ?? [];
  const parameters = presignedParameters(target ?? '');
  if (parameters?.get('Action') !== 'CallWithBearerToken') return undefined;
  const claim = presignedClaim(parameters);
  const signedAt = readTimestamp(claim.date);
  const seconds = Number(claim.presigned?.expires);
  if (signedAt === undefined || !(seconds > 0 && seconds <= LONGEST_SECONDS)) return undefined;
  return { claim, canonical: canonicalCall(host!, target!), expiresAt: signedAt.time + seconds * 1000 };
}

function canonicalCall(host: string, target: string): CanonicalRequest {
  return {
    method: 'POST',
    path: '/',
    query: canonicalQuery(splitTarget(target).query, { plus: ' ', without: ADDED_LATER }),
    headers: `host:${host}\n`,
    signedHeaders: 'host',
    payloadHash: sha256Hex(''),
  };
}
