/**
 * The messages of Converse and ConverseStream.
 *
 * Members: the service model of `bedrock-runtime` 2023-09-30 (botocore). A blob is base64 text on the wire; in a
 * request bytes may stand in its place. Unknown members are allowed in answers, because the service sends some that
 * the model does not name (`serverToolUsage`, `cacheReadInputTokenCount`).
 */
import type { ClaudeModelId } from './anthropic.ts';

/** Base64 in answers; in requests bytes as well. */
export type Blob = string | Uint8Array;

/** Model ids a person is likely to want; any other id, inference profile or ARN is as good. */
export type ModelId =
  | ClaudeModelId
  | 'amazon.nova-micro-v1:0'
  | 'amazon.nova-lite-v1:0'
  | 'amazon.nova-pro-v1:0'
  | 'amazon.titan-text-express-v1'
  | 'amazon.titan-embed-text-v2:0'
  | 'cohere.command-r-plus-v1:0'
  | 'meta.llama3-8b-instruct-v1:0'
  | 'mistral.mistral-large-2402-v1:0'
  | (string & {});

export type StopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'guardrail_intervened'
  | 'content_filtered'
  | 'malformed_model_output'
  | 'malformed_tool_use'
  | 'model_context_window_exceeded'
  | (string & {});

export interface ConverseImageBlock {
  format: 'png' | 'jpeg' | 'gif' | 'webp';
  source: { bytes: Blob } | { s3Location: { uri: string; bucketOwner?: string } };
  [member: string]: unknown;
}

export interface ConverseDocumentBlock {
  name: string;
  format?: 'pdf' | 'csv' | 'doc' | 'docx' | 'xls' | 'xlsx' | 'html' | 'txt' | 'md';
  source: { bytes: Blob } | { text: string } | { [member: string]: unknown };
  context?: string;
  citations?: { enabled: boolean };
  [member: string]: unknown;
}

export interface ConverseToolUse {
  toolUseId: string;
  name: string;
  input: unknown;
  /** Sent by the newest models, for example `server_tool_use`. */
  type?: string;
  [member: string]: unknown;
}

export type ConverseToolResultContent =
  | { text: string }
  | { json: unknown }
  | { image: ConverseImageBlock }
  | { document: ConverseDocumentBlock }
  | { [member: string]: unknown };

export interface ConverseToolResult {
  toolUseId: string;
  content: ConverseToolResultContent[];
  status?: 'success' | 'error';
  [member: string]: unknown;
}

export type ConverseReasoning =
  | { reasoningText: { text: string; signature?: string }; redactedContent?: never }
  | { redactedContent: Blob; reasoningText?: never };

/** A union of the service model: exactly one member is set. */
export interface ConverseContentBlock {
  text?: string;
  image?: ConverseImageBlock;
  document?: ConverseDocumentBlock;
  toolUse?: ConverseToolUse;
  toolResult?: ConverseToolResult;
  reasoningContent?: ConverseReasoning;
  citationsContent?: { content?: unknown[]; citations?: unknown[] };
  cachePoint?: { type: 'default'; ttl?: '5m' | '1h' };
  guardContent?: unknown;
  [member: string]: unknown;
}

export interface ConverseMessage {
  role: 'user' | 'assistant' | 'system';
  content: ConverseContentBlock[];
}

export interface ConverseTool {
  toolSpec?: { name: string; description?: string; inputSchema: { json: unknown } };
  [member: string]: unknown;
}

export interface ConverseRequest {
  modelId: ModelId;
  messages?: ConverseMessage[];
  system?: { text?: string; [member: string]: unknown }[];
  inferenceConfig?: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: string[] };
  toolConfig?: {
    tools: ConverseTool[];
    toolChoice?: { auto: Record<string, never> } | { any: Record<string, never> } | { tool: { name: string } };
  };
  guardrailConfig?: {
    guardrailIdentifier?: string;
    guardrailVersion?: string;
    trace?: 'enabled' | 'disabled' | 'enabled_full';
    /** On streams only. */
    streamProcessingMode?: 'sync' | 'async';
  };
  additionalModelRequestFields?: unknown;
  additionalModelResponseFieldPaths?: string[];
  promptVariables?: Record<string, { text: string }>;
  requestMetadata?: Record<string, string>;
  performanceConfig?: { latency: 'standard' | 'optimized' };
  serviceTier?: { type: 'priority' | 'default' | 'flex' | 'reserved' | (string & {}) };
  outputConfig?: unknown;
}

export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
  [member: string]: unknown;
}

export interface ConverseResponse {
  output: { message: ConverseMessage };
  stopReason: StopReason;
  usage: TokenUsage;
  metrics: { latencyMs: number };
  additionalModelResponseFields?: unknown;
  trace?: unknown;
  performanceConfig?: { latency: string };
  serviceTier?: { type: string };
  [member: string]: unknown;
}

/** A union of the service model: exactly one member is set. */
export interface ConverseDelta {
  text?: string;
  toolUse?: { input: string };
  reasoningContent?: { text?: string; signature?: string; redactedContent?: string };
  citation?: unknown;
  toolResult?: unknown[];
  image?: unknown;
  [member: string]: unknown;
}

/** The events of ConverseStream, each with one member, as the service model has them. */
export type ConverseStreamEvent =
  | { messageStart: { role: ConverseMessage['role'] } }
  | {
      contentBlockStart: {
        contentBlockIndex: number;
        start: { toolUse?: { toolUseId: string; name: string; type?: string }; [member: string]: unknown };
      };
    }
  | { contentBlockDelta: { contentBlockIndex: number; delta: ConverseDelta } }
  | { contentBlockStop: { contentBlockIndex: number } }
  | { messageStop: { stopReason: StopReason; additionalModelResponseFields?: unknown } }
  | {
      metadata: {
        usage: TokenUsage;
        metrics: { latencyMs: number };
        trace?: unknown;
        performanceConfig?: { latency: string };
        serviceTier?: { type: string };
      };
    };
