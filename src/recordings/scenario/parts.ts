/** The parts of a recorded answer that replies are read from. */
import { jsonOf } from '../body.ts';
import type { ReadableFrame, Recording } from '../recording.ts';
import { Inexpressible, type Json } from './json.ts';

/** Of an answer that is no stream. */
export function bodyOf({ response }: Recording): Json {
  const body = jsonOf(response.body);
  if (typeof body !== 'object' || body === null) throw new Inexpressible('a body that is no JSON object');
  return body;
}

export interface Event {
  /** `contentBlockDelta`, `chunk`; of an exception its member's name. */
  readonly type: string | undefined;
  /** `event`, `exception` or `error`. */
  readonly messageType: string | undefined;
  readonly payload: Json;
}

/** Of a stream; bytes that are no message cannot be told as events. */
export function eventsOf({ response }: Recording): Event[] {
  return (response.frames ?? []).map((frame) => {
    if ('raw' in frame) throw new Inexpressible('a frame that is not legal');
    const type = frameHeader(frame, ':event-type') ?? frameHeader(frame, ':exception-type');
    return { type, messageType: frameHeader(frame, ':message-type'), payload: payloadOf(frame) };
  });
}

export function headerOf({ response }: Recording, name: string): string | undefined {
  return response.headers.find(([written]) => written.toLowerCase() === name)?.[1];
}

function frameHeader({ headers }: ReadableFrame, name: string): string | undefined {
  return headers.find(([written]) => written === name)?.[1];
}

/** What is in a chunk, or else the payload itself. */
function payloadOf({ payload }: ReadableFrame): Json {
  return jsonOf('chunk' in payload ? payload.chunk : payload);
}
