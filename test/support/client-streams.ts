/** Decodes a whole stream as the reference client does, from bytes in given pieces. */
import { EventStream } from '../../src/client/events/event-stream.ts';
import type { StreamDecoder } from '../../src/client/events/stream-decoder.ts';

export function streamFrom<Event, Result>(pieces: Iterable<Uint8Array>, decoder: StreamDecoder<Event, Result>) {
  const state = { aborted: false };
  const bytes = (async function* () {
    yield* pieces;
  })();
  const source = { bytes, requestId: undefined, headers: new Headers(), abort: () => void (state.aborted = true) };
  return { stream: new EventStream(source, decoder), state };
}

/** The result, or what was thrown. */
export async function outcome<Result>(
  stream: EventStream<unknown, Result>,
): Promise<{ result: Result } | { error: unknown }> {
  try {
    return { result: await stream.result() };
  } catch (error) {
    return { error };
  }
}
