/** A message as it is being written. */
import type { Message, MessageStreamEvent } from '../../wire/anthropic.ts';
import type { APIPromise } from '../api-promise.ts';
import type { EventStream } from '../events/event-stream.ts';

/** Open before the answer is: iterate its events or its text, or await the whole message. */
export class MessageStream implements AsyncIterable<MessageStreamEvent>, AsyncDisposable {
  readonly #opened: APIPromise<EventStream<MessageStreamEvent, Message>>;
  readonly #controller: AbortController;

  /** The controller is the one whose signal the request was made with. */
  constructor(opened: APIPromise<EventStream<MessageStreamEvent, Message>>, controller: AbortController) {
    this.#opened = opened;
    this.#controller = controller;
    // Whoever reads the stream gets the error; that nobody has begun to read yet is no unhandled rejection.
    opened.catch(() => {});
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MessageStreamEvent, void, undefined> {
    yield* await this.#opened;
  }

  /** The pieces of text alone. */
  async *text(): AsyncGenerator<string, void, undefined> {
    for await (const event of this) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
    }
  }

  /** The whole message: reads what has not been read. */
  async finalMessage(): Promise<Message> {
    return await (await this.#opened).result();
  }

  /** The text of the whole message, its blocks one after the other. */
  async finalText(): Promise<string> {
    const { content } = await this.finalMessage();
    return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  }

  /** All events, once the stream has ended. */
  async collect(): Promise<MessageStreamEvent[]> {
    return await (await this.#opened).collect();
  }

  /** The response as soon as its head is here, and its request id. */
  async withResponse(): Promise<{ data: MessageStream; response: Response; requestId: string | undefined }> {
    const { response, requestId } = await this.#opened.withResponse();
    return { data: this, response, requestId };
  }

  /** Closes the connection, also before the answer has begun; who is reading gets an `APIUserAbortError`. */
  abort(): void {
    this.#controller.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }
}
