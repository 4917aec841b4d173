/** When a client that reads as from a socket gives up: its signal, and its two timeouts. */
import type { RequestHandlerOptions, SmithyAbortSignal } from '../smithy.ts';
import { aborted, abortedBy, timedOut } from './node-errors.ts';

export interface Patience extends RequestHandlerOptions {
  readonly signal?: SmithyAbortSignal | undefined;
}

export interface Waiting {
  /** The head is out. */
  begun(): void;
  /** Something came. */
  stirred(): void;
  stop(): void;
}

/** Leaves with one error while the head is awaited, and with another while the body is read. */
export type Leave = (before: Error, within: Error) => void;

/** Nothing is waited for where no limit is set. */
export function wait({ signal, requestTimeout, socketTimeout }: Patience, leave: Leave): Waiting {
  const head = after(requestTimeout, () => {
    leave(timedOut(`No answer within ${requestTimeout} ms (requestTimeout).`), aborted());
  });
  const silence = after(socketTimeout, () => {
    const error = timedOut(`Nothing came for ${socketTimeout} ms (socketTimeout).`);
    leave(error, error);
  });
  const unlisten = onAbort(signal, () => leave(abortedBy(signal?.reason), aborted()));
  return {
    begun: () => clearTimeout(head),
    stirred: () => void silence?.refresh(),
    stop() {
      clearTimeout(head);
      clearTimeout(silence);
      unlisten();
    },
  };
}

function after(ms: number | undefined, then: () => void): NodeJS.Timeout | undefined {
  return ms ? setTimeout(then, ms) : undefined;
}

/** Returns what stops listening. */
export function onAbort(signal: SmithyAbortSignal | undefined, then: () => void): () => void {
  if (!signal) return () => {};
  if (signal instanceof EventTarget) {
    signal.addEventListener('abort', then, { once: true });
    return () => signal.removeEventListener('abort', then);
  }
  const hear = (onabort: (() => void) | null) => Object.assign(signal, { onabort });
  hear(then);
  return () => void hear(null);
}
