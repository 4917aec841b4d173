/** The signature itself: of the request as it came, read as the client may have read it. */
import type { Refusal, WireRequest } from '../exchange.ts';
import { type CanonicalRequest, canonicalRequest, otherReadings } from './canonical-request.ts';
import type { CheckedClaim } from './claim-checks.ts';
import type { Context } from './context.ts';
import { diagnose } from './diagnosis.ts';
import type { FrontDoor } from './front-door.ts';
import type { HeaderLines } from './header-lines.ts';
import type { Credentials } from './identities.ts';
import { refuseDeclaredPayload, refuseMismatch } from './mismatch.ts';
import { payloadOf } from './payload.ts';
import type { SigningKey } from './signing-keys.ts';
import { stringToSign } from './string-to-sign.ts';

export interface SignedRequest {
  readonly door: FrontDoor;
  readonly request: WireRequest;
  readonly lines: HeaderLines;
  readonly claim: CheckedClaim;
  readonly credentials: Credentials;
}

/** Undefined where the signature matches. */
export function verifySignature(signed: SignedRequest, { keys, registry }: Context): Refusal | undefined {
  const { door, request, lines, claim, credentials } = signed;
  const payload = payloadOf(request, lines);
  const plain = canonicalRequest(request, { lines, signedHeaders: claim.signedHeaders, payloadHash: payload.hash });
  const key = keys.keyFor(claim, credentials.secretAccessKey);
  const matches = isSignedBy(key, claim, plain) || isOtherwiseSigned(key, signed, plain);
  if (matches && payload.asDeclared) return undefined;
  const mismatch = { ...signed, plain };
  if (matches) return refuseDeclaredPayload(door, mismatch);
  return refuseMismatch(door, mismatch, diagnose(mismatch, [...registry.credentials.values()]));
}

function isSignedBy(key: SigningKey, claim: CheckedClaim, canonical: CanonicalRequest): boolean {
  return key.signed(stringToSign(claim, canonical), claim.signature);
}

function isOtherwiseSigned(
  key: SigningKey,
  { request, lines, claim }: SignedRequest,
  plain: CanonicalRequest,
): boolean {
  for (const reading of otherReadings(request, plain, lines)) if (isSignedBy(key, claim, reading)) return true;
  return false;
}
