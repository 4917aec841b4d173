/** A streamed answer: iterate it once, or ask for its result. */
import { APIError } from '../errors.ts';
import { FrameReader } from '../frames.ts';
import { eventMessage } from './event-message.ts';
import type { StreamDecoder } from './stream-decoder.ts';

/** The bytes of an answer, and the way to be rid of them. */
export interface ByteSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly requestId: string | undefined;
  readonly headers: Headers;
  /** Closes the connection, or the HTTP/2 stream, at once. */
  abort(): void;
}

/**
 * Events as they come. Leaving a `for await` early closes the connection at once. Only a legal end is an end: whatever
 * else happens is thrown, as an `APIError` whose `partial` has what had arrived.
 */
export class EventStream<Event, Result> implements AsyncIterable<Event>, AsyncDisposable {
  readonly #source: ByteSource;
  readonly #decoder: StreamDecoder<Event, Result>;
  #events: AsyncGenerator<Event, void, undefined> | undefined;

  constructor(source: ByteSource, decoder: StreamDecoder<Event, Result>) {
    this.#source = source;
    this.#decoder = decoder;
  }

  /** `x-amzn-requestid` of the answer. */
  get requestId(): string | undefined {
    return this.#source.requestId;
  }

  /** What has arrived so far, in the shape of the whole answer as far as it goes. */
  get partial(): unknown {
    return this.#decoder.partial();
  }

  /** Once only: the events are not kept. */
  [Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    if (this.#events !== undefined) {
      throw new TypeError(
        'This stream has been read already. Keep its events, or use collect() or result() instead of iterating twice.',
      );
    }
    this.#events = this.#read();
    return this.#events;
  }

  /** All events, once the stream has ended. */
  async collect(): Promise<Event[]> {
    const events: Event[] = [];
    for await (const event of this) events.push(event);
    return events;
  }

  /** The whole answer: reads what has not been read, then puts all events together. */
  async result(): Promise<Result> {
    const events = this.#events ?? this[Symbol.asyncIterator]();
    for (let step = await events.next(); !step.done;) step = await events.next();
    return this.#decoder.result();
  }

  /** Closes the connection; who is still reading gets an `APIUserAbortError`. */
  abort(): void {
    this.#source.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }

  async *#read(): AsyncGenerator<Event, void, undefined> {
    let ended = false;
    try {
      yield* this.#decoded();
      this.#decoder.result();
      ended = true;
    } catch (error) {
      if (error instanceof APIError) error.partial = this.#decoder.partial();
      throw error;
    } finally {
      if (!ended) this.#source.abort();
    }
  }

  async *#decoded(): AsyncGenerator<Event, void, undefined> {
    const frames = new FrameReader();
    for await (const bytes of this.#source.bytes) {
      frames.push(bytes);
      for (let frame = frames.next(); frame !== undefined; frame = frames.next()) {
        const event = this.#decoder.read(eventMessage(frame));
        if (event !== undefined) yield event;
      }
    }
    frames.end();
  }
}
