import type { FoundationModel, ProfileGeography } from '../../fixtures/foundation-model.ts';
import { profileOf } from '../../fixtures/models/inference-profiles.ts';
import { resolveModel } from '../../fixtures/models/resolve.ts';
import { MUST, violation } from '../../wire/constraints.ts';
import { parseModelId } from '../../wire/model-id.ts';
import { brokenConstraints, notFound } from './control-errors.ts';
import { applicationProfileSummary, inferenceProfileSummary } from './inference-profile-summary.ts';

export interface GetInferenceProfileInput {
  /** The inferenceProfileIdentifier: the id or ARN of a cross-region profile, or the ARN of an application's. */
  readonly label: string;
  readonly region: string;
  readonly models: readonly FoundationModel[];
  readonly caller: { readonly accountId: string };
  /** The models behind the account's own ARNs, as for invocation. Default: none. */
  readonly arns?: Readonly<Record<string, string>>;
}

/** The shape `InferenceProfileIdentifier` of the service model `bedrock`. */
const PATTERN =
  '(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+';
const WHOLE = new RegExp(`^(?:${PATTERN})$`);

/** The body of a 200: what can be invoked through a profile can be described. Or a refusal. */
export function getInferenceProfile(input: GetInferenceProfileInput): unknown {
  const { label } = input;
  if (!WHOLE.test(label)) {
    return brokenConstraints([violation('inferenceProfileIdentifier', label, MUST.match(PATTERN))]);
  }
  return describe(input) ?? notFound(`no inference profile ${label}`);
}

function describe({ label, region, models, caller, arns = {} }: GetInferenceProfileInput): unknown {
  const resolution = resolveModel(label, models, { arns });
  if ('refused' in resolution) return undefined;
  const { model, through } = resolution;
  if (through === 'application-inference-profile') return applicationProfileSummary(label, model, region);
  if (through !== 'inference-profile') return undefined;
  const geography = parseModelId(label)?.geography as ProfileGeography;
  return inferenceProfileSummary(profileOf(model, geography, region), { region, accountId: caller.accountId });
}
