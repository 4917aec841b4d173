/** Sends a request until it is answered: every try signed anew, with pauses between. */
import { setTimeout as pause } from 'node:timers/promises';
import { Attempt } from './attempt.ts';
import { APIConnectionError, APIError, APIUserAbortError } from './errors.ts';
import { redacted } from './logging.ts';
import type { Settings } from './options.ts';
import { Received } from './received.ts';
import type { PreparedRequest } from './request.ts';
import { retryDelay, shouldRetry } from './retry.ts';
import { errorOfResponse } from './status-errors.ts';

/** The outcome of one try. `headers` may name the pause before the next. */
type Outcome =
  | { readonly kind: 'answered'; readonly received: Received }
  | { readonly kind: 'failed'; readonly error: APIError; readonly again: boolean; readonly headers?: Headers };

export class Sender {
  readonly #settings: Settings;
  readonly #running = new Set<Attempt>();
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves with a success: of a stream the head, of anything else the whole answer. */
  async send(request: PreparedRequest): Promise<Received> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#try(request);
      if (outcome.kind === 'answered') return outcome.received;
      if (!outcome.again || tries > request.maxRetries) throw outcome.error;
      await this.#wait(tries, outcome, request);
    }
  }

  /** Ends what is running; nothing can be sent after. */
  abortAll(): void {
    this.#closed = true;
    for (const attempt of this.#running) attempt.abort();
  }

  async #try(request: PreparedRequest): Promise<Outcome> {
    if (this.#closed) throw new APIConnectionError('The client is closed.', { retryable: false });
    const attempt = new Attempt(request, (done) => this.#running.delete(done));
    this.#running.add(attempt);
    try {
      return await this.#exchange(request, attempt);
    } catch (thrown) {
      attempt.release();
      if (!(thrown instanceof TransportFailure)) throw thrown;
      const error = attempt.explain(thrown.cause);
      this.#settings.log.debug('request failed', () => ({ error: error.message, url: request.url.href }));
      return { kind: 'failed', error, again: error.retryable };
    }
  }

  async #exchange(request: PreparedRequest, attempt: Attempt): Promise<Outcome> {
    const { transport, clock, log } = this.#settings;
    const { method, url, body } = request;
    const headers = await this.#settings.authoriser.authorise(request, transport.hostHeader, clock.now());
    log.debug('request', () => ({ method, url: url.href, headers: redacted(headers) }));
    const response = await failing(
      transport.send({ method, url, headers, body, signal: attempt.signal }, attempt.enter),
    );
    const corrected = clock.learn(response.headers);
    log.debug('response', () => ({
      status: response.status,
      url: url.href,
      requestId: response.headers.get('x-amzn-requestid'),
    }));
    const received = new Received(response, attempt);
    // What is no stream is read within the try, so that an answer that breaks off is tried again.
    if (!response.ok || !request.streams) await failing(received.whole());
    if (response.ok) return { kind: 'answered', received };
    const error = errorOfResponse(response, await received.text());
    return {
      kind: 'failed',
      error,
      again: shouldRetry(response) || (corrected && response.status === 403),
      headers: response.headers,
    };
  }

  async #wait(
    tries: number,
    { error, headers }: Extract<Outcome, { kind: 'failed' }>,
    { signal }: PreparedRequest,
  ): Promise<void> {
    const { clock, random, log } = this.#settings;
    const delay = retryDelay({ tries, headers, now: clock.now(), random: random() });
    log.info('retrying', () => ({ tries, delay, error: error.message, status: error.status }));
    try {
      await pause(delay, undefined, signal ? { signal } : {});
    } catch (cause) {
      throw new APIUserAbortError(undefined, { cause });
    }
  }
}

/** Tells what a transport threw from what signing or we ourselves threw: only the former is a connection error. */
class TransportFailure extends Error {}

async function failing<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    throw new TransportFailure('', { cause });
  }
}
