/**
 * The remaining requests and answers that clients of Bedrock write: InvokeModel, CountTokens, ListFoundationModels.
 * Members: the service models of `bedrock-runtime` 2023-09-30 and `bedrock` 2023-04-20 (botocore).
 */
import type { ConverseRequest, ModelId } from './converse.ts';

export interface InvokeModelRequest {
  modelId: ModelId;
  /** Bytes and text go as they are; anything else is written as JSON. */
  body: Uint8Array | string | object;
  /** Media type of the body. Default `application/json`. */
  contentType?: string;
  /** Media type wanted of the answer. Default `application/json`. */
  accept?: string;
  trace?: 'ENABLED' | 'DISABLED' | 'ENABLED_FULL';
  guardrailIdentifier?: string;
  guardrailVersion?: string;
  performanceConfigLatency?: 'standard' | 'optimized';
  serviceTier?: 'priority' | 'default' | 'flex' | 'reserved' | (string & {});
  /** A JSON object as text. */
  requestMetadata?: string;
}

export interface InvokeModelResponse {
  body: Uint8Array;
  contentType: string | undefined;
  performanceConfigLatency?: string;
  serviceTier?: string;
}

/** The event of InvokeModelWithResponseStream: one piece of the model's own stream. */
export interface InvokeModelStreamEvent {
  chunk: { bytes: Uint8Array };
}

export interface CountTokensRequest {
  modelId: ModelId;
  input:
    | { invokeModel: { body: Uint8Array | string | object } }
    | { converse: Pick<ConverseRequest, 'messages' | 'system' | 'toolConfig' | 'additionalModelRequestFields'> };
}

export interface CountTokensResponse {
  inputTokens: number;
  [member: string]: unknown;
}

export interface ListFoundationModelsRequest {
  byProvider?: string;
  byCustomizationType?: 'FINE_TUNING' | 'CONTINUED_PRE_TRAINING' | 'DISTILLATION';
  byOutputModality?: 'TEXT' | 'IMAGE' | 'EMBEDDING';
  byInferenceType?: 'ON_DEMAND' | 'PROVISIONED';
}

export interface FoundationModelSummary {
  modelArn: string;
  modelId: string;
  modelName?: string;
  providerName?: string;
  inputModalities?: string[];
  outputModalities?: string[];
  responseStreamingSupported?: boolean;
  customizationsSupported?: string[];
  inferenceTypesSupported?: string[];
  modelLifecycle?: { status: 'ACTIVE' | 'LEGACY'; [member: string]: unknown };
  [member: string]: unknown;
}

export interface ListFoundationModelsResponse {
  modelSummaries: FoundationModelSummary[];
  [member: string]: unknown;
}
