/**
 * What Claude takes and gives inside InvokeModel: text completions and messages.
 *
 * Fields: Anthropic's published API as Bedrock carries it, and answers of the real service recorded in
 * open-telemetry/opentelemetry-python-contrib and Arize-ai/openinference. Unknown fields are allowed everywhere,
 * because the service adds some every few months.
 */

/** `anthropic_version` of the body, the only one InvokeModel has known since messages exist. */
export const ANTHROPIC_VERSION = 'bedrock-2023-05-31';

/** Model ids a person is likely to want; any other id, inference profile or ARN is as good. */
export type ClaudeModelId =
  | 'anthropic.claude-v2'
  | 'anthropic.claude-v2:1'
  | 'anthropic.claude-instant-v1'
  | 'anthropic.claude-3-haiku-20240307-v1:0'
  | 'anthropic.claude-3-sonnet-20240229-v1:0'
  | 'anthropic.claude-3-5-haiku-20241022-v1:0'
  | 'anthropic.claude-3-5-sonnet-20240620-v1:0'
  | 'anthropic.claude-3-5-sonnet-20241022-v2:0'
  | 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'
  | 'us.anthropic.claude-sonnet-4-20250514-v1:0'
  | 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
  | 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
  | 'us.anthropic.claude-opus-4-6-v1'
  | (string & {});

/** The members of the last chunk's `amazon-bedrock-invocationMetrics`; latencies in milliseconds. */
export interface InvocationMetrics {
  inputTokenCount: number;
  outputTokenCount: number;
  invocationLatency: number;
  firstByteLatency: number;
  cacheReadInputTokenCount?: number;
  cacheWriteInputTokenCount?: number;
}

export interface CompletionBody {
  prompt: string;
  max_tokens_to_sample: number;
  stop_sequences?: string[];
  temperature?: number;
  top_k?: number;
  top_p?: number;
}

/** A text completion, or one piece of a streamed one. `completion` usually begins with a space. */
export interface Completion {
  completion: string;
  /** `null` in every piece of a stream but the last. */
  stop_reason: 'stop_sequence' | 'max_tokens' | (string & {}) | null;
  /** The sequence that stopped it; absent on some model versions. */
  stop?: string | null;
  /** Absent before mid-2024. */
  type?: 'completion';
  /** In the last piece of a stream. */
  'amazon-bedrock-invocationMetrics'?: InvocationMetrics;
  [field: string]: unknown;
}

export interface TextBlock {
  type: 'text';
  text: string;
  citations?: unknown[] | null;
  [field: string]: unknown;
}

export interface ImageBlock {
  type: 'image';
  source: { type: 'base64'; media_type: string; data: string } | { type: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface DocumentBlock {
  type: 'document';
  source: { type: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
  [field: string]: unknown;
}

export interface ToolResultBlock {
  type: 'tool_result';
  tool_use_id: string;
  content?: string | (TextBlock | ImageBlock)[];
  is_error?: boolean;
  [field: string]: unknown;
}

export interface ThinkingBlock {
  type: 'thinking';
  thinking: string;
  signature: string;
  [field: string]: unknown;
}

export interface RedactedThinkingBlock {
  type: 'redacted_thinking';
  data: string;
  [field: string]: unknown;
}

export type ContentBlockParam =
  TextBlock | ImageBlock | DocumentBlock | ToolUseBlock | ToolResultBlock | ThinkingBlock | RedactedThinkingBlock;

export type ContentBlock = TextBlock | ToolUseBlock | ThinkingBlock | RedactedThinkingBlock;

export interface MessageParam {
  role: 'user' | 'assistant';
  content: string | ContentBlockParam[];
}

export interface ToolParam {
  name: string;
  description?: string;
  input_schema: { type: 'object'; [keyword: string]: unknown };
  [field: string]: unknown;
}

export interface MessageBody {
  max_tokens: number;
  messages: MessageParam[];
  system?: string | TextBlock[];
  stop_sequences?: string[];
  temperature?: number;
  top_k?: number;
  top_p?: number;
  tools?: ToolParam[];
  tool_choice?: { type: 'auto' | 'any' | 'none' } | { type: 'tool'; name: string };
  thinking?: { type: 'enabled'; budget_tokens: number } | { type: 'disabled' | 'adaptive' };
  metadata?: { user_id?: string | null };
  anthropic_beta?: string[];
}

export interface MessageUsage {
  input_tokens: number;
  output_tokens: number;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  [field: string]: unknown;
}

export interface Message {
  id: string;
  type: 'message';
  role: 'assistant';
  /** The model's name at Anthropic, not its Bedrock id. */
  model: string;
  content: ContentBlock[];
  stop_reason: 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | (string & {}) | null;
  stop_sequence: string | null;
  usage: MessageUsage;
  [field: string]: unknown;
}

export type ContentDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'input_json_delta'; partial_json: string }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string }
  | { type: 'citations_delta'; citation: unknown };

export type MessageStreamEvent =
  | { type: 'message_start'; message: Message }
  | { type: 'content_block_start'; index: number; content_block: ContentBlock }
  | { type: 'content_block_delta'; index: number; delta: ContentDelta }
  | { type: 'content_block_stop'; index: number }
  | {
      type: 'message_delta';
      delta: { stop_reason: Message['stop_reason']; stop_sequence: string | null; [field: string]: unknown };
      usage: Partial<MessageUsage>;
    }
  | { type: 'message_stop'; 'amazon-bedrock-invocationMetrics'?: InvocationMetrics };
