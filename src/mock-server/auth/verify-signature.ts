/** The signature itself: of the request as it came, read as the client may have read it. */
import type { Refusal, WireRequest } from '../exchange.ts';
import type { Context } from './context.ts';
import { canonicalRequest, otherReadings } from './canonical-request.ts';
import type { CheckedClaim } from './claim-checks.ts';
import { diagnose } from './diagnosis.ts';
import type { FrontDoor } from './front-door.ts';
import type { HeaderLines } from './header-lines.ts';
import type { Credentials } from './identities.ts';
import { refuseDeclaredPayload, refuseMismatch } from './mismatch.ts';
import { payloadOf } from './payload.ts';
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
  const key = keys.keyFor(credentials.secretAccessKey, claim.scope);
  const matches = (canonical: typeof plain) => key.signed(stringToSign(claim, canonical), claim.signature);
  const mismatch = { ...signed, plain };
  if (matches(plain) || some(otherReadings(request, plain, lines), matches)) {
    return payload.asDeclared ? undefined : refuseDeclaredPayload(door, mismatch);
  }
  return refuseMismatch(door, mismatch, diagnose(mismatch, [...registry.credentials.values()]));
}

function some<T>(values: Iterable<T>, test: (value: T) => boolean): boolean {
  for (const value of values) if (test(value)) return true;
  return false;
}
