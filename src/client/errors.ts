/**
 * One family for whatever goes wrong. Names and statuses are those of Anthropic's `anthropic-bedrock` for Python;
 * `type` is the AWS exception name. A misuse that can be seen before anything is sent is a `TypeError` instead.
 */

/** The root of the family. */
export class AnthropicBedrockError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No credentials could be found or loaded; the message says where was looked. */
export class CredentialsError extends AnthropicBedrockError {}

export interface APIErrorDetails extends ErrorOptions {
  readonly status?: number | undefined;
  readonly type?: string | undefined;
  readonly headers?: Headers | undefined;
  readonly body?: unknown;
  readonly requestId?: string | undefined;
  readonly retryable?: boolean | undefined;
}

/** Anything that went wrong between sending a request and having the whole answer. */
export class APIError extends AnthropicBedrockError {
  /** HTTP status; of an exception inside a stream, the status it would have had before the stream. */
  readonly status: number | undefined;
  /** The exception's name, such as `ThrottlingException`; for malformed output the stop reason. */
  readonly type: string | undefined;
  readonly headers: Headers | undefined;
  /** The parsed body, or its text where it was no JSON. */
  readonly body: unknown;
  /** `x-amzn-requestid`, which AWS support asks for. */
  readonly requestId: string | undefined;
  /** Whether the same request may well succeed when it is sent again. */
  readonly retryable: boolean;
  /** Of a stream that failed: what had arrived, in the shape of the whole answer as far as it goes. */
  partial: unknown;

  constructor(message: string, details: APIErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.status = details.status;
    this.type = details.type;
    this.headers = details.headers;
    this.body = details.body;
    this.requestId = details.requestId;
    this.retryable = details.retryable ?? false;
  }
}

/** The service answered that it will not, or cannot; a status without a class of its own below has this one. */
export class APIStatusError extends APIError {
  declare readonly status: number;
}

export class BadRequestError extends APIStatusError {}
export class AuthenticationError extends APIStatusError {}
export class PermissionDeniedError extends APIStatusError {}
export class NotFoundError extends APIStatusError {}
export class ConflictError extends APIStatusError {}
export class UnprocessableEntityError extends APIStatusError {}
export class RateLimitError extends APIStatusError {}
export class InternalServerError extends APIStatusError {}

/** The service could not be reached, or the connection broke; `cause` says how. */
export class APIConnectionError extends APIError {
  constructor(message = 'Connection error.', details: APIErrorDetails = {}) {
    super(message, { retryable: true, ...details });
  }
}

/** One of the timeouts ran out. */
export class APITimeoutError extends APIConnectionError {
  constructor(message = 'Request timed out.', details: APIErrorDetails = {}) {
    super(message, details);
  }
}

/** The caller aborted, by its signal, by `abort()` of a stream, or by closing the client. */
export class APIUserAbortError extends APIError {
  constructor(message = 'Request was aborted.', details: APIErrorDetails = {}) {
    super(message, details);
  }
}

/** The answer is not what the operation answers; thrown for a wrong shape only with `strictResponseValidation`. */
export class APIResponseValidationError extends APIError {}

/** The model answered, but with output the service itself calls malformed; `body` has the answer. */
export class MalformedOutputError extends APIError {}

/** What can be wrong with a stream as such. */
export type EventStreamFault =
  | 'truncated-prelude'
  | 'truncated-frame'
  | 'prelude-checksum'
  | 'message-checksum'
  | 'length'
  | 'headers'
  | 'message-type'
  | 'event-type'
  | 'payload'
  | 'tool-input'
  | 'no-terminal-event'
  | 'not-an-event-stream';

/** Faults of the way there, which a second try may not meet; the others come from whoever wrote the stream. */
const PASSING_FAULTS: ReadonlySet<EventStreamFault> = new Set([
  'truncated-prelude',
  'truncated-frame',
  'prelude-checksum',
  'message-checksum',
  'no-terminal-event',
]);

/** A stream that is none, or has no legal end. */
export class EventStreamError extends APIError {
  readonly fault: EventStreamFault;

  constructor(fault: EventStreamFault, message: string, details: APIErrorDetails = {}) {
    super(message, { retryable: PASSING_FAULTS.has(fault), ...details });
    this.fault = fault;
  }
}
