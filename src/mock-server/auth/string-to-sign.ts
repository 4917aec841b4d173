/** What is signed in the end: when, for what, and the hash of the canonical request. */
import { type CanonicalRequest, canonicalText } from './canonical-request.ts';
import { type Scope, scopeText, sha256Hex } from './signing-keys.ts';

export interface SigningOccasion {
  /** ISO 8601 basic format. */
  readonly timestamp: string;
  readonly scope: Scope;
}

export function stringToSign({ timestamp, scope }: SigningOccasion, canonical: CanonicalRequest): string {
  return `AWS4-HMAC-SHA256\n${timestamp}\n${scopeText(scope)}\n${sha256Hex(canonicalText(canonical))}`;
}
