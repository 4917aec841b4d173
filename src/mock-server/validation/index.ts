/** Requests validated in the real service's words, layer by layer as the service does. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { MUST, violation, violationsMessage } from '../../wire/constraints.ts';
import { isModelId, MODEL_ID_MAX_LENGTH, MODEL_ID_PATTERN } from '../../wire/model-id.ts';
import type { OperationName } from '../../wire/operations.ts';
import type { RawHeaders, Refusal } from '../exchange.ts';
import type { ParsedBody } from './body.ts';
import { validateConverse } from './converse.ts';
import { validateCountTokens } from './count-tokens.ts';
import { validateInvoke } from './invoke.ts';
import { invalid } from './say.ts';

export { parseBody, type ParsedBody } from './body.ts';

export interface ValidationInput {
  readonly operation: OperationName;
  /** As the client gave it, percent-escapes decoded. */
  readonly modelId: string;
  readonly model: FoundationModel;
  readonly body: Buffer;
  readonly rawHeaders: RawHeaders;
  readonly parsed: ParsedBody;
}

/** The pattern and length the service model gives a model identifier; asked before the model is looked for. */
export function validateModelId(_operation: OperationName, modelId: string): Refusal | undefined {
  if (modelId.length > MODEL_ID_MAX_LENGTH) {
    return invalid(violationsMessage([violation('modelId', modelId, MUST.haveLengthAtMost(MODEL_ID_MAX_LENGTH))]));
  }
  return isModelId(modelId)
    ? undefined
    : invalid(violationsMessage([violation('modelId', modelId, MUST.match(MODEL_ID_PATTERN))]));
}

const VALIDATORS: Readonly<Partial<Record<OperationName, (input: ValidationInput) => Refusal | undefined>>> = {
  InvokeModel: validateInvoke,
  InvokeModelWithResponseStream: validateInvoke,
  Converse: validateConverse,
  ConverseStream: validateConverse,
  CountTokens: validateCountTokens,
};

/** Undefined where the service would find nothing wrong, as far as its checks are known. */
export function validateRequest(input: ValidationInput): Refusal | undefined {
  return VALIDATORS[input.operation]?.(input);
}
