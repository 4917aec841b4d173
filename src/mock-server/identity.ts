/** The resource a permission is asked for, as it stands in an access-denied message. */
import type { Caller } from './auth/index.ts';
import type { Route } from './operations/route.ts';
import { parseModelId } from '../wire/model-id.ts';

/** The ARN as given, or that of the foundation model or inference profile the id names; `*` where there is none. */
export function resourceArn({ label }: Route, { accountId, region }: Caller): string {
  if (label === '') return '*';
  if (label.startsWith('arn:')) return label;
  return parseModelId(label)?.kind === 'inference-profile'
    ? `arn:aws:bedrock:${region}:${accountId}:inference-profile/${label}`
    : `arn:aws:bedrock:${region}::foundation-model/${label}`;
}
