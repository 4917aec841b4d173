/** Amazon Bedrock's operations, as the service models name them. */
import type { ConverseRequest, ConverseResponse, ConverseStreamEvent } from '../wire/converse.ts';
import { OPERATIONS } from '../wire/operations.ts';
import type { OperationName } from '../wire/operations.ts';
import type {
  CountTokensRequest,
  CountTokensResponse,
  InvokeModelRequest,
  InvokeModelResponse,
  InvokeModelStreamEvent,
  ListFoundationModelsRequest,
  ListFoundationModelsResponse,
} from '../wire/requests.ts';
import { APIPromise } from './api-promise.ts';
import type { Answer } from './answers.ts';
import { bytesAnswer, jsonAnswer, requireEventStream, withRequestId } from './answers.ts';
import type { Query } from './endpoint.ts';
import { fillPath } from './endpoint.ts';
import { converseDecoder } from './events/converse-decoder.ts';
import type { ConverseStreamResponse } from './events/converse-fold.ts';
import { requireSoundOutput } from './events/converse-fold.ts';
import { EventStream } from './events/event-stream.ts';
import { invokeDecoder } from './events/invoke-decoder.ts';
import type { StreamDecoder } from './events/stream-decoder.ts';
import { copiedOptions } from './copy.ts';
import type { CopyOptions } from './copy.ts';
import { countTokensBody, invokeHeaders, invokeMembers, requireMessages } from './operation-input.ts';
import type { BedrockRuntimeOptions, RequestOptions, Settings, Shared } from './options.ts';
import { resolveSettings } from './options.ts';
import type { Received } from './received.ts';
import type { RequestSpec } from './request.ts';
import { prepareRequest } from './request.ts';
import { Sender } from './sender.ts';
import type { Shape } from './shape.ts';
import { SHAPES } from './shape.ts';

/**
 * A client of Amazon Bedrock. Everything it throws at a call is an `AnthropicBedrockError`, but for misuse that it sees
 * before it sends anything, which is a `TypeError`.
 */
export class BedrockRuntime implements AsyncDisposable {
  readonly #options: BedrockRuntimeOptions;
  readonly #settings: Settings;
  readonly #sender: Sender;
  readonly #owns: boolean;

  /** Throws a `TypeError` for options that cannot be meant. */
  constructor(options: BedrockRuntimeOptions = {}, shared?: Shared) {
    this.#options = options;
    this.#settings = resolveSettings(options, shared);
    this.#sender = new Sender(this.#settings);
    this.#owns = shared === undefined;
  }

  get region(): string {
    return this.#settings.endpoints.region;
  }

  /** Without a slash at its end. */
  get endpoint(): string {
    return this.#settings.endpoints.of['bedrock-runtime'];
  }

  get maxRetries(): number {
    return this.#settings.maxRetries;
  }

  get closed(): boolean {
    return this.#sender.closed;
  }

  /** Whether an answer of the wrong shape is an error. */
  get strictResponseValidation(): boolean {
    return this.#settings.strict;
  }

