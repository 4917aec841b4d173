import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { type InferenceProfile, profileOf } from '../../fixtures/models/inference-profiles.ts';
import { foundationModelArn, inferenceProfileArn } from '../../wire/arns.ts';

/** Where a profile is looked at from. */
export interface ProfileView {
  readonly region: string;
  readonly accountId: string;
}

/**
 * A cross-region inference profile as GetInferenceProfile and ListInferenceProfiles describe it. Members and order as
 * recorded for GetInferenceProfile in DataDog/dd-trace-py, which also shows the undocumented `toolboxArn`.
 */
export function inferenceProfileSummary(profile: InferenceProfile, view: ProfileView): Record<string, unknown> {
  return {
    createdAt: `${profile.createdOn}T00:00:00Z`,
    description: profile.description,
    inferenceProfileArn: inferenceProfileArn(view.region, view.accountId, profile.id),
    inferenceProfileId: profile.id,
    inferenceProfileName: profile.name,
    models: profile.modelArns.map((modelArn) => ({ modelArn })),
    status: 'ACTIVE',
    toolboxArn: null,
    type: 'SYSTEM_DEFINED',
    updatedAt: `${profile.createdOn}T00:00:00Z`,
  };
}

/** Nobody made it, so it was made when the recorded one was. */
const MADE_AT = '2026-07-13T14:00:42.680622107Z';

/** An application inference profile, which is known by its ARN alone; named by its id, without description. */
export function applicationProfileSummary(
  arn: string,
  model: FoundationModel,
  region: string,
): Record<string, unknown> {
  const id = arn.slice(arn.indexOf('/') + 1);
  return {
    createdAt: MADE_AT,
    inferenceProfileArn: arn,
    inferenceProfileId: id,
    inferenceProfileName: id,
    models: sourcesOf(model, region).map((modelArn) => ({ modelArn })),
    status: 'ACTIVE',
    toolboxArn: null,
    type: 'APPLICATION',
    updatedAt: MADE_AT,
  };
}

/** Copied from the model where that is on demand, else from its widest cross-region profile. */
function sourcesOf(model: FoundationModel, region: string): readonly string[] {
  const geography = model.inferenceProfiles.includes('global') ? 'global' : model.inferenceProfiles[0];
  const onDemand = model.inferenceTypesSupported.includes('ON_DEMAND') || geography === undefined;
  return onDemand ? [foundationModelArn(region, model.modelId)] : profileOf(model, geography, region).modelArns;
}
