import type { ClaudeModelId, Message, MessageBody, MessageStreamEvent } from '../../wire/anthropic.ts';
import type { CountTokensResponse } from '../../wire/requests.ts';
import type { Answer } from '../answers.ts';
import type { APIPromise } from '../api-promise.ts';
import type { EventStream } from '../events/event-stream.ts';
import type { RequestOptions } from '../options.ts';
import type { BedrockRuntime } from '../runtime.ts';
import { SHAPES } from '../shape.ts';
import { bodyOf, requireMessage, requireMessageList } from './body.ts';
import { claudeDecoder } from './claude-decoder.ts';
import { MessageFold } from './message-fold.ts';
import { MessageStream } from './message-stream.ts';

export interface MessageParams extends MessageBody {
  model: ClaudeModelId;
  stream?: boolean;
}

/** What counts: the model, and what it would read. `max_tokens` may be left out. */
export type MessageCountParams = Omit<MessageParams, 'stream' | 'max_tokens'> & { max_tokens?: number };

/** A streamed message: events, and as a result the message. */
export type MessageEventStream = EventStream<MessageStreamEvent, Message>;

/** Messages, of every Claude since the third. */
export class Messages {
  readonly #bedrock: BedrockRuntime;

  constructor(bedrock: BedrockRuntime) {
    this.#bedrock = bedrock;
  }

  create(params: MessageParams & { stream: true }, options?: RequestOptions): APIPromise<MessageEventStream>;
  create(params: MessageParams & { stream?: false }, options?: RequestOptions): APIPromise<Answer<Message>>;
  create(params: MessageParams, options?: RequestOptions): APIPromise<MessageEventStream> | APIPromise<Answer<Message>>;
  create(
    params: MessageParams,
    options?: RequestOptions,
  ): APIPromise<MessageEventStream> | APIPromise<Answer<Message>> {
    if (params?.stream) return this.#stream(params, options);
    return this.#bedrock.invokeJson<Message>(() => inputOf(params), SHAPES.message, options);
  }

  /** Streams, and gives the whole message at the end. */
  stream(params: Omit<MessageParams, 'stream'>, options?: RequestOptions): MessageStream {
    const controller = new AbortController();
    const { signal } = options ?? {};
    if (signal?.aborted) controller.abort(signal.reason);
    const follow = (): void => controller.abort(signal?.reason);
    signal?.addEventListener('abort', follow, { signal: controller.signal });
    return new MessageStream(this.#stream(params, { ...options, signal: controller.signal }), controller);
  }

  /** The input tokens that the service would count for a message; asks the service. */
  countTokens(params: MessageCountParams, options?: RequestOptions): APIPromise<Answer<{ input_tokens: number }>> {
    const spec = () => {
      requireMessageList(params);
      return { modelId: params.model, input: { invokeModel: { body: bodyOf({ max_tokens: 1, ...params }) } } };
    };
    return this.#bedrock.countTokensOf(spec, counted, options);
  }

  #stream(params: MessageParams, options: RequestOptions | undefined): APIPromise<MessageEventStream> {
    return this.#bedrock.invokeStream(() => inputOf(params), decoder, options);
  }
}

function inputOf(params: MessageParams): { modelId: string; body: object } {
  requireMessage(params);
  return { modelId: params.model, body: bodyOf(params) };
}

/** An answer that nobody has checked may be anything, `null` too. */
function counted(response: CountTokensResponse | null): { input_tokens: number } {
  return { input_tokens: response?.inputTokens as number };
}

/** Events of Claude's stream (Anthropic's API reference); a `ping` says nothing, and the rest may come to be. */
const EVENTS: ReadonlySet<unknown> = new Set<MessageStreamEvent['type']>([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
]);

const decoder = () => claudeDecoder(new MessageFold(), (chunk) => EVENTS.has(chunk['type']));
