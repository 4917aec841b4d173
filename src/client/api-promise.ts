/** The promise of an answer, which also has the raw response. */
import type { Received } from './received.ts';

export interface WithResponse<T> {
  readonly data: T;
  readonly response: Response;
  /** `x-amzn-requestid`. */
  readonly requestId: string | undefined;
}

/** Awaited, it is the answer. A stream is read only then, so `asResponse()` can have it untouched. */
export class APIPromise<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'APIPromise';
  readonly #received: Promise<Received>;
  readonly #parse: (received: Received) => Promise<T>;
  #parsed: Promise<T> | undefined;

  constructor(received: Promise<Received>, parse: (received: Received) => Promise<T>) {
    this.#received = received;
    this.#parse = parse;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a promise is what it is
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#answer().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#answer().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#answer().finally(onFinally);
  }

  /** The raw response of a success, its body for the caller to read; of a stream, no timeout holds for that. */
  async asResponse(): Promise<Response> {
    return (await this.#received).handOver();
  }

  /** The answer, and the response it came in. */
  async withResponse(): Promise<WithResponse<T>> {
    const received = await this.#received;
    return { data: await this.#answer(), response: received.response, requestId: received.requestId };
  }

  #answer(): Promise<T> {
    return (this.#parsed ??= this.#received.then(this.#parse));
  }
}
