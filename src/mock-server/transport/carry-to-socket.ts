/** Answers on their way to a socket. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Answer, Progress } from '../exchange.ts';
import { carry, type Carriage } from './carriage.ts';
import { Http1Sink } from './http1-sink.ts';
import { Http2Sink } from './http2-sink.ts';
import type { Sink } from './sink.ts';
import type { Outgoing } from './speaker.ts';

export interface CarryOptions {
  /** A clock in milliseconds that never goes back. Default `performance.now`. */
  readonly now?: (() => number) | undefined;
}

export const monotonic = () => performance.now();

/**
 * Sends `answer` as the answer to a request, over HTTP/1.1 or HTTP/2, and tells `progress` how it goes.
 *
 * Over HTTP/1.1 the headers go out in the order and case given, and none is added; `Transfer-Encoding: chunked` among
 * them makes the body chunked. Over HTTP/2 names are in lower case and the headers of the connection left out.
 *
 * | ending | HTTP/1.1 | HTTP/2 |
 * |---|---|---|
 * | `end` | as announced by the headers | END_STREAM |
 * | `cut` | FIN, without the last chunk or the announced length | RST_STREAM with CANCEL |
 * | `reset` | TCP RST | RST_STREAM with INTERNAL_ERROR |
 * | `stall` | nothing until the client leaves or the port closes | the same |
 *
 * Before `cut` and `reset` everything written has left the process; a RST over a slow network may still overtake it.
 *
 * @throws TypeError, RangeError when the status or a header cannot be sent; nothing has been sent then.
 */
export function carryToSocket(
  answer: Answer,
  outgoing: Outgoing,
  progress: Progress,
  { now = monotonic }: CarryOptions = {},
): Carriage {
  if (answer.headAt > 0) validateHead(answer);
  return carry(answer, sinkOf(outgoing), progress, now);
}

/** The way to the client, for an answer that is not known beforehand. */
export function sinkOf(outgoing: Outgoing): Sink {
  return 'stream' in outgoing ? new Http2Sink(outgoing) : new Http1Sink(outgoing);
}

/** What Node checks when it sends the head: asked before, because nobody could catch it later. */
export function validateHead({ status, headers }: Answer): void {
  if (!(status >= 200 && status <= 599)) throw new RangeError(`Invalid status ${status}: use 200 to 599.`);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    validateHeaderName(headers[i]!);
    validateHeaderValue(headers[i]!, headers[i + 1]!);
  }
}
