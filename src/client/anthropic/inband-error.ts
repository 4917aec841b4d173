/** An error that Claude's own stream carries, as a chunk `{"type":"error","error":{"type","message"}}`. */
import { APIError } from '../errors.ts';
import { statusError } from '../status-errors.ts';

/** The status each has outside a stream (Anthropic's API reference, "Errors"). */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

export function inbandError(chunk: Readonly<Record<string, unknown>>): APIError {
  const error = (chunk['error'] ?? {}) as { type?: unknown; message?: unknown };
  const type = typeof error.type === 'string' ? error.type : undefined;
  const message = typeof error.message === 'string' ? error.message : JSON.stringify(chunk);
  const status = type !== undefined && Object.hasOwn(STATUSES, type) ? STATUSES[type] : undefined;
  return status === undefined
    ? new APIError(message, { type, body: chunk })
    : statusError(status, message, { type, body: chunk });
}
