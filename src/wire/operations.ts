/**
 * The operations of Amazon Bedrock that this project knows, one entry each.
 *
 * Source: the service models `bedrock-runtime` 2023-09-30, `bedrock` 2023-04-20 and `sts` 2011-06-15
 * as published with botocore. Routes, names and signing names are the models' own.
 */

/** Which of the three services an operation belongs to; its endpoint prefix in the service model. */
export type ServiceName = 'bedrock-runtime' | 'bedrock' | 'sts';

interface OperationShape {
  readonly name: string;
  readonly service: ServiceName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path as the service model writes it, labels in braces. `/` for STS, which is told by its `Action`. */
  readonly path: string;
  /** Whether a success is an event stream. */
  readonly streams: boolean;
  /** What IAM calls the permission, as it stands in an access-denied message. */
  readonly action: string;
}

// prettier-ignore
export const OPERATIONS = [
  { name: 'InvokeModel', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/invoke', streams: false, action: 'bedrock:InvokeModel' },
  { name: 'InvokeModelWithResponseStream', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/invoke-with-response-stream', streams: true, action: 'bedrock:InvokeModelWithResponseStream' },
  { name: 'Converse', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/converse', streams: false, action: 'bedrock:InvokeModel' },
  { name: 'ConverseStream', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/converse-stream', streams: true, action: 'bedrock:InvokeModelWithResponseStream' },
  { name: 'CountTokens', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/count-tokens', streams: false, action: 'bedrock:CountTokens' },
  { name: 'ListFoundationModels', service: 'bedrock', method: 'GET', path: '/foundation-models', streams: false, action: 'bedrock:ListFoundationModels' },
  { name: 'GetFoundationModel', service: 'bedrock', method: 'GET', path: '/foundation-models/{modelIdentifier}', streams: false, action: 'bedrock:GetFoundationModel' },
  { name: 'ListInferenceProfiles', service: 'bedrock', method: 'GET', path: '/inference-profiles', streams: false, action: 'bedrock:ListInferenceProfiles' },
  { name: 'GetInferenceProfile', service: 'bedrock', method: 'GET', path: '/inference-profiles/{inferenceProfileIdentifier}', streams: false, action: 'bedrock:GetInferenceProfile' },
  { name: 'GetCallerIdentity', service: 'sts', method: 'POST', path: '/', streams: false, action: 'sts:GetCallerIdentity' },
  { name: 'ApplyGuardrail', service: 'bedrock-runtime', method: 'POST', path: '/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply', streams: false, action: 'bedrock:ApplyGuardrail' },
  { name: 'InvokeGuardrailChecks', service: 'bedrock-runtime', method: 'POST', path: '/guardrail-checks/invoke', streams: false, action: 'bedrock:InvokeGuardrailChecks' },
  { name: 'InvokeModelWithBidirectionalStream', service: 'bedrock-runtime', method: 'POST', path: '/model/{modelId}/invoke-with-bidirectional-stream', streams: true, action: 'bedrock:InvokeModelWithBidirectionalStream' },
  { name: 'StartAsyncInvoke', service: 'bedrock-runtime', method: 'POST', path: '/async-invoke', streams: false, action: 'bedrock:InvokeModel' },
  { name: 'GetAsyncInvoke', service: 'bedrock-runtime', method: 'GET', path: '/async-invoke/{invocationArn}', streams: false, action: 'bedrock:GetAsyncInvoke' },
  { name: 'ListAsyncInvokes', service: 'bedrock-runtime', method: 'GET', path: '/async-invoke', streams: false, action: 'bedrock:ListAsyncInvokes' },
] as const satisfies readonly OperationShape[];

export type Operation = OperationShape & { readonly name: OperationName };
/** The service model's name of an operation. */
export type OperationName = (typeof OPERATIONS)[number]['name'];

/** The name in the credential scope: both Bedrock endpoints sign as `bedrock`. */
export const SIGNING_NAMES: Readonly<Record<ServiceName, string>> = {
  'bedrock-runtime': 'bedrock',
  bedrock: 'bedrock',
  sts: 'sts',
};
