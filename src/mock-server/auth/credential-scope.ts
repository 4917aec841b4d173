/**
 * What a signature is good for: one day, one region, one service.
 *
 * The texts of region and service: maximhq/bifrost#2533 from Bedrock; each ends in a space there, and both are said
 * where both are wrong. Terminator and date: mhart/dynalite and tedder/requests-aws4auth#7 from other services.
 */
import type { Refusal } from '../exchange.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { type Scope, scopeText } from './signing-keys.ts';

export interface ScopedClaim {
  readonly scope: Scope;
  readonly timestamp: string;
}

type Regions = readonly string[] | undefined;

/** `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/;
const TERMINATOR = 'aws4_request';

export function checkScope(door: FrontDoor, claim: ScopedClaim, regions: Regions): Refusal | undefined {
  const { date, region, service, terminator } = claim.scope;
  const right =
    isAllowed(region, regions) &&
    service === door.signingName &&
    terminator === TERMINATOR &&
    claim.timestamp.startsWith(date) &&
    date.length === 8;
  return right ? undefined : refuseScope(door, claim, regions);
}

function isAllowed(region: string, regions: Regions): boolean {
  return regions === undefined ? REGION.test(region) : regions.includes(region);
}

function refuseScope(door: FrontDoor, { scope, timestamp }: ScopedClaim, regions: Regions): Refusal {
  const { date, region, service, terminator } = scope;
  const day = timestamp.slice(0, 8);
  const sentences = [
    !isAllowed(region, regions) && 'Credential should be scoped to a valid region. ',
    service !== door.signingName && `Credential should be scoped to correct service: '${door.signingName}'. `,
    terminator !== TERMINATOR &&
      `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `,
    date !== day && `${DATE_DIFFERS}: '${date}' != '${day}', from '${timestamp}'.`,
  ];
  const wanted = {
    date: day,
    region: regions?.join('|') ?? '<region>',
    service: door.signingName,
    terminator: TERMINATOR,
  };
  return refuse(door, 'signature', {
    message: sentences.filter(Boolean).join(''),
    reason: `The client signed for ${scopeText(scope)}; expected is ${scopeText(wanted)}.`,
  });
}

const DATE_DIFFERS = 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP';
