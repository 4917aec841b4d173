/** A signature in the query: `?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=…` */
import type { Refusal } from '../exchange.ts';
import { splitTarget } from './canonical-path.ts';
import { queryParameters } from './canonical-query.ts';
import type { Claim } from './claim.ts';
import { type FrontDoor, refuse } from './front-door.ts';

/** In the order of the sentences in which mhart/dynalite saw DynamoDB miss them; not verified on Bedrock. */
const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
] as const;

export type QueryParameters = ReadonlyMap<string, string>;

/** The parameters of a target that is signed in its query; undefined where it is not, which is known at a glance. */
export function presignedParameters(target: string): QueryParameters | undefined {
  if (!target.includes('X-Amz-Algorithm')) return undefined;
  const parameters = new Map(queryParameters(splitTarget(target).query));
  return parameters.has('X-Amz-Algorithm') ? parameters : undefined;
}

export function readPresigned(door: FrontDoor, parameters: QueryParameters): Claim | Refusal {
  const missing = REQUIRED.filter((name) => !parameters.get(name));
  if (missing.length === 0) return presignedClaim(parameters);
  const sentences = missing.map((name) => `AWS query-string parameters must include '${name}'. `).join('');
  return refuse(door, 'incomplete', {
    message: `${sentences}Re-examine the query-string parameters.`,
    reason: `The request is presigned, but its query lacks ${missing.join(', ')}.`,
  });
}

/** What the parameters claim; those that are missing read as empty, which no later check accepts. */
export function presignedClaim(parameters: QueryParameters): Claim {
  const [algorithm, credential, signature, signedHeaders, date] = REQUIRED.map((name) => parameters.get(name) ?? '');
  return {
    algorithm: algorithm!,
    credential: credential!,
    signedHeaders: signedHeaders!,
    signature: signature!,
    date: date!,
    sessionToken: parameters.get('X-Amz-Security-Token'),
    presigned: { expires: parameters.get('X-Amz-Expires') },
  };
}
