/** The region a host of AWS stands in. */

/** `bedrock-runtime.us-east-1.amazonaws.com`, `bedrock-runtime-fips.us-west-2.api.aws`, endpoints in a VPC. */
const REGION = /(?:^|\.)(?:bedrock|bedrock-runtime|sts)(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\./;

/** @throws TypeError where neither the host nor anybody else says it. */
export function regionOf({ hostname }: URL, given: string | undefined): string {
  const region = given ?? REGION.exec(hostname)?.[1];
  if (region !== undefined && region !== '') return region;
  throw new TypeError(`the host ${hostname} names no region to sign for; give one`);
}
