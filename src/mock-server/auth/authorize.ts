/** What an identity may not do. */
import type { Refusal } from '../exchange.ts';
import { frontDoorOf, refuse } from './front-door.ts';
import type { Caller } from './identities.ts';

/**
 * Refuses an IAM action that the caller is denied, as Bedrock does where no policy allows it: quoted from the service
 * in BerriAI/litellm#39166 and zed-industries/zed#53960, without a resource in posit-dev/positron#11755.
 * @param action What IAM calls it: `bedrock:InvokeModel`, also for Converse.
 * @param resourceArn The model, inference profile or other resource it is done on; undefined for actions that have
 * none, such as `bedrock:ListFoundationModels`.
 */
export function authorize(caller: Caller, action: string, resourceArn: string | undefined): Refusal | undefined {
  const rule = caller.denied.find((pattern) => globMatches(pattern, action));
  if (rule === undefined) return undefined;
  const resource = resourceArn === undefined ? '' : ` on resource: ${resourceArn}`;
  return refuse(frontDoorOf(action.split(':', 1)[0]!), 'denied', {
    message:
      `User: ${caller.arn} is not authorized to perform: ${action}${resource} ` +
      `because no identity-based policy allows the ${action} action`,
    reason: `${caller.accessKeyId ?? caller.arn} is configured with denied: ${JSON.stringify(rule)}.`,
  });
}

/** IAM's wildcards, and like IAM without regard to case. */
function globMatches(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}
