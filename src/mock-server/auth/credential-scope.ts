/**
 * What a signature is good for: one day, one region, one service.
 *
 * The texts of region and service: maximhq/bifrost#2533 from Bedrock; each ends in a space there, and both are said where
 * both are wrong. Terminator and date: mhart/dynalite and tedder/requests-aws4auth#7 from other services.
 */
import type { Refusal } from '../exchange.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import type { Scope } from './signing-keys.ts';
import { scopeText } from './signing-keys.ts';

export interface ScopedClaim {
  readonly scope: Scope;
  readonly timestamp: string;
}

/** `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/;

export function checkScope(
  door: FrontDoor,
  { scope, timestamp }: ScopedClaim,
  regions: readonly string[] | undefined,
): Refusal | undefined {
  const day = timestamp.slice(0, 8);
  const right = { ...scope, date: day, service: door.signingName, terminator: 'aws4_request' };
  const knownRegion = regions === undefined ? REGION.test(scope.region) : regions.includes(scope.region);
  if (knownRegion && scopeText(scope) === scopeText(right)) return undefined;
  const sentences = [
    !knownRegion && 'Credential should be scoped to a valid region. ',
    scope.service !== right.service && `Credential should be scoped to correct service: '${right.service}'. `,
    scope.terminator !== right.terminator &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'. `,
    scope.date !== day && `${DATE}: '${scope.date}' != '${day}', from '${timestamp}'.`,
  ];
  const region = knownRegion ? scope.region : (regions?.join('|') ?? '<region>');
  return refuse(door, 'signature', {
    message: sentences.filter(Boolean).join(''),
    reason: `The client signed for ${scopeText(scope)}; expected is ${scopeText({ ...right, region })}.`,
  });
}

const DATE = 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP';
