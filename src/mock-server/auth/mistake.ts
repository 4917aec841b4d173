/** What a signature that does not match is tried to be explained with. */
import type { WireRequest } from '../exchange.ts';
import type { CanonicalRequest } from './canonical-request.ts';
import type { CheckedClaim } from './claim-checks.ts';
import type { HeaderLines } from './header-lines.ts';
import type { Credentials } from './identities.ts';
import type { Scope } from './signing-keys.ts';

/** All that is known of a request whose signature does not match. */
export interface Mismatch {
  readonly request: WireRequest;
  readonly lines: HeaderLines;
  readonly claim: CheckedClaim;
  readonly plain: CanonicalRequest;
  readonly credentials: Credentials;
}

/** A client signed the request otherwise than it sent it. */
export interface PartMistake {
  readonly what: string;
  readonly change: Partial<CanonicalRequest>;
}

/** A client signed with another key than its request names. */
export interface KeyMistake {
  readonly what: string;
  readonly secretAccessKey: string;
  readonly scope: Scope;
}
