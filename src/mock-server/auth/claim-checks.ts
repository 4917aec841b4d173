/**
 * What can be said of a claim without any secret, in AWS's order: the date and its window, the host, the algorithm, the
 * five elements of the credential, the scope.
 *
 * Order and wording: mhart/dynalite, whose author noted them from DynamoDB, which has the same front door.
 */
import { Refusal } from '../exchange.ts';
import type { Claim } from './claim.ts';
import { checkScope } from './credential-scope.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import type { Scope } from './signing-keys.ts';
import { checkWindow } from './time-window.ts';
import { readTimestamp } from './timestamps.ts';

/** A claim whose form, date and scope are in order, taken apart. */
export interface CheckedClaim extends Pick<Claim, 'credential' | 'signedHeaders' | 'signature' | 'sessionToken'> {
  readonly accessKeyId: string;
  readonly scope: Scope;
  /** The request's time as it stands in the string to sign. */
  readonly timestamp: string;
}

export interface Surroundings {
  readonly nowMs: number;
  /** The regions a scope may name; undefined allows any well-formed one. */
  readonly regions: readonly string[] | undefined;
}

/** Trailing slashes are ignored. */
const CREDENTIAL = /^([^/]*)\/([^/]*)\/([^/]*)\/([^/]*)\/([^/]+)\/*$/;
type Elements = readonly [match: string, id: string, date: string, region: string, service: string, term: string];

export function checkClaim(door: FrontDoor, claim: Claim, around: Surroundings): CheckedClaim | Refusal {
  const at = readTimestamp(claim.date);
  if (at === undefined) return unreadableDate(door, claim);
  const refusal =
    checkWindow(door, at.time, { expires: claim.presigned?.expires, nowMs: around.nowMs }) ??
    checkHost(door, claim) ??
    checkAlgorithm(door, claim);
  if (refusal !== undefined) return refusal;
  const elements = CREDENTIAL.exec(claim.credential);
  if (elements === null) return notFiveElements(door, claim);
  const [, accessKeyId, date, region, service, terminator] = elements as unknown as Elements;
  const { credential, signedHeaders, signature, sessionToken } = claim;
  const scope = { date, region, service, terminator };
  const checked = { credential, signedHeaders, signature, sessionToken, accessKeyId, scope, timestamp: at.basic };
  return checkScope(door, checked, around.regions) ?? checked;
}

function unreadableDate(door: FrontDoor, { date }: Claim): Refusal {
  return refuse(door, 'incomplete', {
    message: `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    reason: `The request's time cannot be read: «${date}». Send X-Amz-Date as yyyymmddThhmmssZ in UTC.`,
  });
}

const HOST = /(^|;)(host|:authority)(;|$)/i;

/** aws/aws-sdk-php#2469, from another service; not verified on Bedrock. */
function checkHost(door: FrontDoor, { signedHeaders }: Claim): Refusal | undefined {
  if (HOST.test(signedHeaders)) return undefined;
  return refuse(door, 'signature', {
    message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    reason: `The client signed only «${signedHeaders}». Add host to the headers it signs.`,
  });
}

function checkAlgorithm(door: FrontDoor, { algorithm }: Claim): Refusal | undefined {
  if (algorithm === 'AWS4-HMAC-SHA256') return undefined;
  return refuse(door, 'incomplete', {
    message: `Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256 for now). `,
    reason: `The client signs with «${algorithm}». Bedrock takes Signature Version 4, which is AWS4-HMAC-SHA256.`,
  });
}

function notFiveElements(door: FrontDoor, { credential }: Claim): Refusal {
  const form = 'keyid/date/region/service/term';
  return refuse(door, 'incomplete', {
    message: `Credential must have exactly 5 slash-delimited elements, e.g. ${form}, got '${credential}'`,
    reason: `«${credential}» is not <access key id>/<yyyymmdd>/<region>/${door.signingName}/aws4_request.`,
  });
}
