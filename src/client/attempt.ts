/** One try of a request: signed, sent, watched; and why it failed, in the words of the family. */
import { APIConnectionError, APIError, APITimeoutError, APIUserAbortError } from './errors.ts';
import type { PreparedRequest } from './request.ts';
import { Watchdog } from './timeouts.ts';
import type { Phase } from './transport/transport.ts';

/** Which part ran out of time. */
const WHAT: Readonly<Record<Phase, string>> = {
  connect: 'no connection',
  write: 'the request could not be written',
  read: 'nothing came',
  answer: 'no answer came',
};

export class Attempt {
  readonly #controller = new AbortController();
  readonly #watchdog: Watchdog;
  readonly #userSignal: AbortSignal | undefined;
  readonly #onUserAbort = (): void => this.abort();
  readonly #onRelease: (attempt: Attempt) => void;

  constructor(request: PreparedRequest, onRelease: (attempt: Attempt) => void) {
    this.#onRelease = onRelease;
    this.#userSignal = request.signal;
    this.#watchdog = new Watchdog(request.timeouts, (phase) => {
      const limit = phase === 'answer' ? '' : ` within ${request.timeouts[phase]} ms`;
      this.#controller.abort(new APITimeoutError(`Request timed out: ${WHAT[phase]}${limit}.`));
    });
    if (this.#userSignal?.aborted) this.abort();
    this.#userSignal?.addEventListener('abort', this.#onUserAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly enter = (phase: Phase): void => {
    if (!this.signal.aborted) this.#watchdog.enter(phase);
  };

  /** Nothing is awaited now: time spent by the reader of a stream does not count. */
  pause(): void {
    this.#watchdog.pause();
  }

  abort(): void {
    this.#controller.abort(new APIUserAbortError('Request was aborted.', { cause: this.#userSignal?.reason }));
    this.release();
  }

  /** To be called once there is nothing more to read. */
  release(): void {
    this.#userSignal?.removeEventListener('abort', this.#onUserAbort);
    this.detach();
  }

  /** Somebody else reads the rest: only the caller's signal still ends it. */
  detach(): void {
    this.#watchdog.stop();
    this.#onRelease(this);
  }

  /** An abort of ours is what it was made for; anything else that `fetch` or a socket throws is a connection error. */
  explain(error: unknown, details: { headers?: Headers; requestId?: string | undefined } = {}): APIError {
    const reason: unknown = this.signal.aborted ? this.signal.reason : error;
    if (reason instanceof APIError) return reason;
    const code = codeOf(error);
    if (code !== undefined && /TIMEOUT/.test(code)) return new APITimeoutError(undefined, { ...details, cause: error });
    return new APIConnectionError(code === undefined ? undefined : `Connection error: ${code}.`, {
      ...details,
      cause: error,
    });
  }
}

/** `ECONNREFUSED`, `UND_ERR_CONNECT_TIMEOUT` and their like, from the error or its cause. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code === 'string' && code !== 'ABORT_ERR') return code;
  }
  return undefined;
}
