/** An answer whose head is here, and the reading of its body under the watch of its try. */
import type { Attempt } from './attempt.ts';
import type { ByteSource } from './events/event-stream.ts';

export class Received implements ByteSource {
  readonly response: Response;
  readonly #attempt: Attempt;
  #whole: Buffer | undefined;

  constructor(response: Response, attempt: Attempt) {
    this.response = response;
    this.#attempt = attempt;
    attempt.pause();
  }

  get headers(): Headers {
    return this.response.headers;
  }

  get requestId(): string | undefined {
    return this.headers.get('x-amzn-requestid') ?? undefined;
  }

  get bytes(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  /** All bytes of the body; read once, then kept. */
  async whole(): Promise<Buffer> {
    if (this.#whole === undefined) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of this.bytes) chunks.push(chunk);
      this.#whole = Buffer.concat(chunks);
    }
    return this.#whole;
  }

  async text(): Promise<string> {
    return (await this.whole()).toString();
  }

  abort(): void {
    this.#attempt.abort();
  }

  /** For the caller to read: the body as it came, or as it comes, for which no timeout of ours holds any more. */
  handOver(): Response {
    if (this.#whole === undefined) this.#attempt.detach();
    const { status, statusText, headers, url } = this.response;
    const response = new Response(this.#restOfBody(), { status, statusText, headers });
    return Object.defineProperty(response, 'url', { value: url });
  }

  #restOfBody(): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null {
    if (this.response.body === null) return null;
    if (this.#whole !== undefined) return new Uint8Array(this.#whole);
    // Ends with the signal whatever becomes of the one that fetch has, see below.
    return this.response.body.pipeThrough(new TransformStream(), { signal: this.#attempt.signal });
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = (this.response.body ?? new Blob([]).stream()).getReader();
    const { signal } = this.#attempt;
    // The `fetch` of Node 20 and 22 forgets its signal once garbage has been collected, and a replaced one may never
    // care for it.
    const onAbort = (): void => void reader.cancel(signal.reason).catch(() => {});
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        this.#attempt.enter('read');
        const { done, value } = await reader.read();
        this.#attempt.pause();
        signal.throwIfAborted();
        if (done) break;
        yield value;
      }
    } catch (error) {
      throw this.#attempt.explain(error, { headers: this.headers, requestId: this.requestId });
    } finally {
      this.#attempt.release();
    }
  }
}
