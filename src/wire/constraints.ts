/**
 * The texts of a request that breaks a constraint of the service model, the same for every service on Amazon's
 * framework. Quoted for Bedrock in aws-samples/amazon-bedrock-client-for-mac#11 (pattern) and BerriAI/litellm#24668
 * (several at once); the order of an enum's values in the real texts is unverified for Bedrock.
 */

/** What a member must be, as the service says it. */
export const MUST = {
  beOneOf: (values: readonly string[]) => `satisfy enum value set: [${values.join(', ')}]`,
  match: (pattern: string) => `satisfy regular expression pattern: ${pattern}`,
  beAtLeast: (least: number) => `have value greater than or equal to ${least}`,
  beAtMost: (most: number) => `have value less than or equal to ${most}`,
  haveLengthAtLeast: (least: number) => `have length greater than or equal to ${least}`,
  haveLengthAtMost: (most: number) => `have length less than or equal to ${most}`,
} as const;

/** One broken constraint. @param must see {@link MUST}. */
export function violation(member: string, value: string, must: string): string {
  return `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${must}`;
}

/** The message of the ValidationException for one or several of them. */
export function violationsMessage(violations: readonly string[]): string {
  const errors = violations.length === 1 ? 'validation error' : 'validation errors';
  return `${violations.length} ${errors} detected: ${violations.join('; ')}`;
}
