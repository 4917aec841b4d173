/** The region a host of AWS stands in. */

import type { Environment } from '../../client/credentials.ts';

/** `bedrock-runtime.us-east-1.amazonaws.com`, `bedrock-runtime-fips.us-west-2.api.aws`, endpoints in a VPC. */
const REGION = /(?:^|\.)(?:bedrock|bedrock-runtime|sts)(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\./;

/**
 * What was given, else what the host says, else what the environment does.
 *
 * @throws TypeError where nobody says it.
 */
export function regionOf({ hostname }: URL, given: string | undefined, env: Environment): string {
  const region = given ?? REGION.exec(hostname)?.[1] ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  if (region) return region;
  throw new TypeError(`the host ${hostname} names no region to sign for: give one, or set AWS_REGION`);
}
