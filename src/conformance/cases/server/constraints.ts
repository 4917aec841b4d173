/**
 * One request for each constraint of the service model that can be broken within a request, and for each member that has
 * to be there: otherwise in order, so that nothing but the constraint can be the reason of a refusal.
 */
import type { JsonValue } from '../../json.ts';
import type { ServerOperation, ServerRequest } from '../../server/request.ts';

type Members = Readonly<Record<string, JsonValue>>;

const TEXT = { text: 'hello' };
const USER = { role: 'user', content: [TEXT] };
const SPEC = { name: 'look', inputSchema: { json: { type: 'object' } } };
const CALL = { toolUseId: 'tooluse_1', name: 'look', input: {} };
const RESULT = { toolUseId: 'tooluse_1', content: [TEXT] };
const IMAGE = { format: 'png', source: { bytes: 'iVBORw0KGgo=' } };
const VIDEO = { format: 'mp4', source: { bytes: 'AAAA' } };
const DOCUMENT = { format: 'txt', name: 'notes', source: { bytes: 'aGVsbG8=' } };

const converse = (members: Members, operation: ServerOperation = 'Converse'): ServerRequest => ({
  operation,
  body: { json: { messages: [USER], ...members } },
});
const saying = (...blocks: readonly JsonValue[]) =>
  converse({ messages: [{ role: 'user', content: [TEXT, ...blocks] }] });
const calling = (call: JsonValue) =>
  converse({ messages: [USER, { role: 'assistant', content: [{ toolUse: call }] }, USER], toolConfig: TOOLS });
const answering = (result: JsonValue) =>
  converse({
    messages: [
      USER,
      { role: 'assistant', content: [{ toolUse: CALL }] },
      { role: 'user', content: [{ toolResult: result }] },
    ],
    toolConfig: TOOLS,
  });
const inferring = (config: Members) => converse({ inferenceConfig: config });
const withTools = (...tools: readonly JsonValue[]) => converse({ toolConfig: { tools } });
const TOOLS = { tools: [{ toolSpec: SPEC }] };
const guarded = (config: Members, operation?: ServerOperation) =>
  converse({ guardrailConfig: { guardrailIdentifier: 'abcdefghij12', guardrailVersion: '1', ...config } }, operation);
const counting = (input: JsonValue): ServerRequest => ({ operation: 'CountTokens', body: { json: { input } } });

