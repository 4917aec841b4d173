/** A client of Amazon Bedrock: its operations (`BedrockRuntime`), and Claude on top of them (`AnthropicBedrock`). */
export { BedrockRuntime } from './runtime.ts';
export { AnthropicBedrock } from './anthropic/client.ts';
export { AI_PROMPT, HUMAN_PROMPT } from './anthropic/prompts.ts';
export { countTokens, getTokenizer } from './anthropic/tokenizer.ts';
export type { Tokenizer } from './anthropic/tokenizer.ts';
export { MessageStream } from './anthropic/message-stream.ts';
export { EventStream } from './events/event-stream.ts';
export { APIPromise } from './api-promise.ts';
export {
  AnthropicBedrockError,
  APIConnectionError,
  APIError,
  APIResponseValidationError,
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  CredentialsError,
  EventStreamError,
  InternalServerError,
  MalformedOutputError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from './errors.ts';
export { VERSION } from './version.ts';

export type { AnthropicBedrockOptions, AnthropicCopyOptions } from './anthropic/client.ts';
export type { Completions, CompletionParams, CompletionStream } from './anthropic/completions.ts';
export type { MessageCountParams, MessageEventStream, MessageParams, Messages } from './anthropic/messages.ts';
export type { Answer } from './answers.ts';
export type { WithResponse } from './api-promise.ts';
export type { CopyOptions } from './copy.ts';
export type { AwsCredentials, CredentialProvider } from './credentials.ts';
export type { Query, QueryValue } from './endpoint.ts';
export type { APIErrorDetails, EventStreamFault } from './errors.ts';
export type { ConverseStreamResponse } from './events/converse-fold.ts';
export type { Logger, LogLevel } from './logging.ts';
export type { BedrockRuntimeOptions, HeaderOptions, RequestOptions } from './options.ts';
export type { RequestSpec } from './request.ts';
export type { Timeouts } from './timeouts.ts';
export type { Dispatcher } from './transport/dispatcher.ts';
export type * from '../wire/anthropic.ts';
export type {
  ConverseRequest,
  ConverseResponse,
  ConverseMessage,
  ConverseContentBlock,
  ConverseStreamEvent,
  ModelId,
  TokenUsage,
} from '../wire/converse.ts';
export type * from '../wire/requests.ts';