  invokeModel(input: InvokeModelRequest, options?: RequestOptions): APIPromise<Answer<InvokeModelResponse>> {
    return this.#call(
      () => invocation('InvokeModel', input),
      options,
      async (received) => {
        const { body, headers } = await bytesAnswer(received);
        return withRequestId({ body, ...invokeMembers(headers, 'content-type') }, received.requestId);
      },
    );
  }

  invokeModelWithResponseStream(
    input: InvokeModelRequest,
    options?: RequestOptions,
  ): APIPromise<EventStream<InvokeModelStreamEvent, Uint8Array[]>> {
    return this.invokeStream(() => input, invokeDecoder, options);
  }

  /** InvokeModel for a model family that answers JSON. What `input` throws rejects the promise. */
  invokeJson<T>(input: () => InvokeModelRequest, shape: Shape, options?: RequestOptions): APIPromise<Answer<T>> {
    return this.#json(() => invocation('InvokeModel', input()), options, shape);
  }

  /** InvokeModelWithResponseStream, its chunks read as a model family has them. What `input` throws rejects the promise. */
  invokeStream<Event, Result>(
    input: () => InvokeModelRequest,
    decoder: () => StreamDecoder<Event, Result>,
    options?: RequestOptions,
  ): APIPromise<EventStream<Event, Result>> {
    const spec = () => invocation('InvokeModelWithResponseStream', input());
    return this.#call(spec, options, (received) => streamed(received, decoder));
  }

  converse(input: ConverseRequest, options?: RequestOptions): APIPromise<Answer<ConverseResponse>> {
    const { modelId: _label, ...body } = input ?? {};
    const spec = () => ({ ...operation('Converse', input), body: requireMessages(body) });
    return this.#call(spec, options, async (received) => {
      const response = await jsonAnswer<ConverseResponse>(received, {
        shape: SHAPES.converse,
        strict: this.#settings.strict,
      });
      requireSoundOutput(response);
      return response;
    });
  }

  converseStream(
    input: ConverseRequest,
    options?: RequestOptions,
  ): APIPromise<EventStream<ConverseStreamEvent, ConverseStreamResponse>> {
    const { modelId: _label, ...body } = input ?? {};
    const spec = () => ({ ...operation('ConverseStream', input), body: requireMessages(body) });
    return this.#call(spec, options, (received) => streamed(received, converseDecoder));
  }

  countTokens(input: CountTokensRequest, options?: RequestOptions): APIPromise<Answer<CountTokensResponse>> {
    return this.countTokensOf(
      () => input,
      (response) => response,
      options,
    );
  }

  /** CountTokens, its answer as a model family has it. What `input` throws rejects the promise. */
  countTokensOf<T>(
    input: () => CountTokensRequest,
    answer: (response: CountTokensResponse) => T,
    options?: RequestOptions,
  ): APIPromise<Answer<T>> {
    const spec = (given = input()) => ({ ...operation('CountTokens', given), body: countTokensBody(given) });
    return this.#call(
      () => spec(),
      options,
      async (received) => {
        const response = await jsonAnswer<CountTokensResponse>(received, {
          shape: SHAPES.countTokens,
          strict: this.#settings.strict,
        });
        return withRequestId(answer(response), received.requestId);
      },
    );
  }

  listFoundationModels(
    input: ListFoundationModelsRequest = {},
    options?: RequestOptions,
  ): APIPromise<Answer<ListFoundationModelsResponse>> {
    const spec = () => ({ ...operation('ListFoundationModels', {}), query: input as Query });
    return this.#json(spec, options, SHAPES.foundationModels);
  }

  /** Any request, signed, retried and parsed as those above: for operations that have no method here. */
  request<T = unknown>(
    spec: RequestSpec & { readonly shape?: Shape },
    options?: RequestOptions,
  ): APIPromise<Answer<T>> {
    return this.#json(() => spec, options, spec.shape);
  }

  /** A copy with other options, which shares the connections; headers and query are merged unless set anew. */
  withOptions(options: CopyOptions): BedrockRuntime {
    const { transport, clock } = this.#settings;
    const { fetch, dispatcher, http2 } = options;
    const shared = fetch === undefined && dispatcher === undefined && http2 === undefined;
    return new BedrockRuntime(copiedOptions(this.#options, options), shared ? { transport, clock } : undefined);
  }

  /** Aborts what is running and closes the connections, unless they were opened by the client this is a copy of. */
  async close(): Promise<void> {
    this.#sender.abortAll();
    if (this.#owns) await this.#settings.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #json<T>(spec: () => RequestSpec, options: RequestOptions | undefined, shape?: Shape): APIPromise<Answer<T>> {
    const { strict } = this.#settings;
    return this.#call(spec, options, (received) => jsonAnswer<T>(received, shape ? { shape, strict } : { strict }));
  }

  /** What is wrong with the input rejects the promise like everything else. */
  #call<T>(
    spec: () => RequestSpec,
    options: RequestOptions = {},
    parse: (received: Received) => Promise<T>,
  ): APIPromise<T> {
    const received = (async () => await this.#sender.send(prepareRequest(spec(), options, this.#settings)))();
    return new APIPromise(received, parse);
  }
}

async function streamed<Event, Result>(
  received: Received,
  decoder: () => StreamDecoder<Event, Result>,
): Promise<EventStream<Event, Result>> {
  await requireEventStream(received);
  return new EventStream(received, decoder());
}

function invocation(name: 'InvokeModel' | 'InvokeModelWithResponseStream', input: InvokeModelRequest): RequestSpec {
  return { ...operation(name, input), body: input.body, headers: invokeHeaders(input, name) };
}

function operation(name: OperationName, labels: object): Pick<RequestSpec, 'method' | 'path' | 'service' | 'streams'> {
  const { method, path, service, streams } = OPERATIONS.find(
    (entry) => entry.name === name,
  ) as (typeof OPERATIONS)[number];
  if (service === 'sts') throw new TypeError(`${name} is an operation of STS, which has a client of its own.`);
  return { method, path: fillPath(path, (labels ?? {}) as Record<string, string>), service, streams };
}
