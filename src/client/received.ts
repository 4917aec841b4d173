/** An answer whose head is here, and the reading of its body under the watch of its try. */
import type { Attempt } from './attempt.ts';
import type { ByteSource } from './events/event-stream.ts';

export class Received implements ByteSource {
  readonly response: Response;
  readonly #attempt: Attempt;

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

  abort(): void {
    this.#attempt.abort();
  }

  /** The caller reads the body itself: no timeout holds for it any more. */
  handOver(): Response {
    this.#attempt.detach();
    return this.response;
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.response.body?.getReader();
    try {
      while (reader !== undefined) {
        this.#attempt.enter('read');
        const { done, value } = await reader.read();
        this.#attempt.pause();
        // A replaced fetch may not care for the signal.
        this.#attempt.signal.throwIfAborted();
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

export async function readBytes(received: Received): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of received.bytes) chunks.push(chunk);
  return chunks.length === 1 ? Buffer.from(chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

export async function readText(received: Received): Promise<string> {
  return (await readBytes(received)).toString();
}
