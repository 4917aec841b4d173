/** The resource a permission is asked for, as it stands in an access-denied message. */
import { foundationModelArn, guardrailArn, inferenceProfileArn } from '../wire/arns.ts';
import { parseModelId } from '../wire/model-id.ts';
import type { Caller } from './auth/index.ts';
import type { Route } from './operations/route.ts';

/** The ARN as given, or that of what the label names; undefined where the operation is on nothing in particular. */
export function resourceArn({ label, operation }: Route, { accountId, region }: Caller): string | undefined {
  if (label === '') return undefined;
  if (label.startsWith('arn:')) return label;
  if (operation.path.startsWith('/guardrail/')) return guardrailArn(region, accountId, label);
  return parseModelId(label)?.kind === 'inference-profile'
    ? inferenceProfileArn(region, accountId, label)
    : foundationModelArn(region, label);
}
