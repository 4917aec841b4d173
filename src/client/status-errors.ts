/** From a status, an exception name and a body to the error of the family. */
import { EXCEPTIONS } from '../wire/errors.ts';
import {
  APIError,
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from './errors.ts';
import type { APIErrorDetails } from './errors.ts';
import { isRetryableStatus } from './retry.ts';

const CLASSES: Readonly<Record<number, typeof APIStatusError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** The service asks for another try of these, whatever their status (documentation of InvokeModelWithResponseStream). */
const RETRYABLE_TYPES: ReadonlySet<string> = new Set(['ModelStreamErrorException']);

/** The error of a status; what is no success and no error either (a redirection, say) is an `APIStatusError`. */
export function statusError(status: number, message: string, details: APIErrorDetails): APIStatusError {
  const Class = CLASSES[status] ?? (status >= 500 ? InternalServerError : APIStatusError);
  const retryable = isRetryableStatus(status) || RETRYABLE_TYPES.has(details.type ?? '');
  return new Class(message, { retryable, ...details, status });
}

/** The error of a whole answer that is no success. */
export function errorOfResponse(response: Response, text: string): APIStatusError {
  const body = parsed(text);
  const message =
    messageOf(body) ?? (text === '' ? `Error code: ${response.status}` : `Error code: ${response.status} - ${text}`);
  return statusError(response.status, message, {
    type: typeOf(response.headers.get('x-amzn-errortype') ?? memberOf(body, '__type') ?? memberOf(body, 'code')),
    headers: response.headers,
    body,
    requestId: response.headers.get('x-amzn-requestid') ?? undefined,
  });
}

/**
 * The error of an exception inside a stream, named as the union's member (`throttlingException`) or as the shape
 * (`ThrottlingException`). One that the service model does not know has no status.
 */
export function errorOfException(member: string, payload: string, details: APIErrorDetails = {}): APIError {
  const type = member.charAt(0).toUpperCase() + member.slice(1);
  const body = parsed(payload);
  const message = messageOf(body) ?? (payload || type);
  const known = Object.hasOwn(EXCEPTIONS, type) ? EXCEPTIONS[type as keyof typeof EXCEPTIONS] : undefined;
  if (known === undefined) return new APIError(message, { ...details, type, body });
  return statusError(known.status, message, { ...details, type, body });
}

/** The bare name: `ValidationException:http://…` and `com.amazon.coral.service#ValidationException` lose the rest. */
export function typeOf(value: string | undefined): string | undefined {
  const name = value?.split(':', 1)[0]?.split('#').pop()?.trim();
  return name === '' ? undefined : name;
}

/** JSON, or else the text itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The front door that authenticates writes `Message`, everybody else `message`. */
function messageOf(body: unknown): string | undefined {
  return memberOf(body, 'message') ?? memberOf(body, 'Message');
}

function memberOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
