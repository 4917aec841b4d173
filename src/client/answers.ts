/** From a whole answer to what the caller is given. */
import type { ErrorOrigin } from '../wire/errors.ts';
import { APIResponseValidationError } from './errors.ts';
import type { Received } from './received.ts';
import { statusError, typeOf } from './status-errors.ts';
import type { Shape } from './shape.ts';
import { mismatch } from './shape.ts';

/** The parsed object knows the request it answers; the member is not enumerable, so it is in no copy and no JSON. */
export type Answer<T> = T & { readonly requestId?: string | undefined };

export interface JsonAnswer {
  /** What the answer must have; looked at only where validation is strict. */
  readonly shape?: Shape;
  readonly strict: boolean;
}

/** The JSON of an answer; a text that is none is returned as it is, unless validation is strict. */
export async function jsonAnswer<T>(received: Received, { shape, strict }: JsonAnswer): Promise<Answer<T>> {
  const text = await received.text();
  const value = parsed(text, received);
  const complaint = value === undefined ? 'it is not JSON' : shape && mismatch(value, shape);
  if (strict && complaint !== undefined) throw invalid(received, text, complaint);
  if (value === undefined) return text as T as Answer<T>;
  requireKnownOperation(value, received);
  return withRequestId(value as T, received.requestId);
}

/** The bytes of an answer, and the headers that the service model counts among its members. */
export async function bytesAnswer(received: Received): Promise<{ body: Buffer; headers: Headers }> {
  const body = await received.whole();
  if (body.includes(UNKNOWN_OPERATION)) requireKnownOperation(parsed(body.toString(), received), received);
  return { body, headers: received.headers };
}

/** A stream, as opposed to a page or a JSON text; the service always says which it sends. */
export async function requireEventStream(received: Received): Promise<void> {
  const contentType = received.headers.get('content-type') ?? '';
  if (!/^(application\/json|text\/)/.test(contentType)) return;
  const text = await received.text();
  requireKnownOperation(parsed(text, received), received);
  throw invalid(received, text, `it is ${contentType}, not an event stream`);
}

export function withRequestId<T>(value: T, requestId: string | undefined): Answer<T> {
  if (typeof value === 'object' && value !== null && !Object.hasOwn(value, 'requestId')) {
    Object.defineProperty(value, 'requestId', { value: requestId, enumerable: false });
  }
  return value as Answer<T>;
}

/** Its name in the answer to a path that the service does not know. */
const UNKNOWN_OPERATION = 'UnknownOperationException' satisfies string;
const ORIGIN = 'coral.service' satisfies ErrorOrigin;

/**
 * The service answers a path it does not know with status 200 and an envelope
 * (`{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}`, amplify-flutter#5675).
 */
function requireKnownOperation(value: unknown, received: Received): void {
  const type = (value as { Output?: { __type?: unknown } } | null | undefined)?.Output?.__type;
  if (typeof type !== 'string' || !type.startsWith(`com.amazon.${ORIGIN}#`)) return;
  const { headers, requestId, response } = received;
  throw statusError(response.status, `The service knows no operation at ${response.url || 'this path'}.`, {
    type: typeOf(type),
    headers,
    requestId,
    body: value,
  });
}

function parsed(text: string, received: Received): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (received.headers.get('content-type')?.startsWith('application/json'))
      throw invalid(received, text, 'it says it is JSON and is not', cause);
    return undefined;
  }
}

function invalid(received: Received, body: unknown, complaint: string, cause?: unknown): APIResponseValidationError {
  const { headers, requestId, response } = received;
  return new APIResponseValidationError(`The answer is not what the operation answers: ${complaint}.`, {
    status: response.status,
    headers,
    requestId,
    body,
    cause,
  });
}
