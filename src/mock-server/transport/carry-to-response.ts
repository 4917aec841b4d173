/** Answers that no socket carries. */
import type { Answer, Progress } from '../exchange.ts';
import { carry } from './carriage.ts';
import { monotonic, validateHead, type CarryOptions } from './carry-to-socket.ts';
import { type Client, ResponseSink } from './response-sink.ts';

/**
 * Plays `answer` to the caller of `fetch`: the promise resolves at `headAt`, each write is a chunk of the body when its
 * time has come, and the answer waits while 64 KiB lie unread.
 *
 * `cut` and `reset` make the body fail as Node's `fetch` does, with the TypeError `terminated` and its `cause`, once
 * everything before has been read; due before the head they reject. `stall` ends when the caller gives up. Bytes that
 * contradict Content-Length or the chunked coding cannot be told from others here.
 *
 * @param client - the request: when its signal aborts, the client is gone
 * @throws TypeError, RangeError (as a rejection) when the status or a header cannot be sent
 */
export async function carryToResponse(
  answer: Answer,
  progress: Progress,
  client?: Client,
  { now = monotonic }: CarryOptions = {},
): Promise<Response> {
  if (answer.headAt > 0) validateHead(answer);
  const sink = new ResponseSink(client, answer.ending === 'cut' || answer.ending === 'reset');
  carry(answer, sink, progress, now);
  return sink.response;
}
