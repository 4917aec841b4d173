/** Which model a request runs, or the real service's words for why none. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import { hasEnded } from '../fixtures/models/lifecycle.ts';
import {
  DEFAULT_MODEL_ID,
  type Resolution,
  resolveModel,
  type ResolveOptions,
  type Unresolved,
} from '../fixtures/models/resolve.ts';
import type { OperationName } from '../wire/operations.ts';
import { Refusal } from './exchange.ts';

export type Resolve = (modelId: string) => Resolution;

/** Identifiers repeat, and following one reads a long pattern. */
const REMEMBERED = 1_000;

interface ResolverOptions extends ResolveOptions {
  /** Takes what leads to no model for the default one, and what is not to be had on demand as if it were. */
  readonly any?: boolean | undefined;
}

export function createResolver(models: readonly FoundationModel[], options: ResolverOptions): Resolve {
  const resolve = (modelId: string) => resolveModel(modelId, models, options);
  return remembering(options.any ? (modelId) => accepted(resolve(modelId), models) : resolve);
}

function accepted(resolution: Resolution, models: readonly FoundationModel[]): Resolution {
  if (!('refused' in resolution)) return resolution;
  const model = 'model' in resolution ? resolution.model : models.find(({ modelId }) => modelId === DEFAULT_MODEL_ID);
  return model ? { model, through: 'on-demand' } : resolution;
}

function remembering(resolve: Resolve): Resolve {
  const memory = new Map<string, Resolution>();
  return (modelId) => {
    let resolution = memory.get(modelId);
    if (resolution === undefined) {
      resolution = resolve(modelId);
      if (memory.size < REMEMBERED) memory.set(modelId, resolution);
    }
    return resolution;
  };
}

export interface Selection {
  readonly operation: OperationName;
  readonly modelId: string;
  /** Where lifecycles are real; undefined where they are ignored. */
  readonly today: Date | undefined;
}

/** CountTokens takes the id of a model that cannot be run on demand (recorded in pydantic/pydantic-ai). */
export function selectModel(resolution: Resolution, selection: Selection): FoundationModel | Refusal {
  if ('refused' in resolution && !(selection.operation === 'CountTokens' && 'model' in resolution)) {
    return REFUSED[resolution.refused](selection.modelId);
  }
  const { model } = resolution as { model: FoundationModel };
  return selection.today && hasEnded(model, selection.today) ? endOfLife() : model;
}

const REFUSED: Readonly<Record<Unresolved['refused'], (modelId: string) => Refusal>> = {
  'malformed-identifier': invalidIdentifier,
  'invalid-identifier': invalidIdentifier,
  'needs-inference-profile': onDemandUnsupported,
  'needs-provisioned-throughput': onDemandUnsupported,
};

/** Recorded for all four operations and CountTokens in openinference and opentelemetry-python-contrib. */
function invalidIdentifier(): Refusal {
  return invalid('The provided model identifier is invalid.');
}

/** Quoted in anthropics/claude-code#110 and Flowise#4276; the apostrophe is the typographic one. */
function onDemandUnsupported(modelId: string): Refusal {
  return invalid(
    `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  );
}

function invalid(message: string): Refusal {
  return new Refusal({ status: 400, type: 'ValidationException', origin: 'bedrock', message });
}

/** Quoted by users whose model had ended. */
function endOfLife(): Refusal {
  const message =
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.';
  return new Refusal({ status: 404, type: 'ResourceNotFoundException', origin: 'bedrock', message });
}
