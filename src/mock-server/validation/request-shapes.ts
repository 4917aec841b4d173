/** The requests of Converse and CountTokens with their constraints, from the service model of bedrock-runtime. */
import { anything, list, map, number, oneOf, string, structure, type StructureShape } from './shape.ts';

const source = structure({ bytes: string({ min: 1 }), s3Location: anything });
const toolUseId = string({ min: 1, max: 64, pattern: '[a-zA-Z0-9_.:-]+' });
const toolName = string({ min: 1, max: 64, pattern: '[a-zA-Z0-9_-]+' });
const imageFormat = oneOf('png', 'jpeg', 'gif', 'webp');
const documentFormat = oneOf('pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md');
const videoFormat = oneOf('mkv', 'mov', 'mp4', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', 'three_gp');

const image = structure({ format: imageFormat, source }, ['format', 'source']);
const video = structure({ format: videoFormat, source }, ['format', 'source']);
const document = structure({ format: documentFormat, name: string({ min: 1, max: 200 }), source: anything }, [
  'name',
  'source',
]);
const cachePoint = structure({ type: oneOf('default'), ttl: oneOf('5m', '1h') }, ['type']);

const toolResultContent = structure({ json: anything, text: string(), image, document, video, searchResult: anything });
const toolResult = structure(
  { toolUseId, content: list(toolResultContent), status: oneOf('success', 'error'), type: string() },
  ['toolUseId', 'content'],
);

const contentBlock = structure({
  text: string(),
  image,
  document,
  video,
  audio: anything,
  toolUse: structure({ toolUseId, name: toolName, input: anything, type: string() }, ['toolUseId', 'name', 'input']),
  toolResult,
  guardContent: anything,
  cachePoint,
  reasoningContent: anything,
  citationsContent: anything,
  searchResult: anything,
  toolAddition: anything,
  toolRemoval: anything,
});

const message = structure({ role: oneOf('user', 'assistant', 'system'), content: list(contentBlock) }, [
  'role',
  'content',
]);

const systemBlock = structure({ text: string({ min: 1 }), guardContent: anything, cachePoint });

const toolSpec = structure(
  { name: toolName, description: string({ min: 1 }), inputSchema: structure({ json: anything }), strict: anything },
  ['name', 'inputSchema'],
);
const tool = structure({ toolSpec, systemTool: structure({ name: toolName }, ['name']), cachePoint });
const toolConfig = structure(
  {
    tools: list(tool, { min: 1 }),
    toolChoice: structure({ auto: anything, any: anything, tool: structure({ name: toolName }, ['name']) }),
  },
  ['tools'],
);

const inferenceConfig = structure({
  maxTokens: number({ min: 1 }),
  temperature: number({ min: 0, max: 1 }),
  topP: number({ min: 0, max: 1 }),
  stopSequences: list(string({ min: 1 }), { max: 2500 }),
});

const guardrailConfig = structure({
  guardrailIdentifier: string({
    max: 2048,
    pattern: '(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))',
  }),
  guardrailVersion: string({ pattern: '(|([1-9][0-9]{0,7})|(DRAFT))' }),
  trace: oneOf('enabled', 'disabled', 'enabled_full'),
  streamProcessingMode: oneOf('sync', 'async'),
});

export const CONVERSE_REQUEST: StructureShape = structure({
  messages: list(message),
  system: list(systemBlock),
  inferenceConfig,
  toolConfig,
  guardrailConfig,
  additionalModelRequestFields: anything,
  promptVariables: anything,
  additionalModelResponseFieldPaths: list(string({ min: 1, max: 256 }), { max: 10 }),
  requestMetadata: map({ min: 1, max: 16 }),
  performanceConfig: structure({ latency: oneOf('standard', 'optimized') }),
  serviceTier: structure({ type: oneOf('priority', 'default', 'flex', 'reserved') }, ['type']),
  outputConfig: anything,
});

export const COUNT_TOKENS_REQUEST: StructureShape = structure(
  {
    input: structure({
      invokeModel: structure({ body: string() }, ['body']),
      converse: structure({
        messages: list(message),
        system: list(systemBlock),
        toolConfig,
        additionalModelRequestFields: anything,
      }),
    }),
  },
  ['input'],
);

/** Headers of InvokeModel and InvokeModelWithResponseStream, by the member each stands for. */
export const INVOKE_HEADERS = {
  'x-amzn-bedrock-trace': { member: 'trace', shape: oneOf('ENABLED', 'DISABLED', 'ENABLED_FULL') },
  'x-amzn-bedrock-guardrailidentifier': {
    member: 'guardrailIdentifier',
    shape: guardrailConfig.members['guardrailIdentifier'] ?? anything,
  },
  'x-amzn-bedrock-guardrailversion': {
    member: 'guardrailVersion',
    shape: guardrailConfig.members['guardrailVersion'] ?? anything,
  },
  'x-amzn-bedrock-performanceconfig-latency': {
    member: 'performanceConfigLatency',
    shape: oneOf('standard', 'optimized'),
  },
  'x-amzn-bedrock-service-tier': { member: 'serviceTier', shape: oneOf('priority', 'default', 'flex', 'reserved') },
} as const;
