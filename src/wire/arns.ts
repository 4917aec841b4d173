/** The Amazon Resource Names of models and profiles, in the forms of the service model `bedrock` 2023-04-20. */

/** The partition of a Region: `aws`, `aws-us-gov` or `aws-cn`. */
export function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** A foundation model belongs to no account. An empty Region stands for all of them, as in global profiles. */
export function foundationModelArn(region: string, modelId: string): string {
  return `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${modelId}`;
}

/** Of a cross-region inference profile, such as `us.<modelId>`. */
export function inferenceProfileArn(region: string, accountId: string, profileId: string): string {
  return `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:inference-profile/${profileId}`;
}

/** Of a guardrail, which belongs to an account. */
export function guardrailArn(region: string, accountId: string, guardrailId: string): string {
  return `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:guardrail/${guardrailId}`;
}