function without(members: Members, name: string): Members {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

/** By `Structure.member`: a request in which it is missing. */
export const MISSING_MEMBERS: Readonly<Record<string, ServerRequest>> = {
  'Message.role': converse({ messages: [without(USER, 'role')] }),
  'Message.content': converse({ messages: [without(USER, 'content')] }),
  'ImageBlock.format': saying({ image: without(IMAGE, 'format') }),
  'ImageBlock.source': saying({ image: without(IMAGE, 'source') }),
  'VideoBlock.format': saying({ video: without(VIDEO, 'format') }),
  'VideoBlock.source': saying({ video: without(VIDEO, 'source') }),
  'DocumentBlock.name': saying({ document: without(DOCUMENT, 'name') }),
  'DocumentBlock.source': saying({ document: without(DOCUMENT, 'source') }),
  'CachePointBlock.type': saying({ cachePoint: {} }),
  'ToolUseBlock.toolUseId': calling(without(CALL, 'toolUseId')),
  'ToolUseBlock.name': calling(without(CALL, 'name')),
  'ToolUseBlock.input': calling(without(CALL, 'input')),
  'ToolResultBlock.toolUseId': answering(without(RESULT, 'toolUseId')),
  'ToolResultBlock.content': answering(without(RESULT, 'content')),
  'ToolConfiguration.tools': converse({ toolConfig: {} }),
  'ToolSpecification.name': withTools({ toolSpec: without(SPEC, 'name') }),
  'ToolSpecification.inputSchema': withTools({ toolSpec: without(SPEC, 'inputSchema') }),
  'SystemTool.name': withTools({ toolSpec: SPEC }, { systemTool: {} }),
  'SpecificToolChoice.name': converse({ toolConfig: { ...TOOLS, toolChoice: { tool: {} } } }),
  'ServiceTier.type': converse({ serviceTier: {} }),
  'CountTokensRequest.input': { operation: 'CountTokens', drop: ['input'] },
  'InvokeModelTokensRequest.body': counting({ invokeModel: {} }),
};

const PATHS = Array.from({ length: 11 }, (_, index) => `/member${index}`);

/** By the name of the shape with the constraint: a request that breaks it. */
export const BROKEN_CONSTRAINTS: Readonly<Record<string, ServerRequest>> = {
  ConversationRole: converse({ messages: [{ ...USER, role: 'wizard' }] }),
  InferenceConfigurationMaxTokensInteger: inferring({ maxTokens: 0 }),
  InferenceConfigurationTemperatureFloat: inferring({ temperature: 1.5 }),
  InferenceConfigurationTopPFloat: inferring({ topP: -0.1 }),
  InferenceConfigurationStopSequencesList: inferring({ stopSequences: Array.from({ length: 2_501 }, () => 'x') }),
  NonEmptyString: inferring({ stopSequences: [''] }),
  ToolConfigurationToolsList: withTools(),
  ToolName: withTools({ toolSpec: { ...SPEC, name: 'x'.repeat(65) } }),
  ToolUseId: calling({ ...CALL, toolUseId: 'no spaces here' }),
  ToolResultStatus: answering({ ...RESULT, status: 'perhaps' }),
  ImageFormat: saying({ image: { ...IMAGE, format: 'bmp' } }),
  ImageSourceBytesBlob: saying({ image: { ...IMAGE, source: { bytes: '' } } }),
  VideoFormat: saying({ video: { ...VIDEO, format: 'avi' } }),
  VideoSourceBytesBlob: saying({ video: { ...VIDEO, source: { bytes: '' } } }),
  DocumentFormat: saying({ document: { ...DOCUMENT, format: 'odt' } }),
  DocumentBlockNameString: saying({ document: { ...DOCUMENT, name: '' } }),
  CachePointType: saying({ cachePoint: { type: 'forever' } }),
  CacheTTL: saying({ cachePoint: { type: 'default', ttl: '2h' } }),
  GuardrailIdentifier: guarded({ guardrailIdentifier: 'No!' }),
  GuardrailVersion: guarded({ guardrailVersion: 'latest' }),
  GuardrailTrace: guarded({ trace: 'loud' }),
  GuardrailStreamProcessingMode: guarded({ streamProcessingMode: 'later' }, 'ConverseStream'),
  PerformanceConfigLatency: converse({ performanceConfig: { latency: 'warp' } }),
  ServiceTierType: converse({ serviceTier: { type: 'gold' } }),
  RequestMetadata: converse({ requestMetadata: {} }),
  ConverseRequestAdditionalModelResponseFieldPathsList: converse({ additionalModelResponseFieldPaths: PATHS }),
  ConverseRequestAdditionalModelResponseFieldPathsListMemberString: converse({
    additionalModelResponseFieldPaths: [''],
  }),
  ConverseStreamRequestAdditionalModelResponseFieldPathsList: converse(
    { additionalModelResponseFieldPaths: PATHS },
    'ConverseStream',
  ),
  ConverseStreamRequestAdditionalModelResponseFieldPathsListMemberString: converse(
    { additionalModelResponseFieldPaths: [''] },
    'ConverseStream',
  ),
  Trace: { operation: 'InvokeModel', headers: { 'X-Amzn-Bedrock-Trace': 'LOUD' } },
  ConversationalModelId: { operation: 'Converse', model: { id: 'no such model' } },
  InvokeModelIdentifier: { operation: 'InvokeModel', model: { id: 'no such model' } },
  FoundationModelVersionIdentifier: { operation: 'CountTokens', model: { id: 'x'.repeat(257) } },
};
