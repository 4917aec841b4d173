/** Answers that no socket carries, in the form that Node's HTTP client gives them. */
import type { Answer, Progress } from '../exchange.ts';
import { carry } from './carriage.ts';
import { monotonic, validateHead, type CarryOptions } from './carry-to-socket.ts';
import type { Patience } from './patience.ts';
import { type ReadableResponse, ReadableSink } from './readable-sink.ts';

/**
 * Plays `answer` to a caller that reads as from a socket: the promise resolves at `headAt`, each write is pushed into
 * the body when its time has come, and the answer waits while 64 KiB lie unread.
 *
 * `cut` and `reset` destroy the body with `aborted` and ECONNRESET once everything before has been read; due before the
 * head they reject. `stall` ends when the caller gives up. Bytes that contradict Content-Length or the chunked coding
 * cannot be told from others here.
 *
 * @throws AbortError (as a rejection) when the signal aborts before the head; later the body is destroyed as by `cut`
 * @throws TimeoutError (as a rejection) when time runs out or the connection breaks before the head; later
 *   `socketTimeout` destroys the body with it
 * @throws TypeError, RangeError (as a rejection) when the status or a header cannot be sent
 */
export async function carryToReadable(
  answer: Answer,
  progress: Progress,
  patience: Patience = {},
  { now = monotonic }: CarryOptions = {},
): Promise<ReadableResponse> {
  validateHead(answer);
  const sink = new ReadableSink(patience);
  carry(answer, sink, progress, now);
  return sink.response;
}
