/** Claude's own stream inside InvokeModelWithResponseStream. */
import type { EventMessage } from '../events/event-message.ts';
import { jsonObject } from '../events/event-message.ts';
import { chunkBytes } from '../events/invoke-decoder.ts';
import type { Fold, StreamDecoder } from '../events/stream-decoder.ts';
import { addTo } from '../events/stream-decoder.ts';
import { inbandError } from './inband-error.ts';

type Chunk = Readonly<Record<string, unknown>>;

/** Reads the chunks that are events of the fold, and passes over the others, which the service may add. */
export function claudeDecoder<Event, Result>(
  fold: Fold<Event, Result>,
  isEvent: (chunk: Chunk) => boolean,
): StreamDecoder<Event, Result> {
  return {
    read(message) {
      const chunk = chunkOf(message);
      if (chunk === undefined || !isEvent(chunk)) return undefined;
      addTo(fold, chunk as Event, typeof chunk['type'] === 'string' ? chunk['type'] : message.type);
      return chunk as Event;
    },
    partial: () => fold.partial(),
    result: () => fold.result(),
  };
}

function chunkOf(message: EventMessage): Chunk | undefined {
  const bytes = chunkBytes(message);
  if (bytes === undefined) return undefined;
  const chunk = jsonObject(bytes.toString(), message.type);
  if (chunk['type'] === 'error') throw inbandError(chunk);
  return chunk;
}
