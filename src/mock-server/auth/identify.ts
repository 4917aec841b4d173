/** From an access key id and a session token to the credentials they belong to. */
import type { Refusal } from '../exchange.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import type { Credentials } from './identities.ts';
import type { Registry } from './registry.ts';

export interface Presented {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/** Recorded from Bedrock in crmne/ruby_llm; for STS quoted in aws-azure-login/aws-azure-login#251. */
const UNKNOWN = 'The security token included in the request is invalid.';
/** AWS leaves the period out where it is the session token that is wrong: mhart/dynalite. */
const WRONG_TOKEN = 'The security token included in the request is invalid';
/** Recorded from Bedrock in DataDog/dd-trace-py. */
const EXPIRED = 'The security token included in the request is expired';

export function identify(door: FrontDoor, registry: Registry, presented: Presented): Credentials | Refusal {
  const { accessKeyId, sessionToken } = presented;
  const credentials = registry.credentials.get(accessKeyId);
  if (credentials === undefined) return unknownKey(door, accessKeyId, [...registry.credentials.keys()]);
  if (credentials.sessionToken !== sessionToken) return wrongToken(door, credentials, presented);
  return credentials.expired ? expiredToken(door, accessKeyId) : credentials;
}

function unknownKey(door: FrontDoor, accessKeyId: string, known: readonly string[]): Refusal {
  return refuse(door, 'unknown', {
    message: UNKNOWN,
    reason: `Access key ${accessKeyId} is not known, only ${known.join(', ') || 'none'}. Add it, or use a known one.`,
  });
}

function wrongToken(door: FrontDoor, { accessKeyId, sessionToken }: Credentials, presented: Presented): Refusal {
  const reasons = {
    missing: `${accessKeyId} is a temporary key: send its session token as X-Amz-Security-Token.`,
    superfluous: `${accessKeyId} is no temporary key: unset AWS_SESSION_TOKEN, or give the key a session token here.`,
    different: `The session token sent with ${accessKeyId} is not the one it has here.`,
  };
  if (presented.sessionToken === undefined)
    return refuse(door, 'unknown', { message: UNKNOWN, reason: reasons.missing });
  const reason = sessionToken === undefined ? reasons.superfluous : reasons.different;
  return refuse(door, 'unknown', { message: WRONG_TOKEN, reason });
}

function expiredToken(door: FrontDoor, accessKeyId: string): Refusal {
  return refuse(door, 'expired', { message: EXPIRED, reason: `${accessKeyId} is configured as expired.` });
}
