/** What a message of the stream is: an event, or an error that ends the stream. */
import { APIError, EventStreamError } from '../errors.ts';
import type { Frame, FrameHeaders } from '../frames.ts';
import { errorOfException } from '../status-errors.ts';

export interface EventMessage {
  readonly type: string;
  readonly payload: Buffer;
}

/** The event in a frame; throws what the frame reports (Smithy event-stream specification, `:message-type`). */
export function eventMessage(frame: Frame): EventMessage {
  switch (text(frame.headers, ':message-type', 'message-type')) {
    case 'event':
      return { type: text(frame.headers, ':event-type', 'event-type'), payload: frame.payload };
    case 'exception':
      throw errorOfException(text(frame.headers, ':exception-type', 'event-type'), frame.payload.toString());
    case 'error':
      throw errorMessage(frame.headers);
    default:
      throw new EventStreamError('message-type', 'A message of the stream is neither event, exception nor error.');
  }
}

/** The JSON of an event; anything else in a known event is an error. */
export function jsonOf(message: EventMessage): Record<string, unknown> {
  return jsonObject(message.payload.toString(), message.type);
}

/** JSON that must be an object; `where` names the event in the error. */
export function jsonObject(json: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new EventStreamError('payload', `The event ${where} of the stream is not JSON.`, { cause, body: json });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new EventStreamError('payload', `The event ${where} of the stream is not a JSON object.`, { body: value });
}

/** An unmodelled failure, told in headers alone. */
function errorMessage(headers: FrameHeaders): APIError {
  const code = headers[':error-code']?.value;
  const message = headers[':error-message']?.value;
  const payload = typeof message === 'string' ? JSON.stringify({ message }) : '';
  return errorOfException(typeof code === 'string' ? code : 'UnknownError', payload);
}

function text(headers: FrameHeaders, name: string, fault: 'message-type' | 'event-type'): string {
  const header = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (header?.type === 'string') return header.value as string;
  const what = header === undefined ? 'no' : 'a malformed';
  throw new EventStreamError(fault, `A message of the stream has ${what} ${name} header.`);
}
