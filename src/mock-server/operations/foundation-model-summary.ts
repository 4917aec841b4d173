import type { FoundationModel, ModelLifecycle } from '../../fixtures/foundation-model.ts';
import { foundationModelArn } from '../../wire/arns.ts';

/**
 * A model as ListFoundationModels and GetFoundationModel describe it; keys in alphabetical order, with the members the
 * service sends beyond its service model (dumps of the JavaScript SDK's output in public repositories).
 */
export function foundationModelSummary(model: FoundationModel, region: string): Record<string, unknown> {
  return {
    customizationsSupported: model.customizationsSupported,
    explicitPromptCaching: { isSupported: model.promptCaching ?? false },
    guardrailsSupported: model.converse,
    inferenceTypesSupported: model.inferenceTypesSupported,
    inputModalities: model.inputModalities,
    modelArn: foundationModelArn(region, model.modelId),
    modelId: model.modelId,
    modelLifecycle: lifecycle(model.modelLifecycle),
    modelName: model.modelName,
    outputModalities: model.outputModalities,
    providerName: model.providerName,
    responseStreamingSupported: model.responseStreamingSupported,
  };
}

/** Times are written `2026-02-17T18:00:00Z`; the catalogue knows the day, and midnight stands for it. */
function lifecycle(days: ModelLifecycle): Record<string, unknown> {
  const { endOfLifeTime, legacyTime, publicExtendedAccessTime, startOfLifeTime, status } = days;
  return {
    ...timeOf({ endOfLifeTime }),
    ...timeOf({ legacyTime }),
    ...timeOf({ publicExtendedAccessTime }),
    ...timeOf({ startOfLifeTime }),
    status,
  };
}

function timeOf(named: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const known = Object.entries(named).filter(([, day]) => day !== undefined);
  return Object.fromEntries(known.map(([name, day]) => [name, `${day}T00:00:00Z`]));
}
