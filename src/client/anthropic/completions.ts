import type { ClaudeModelId, Completion, CompletionBody } from '../../wire/anthropic.ts';
import type { Answer } from '../answers.ts';
import type { APIPromise } from '../api-promise.ts';
import type { EventStream } from '../events/event-stream.ts';
import type { RequestOptions } from '../options.ts';
import type { BedrockRuntime } from '../runtime.ts';
import { SHAPES } from '../shape.ts';
import { bodyOf, requireCompletion } from './body.ts';
import { claudeDecoder } from './claude-decoder.ts';
import { CompletionFold } from './completion-fold.ts';

export interface CompletionParams extends CompletionBody {
  model: ClaudeModelId;
  stream?: boolean;
}

/** A streamed completion: pieces, and as a result their sum. */
export type CompletionStream = EventStream<Completion, Completion>;

/** Text completions, of the Claude 2 family. */
export class Completions {
  readonly #bedrock: BedrockRuntime;

  constructor(bedrock: BedrockRuntime) {
    this.#bedrock = bedrock;
  }

  create(params: CompletionParams & { stream: true }, options?: RequestOptions): APIPromise<CompletionStream>;
  create(params: CompletionParams & { stream?: false }, options?: RequestOptions): APIPromise<Answer<Completion>>;
  create(
    params: CompletionParams,
    options?: RequestOptions,
  ): APIPromise<CompletionStream> | APIPromise<Answer<Completion>>;
  create(
    params: CompletionParams,
    options?: RequestOptions,
  ): APIPromise<CompletionStream> | APIPromise<Answer<Completion>> {
    const input = (): { modelId: string; body: object } => {
      requireCompletion(params);
      return { modelId: params.model, body: bodyOf(params) };
    };
    if (params?.stream) return this.#bedrock.invokeStream(input, decoder, options);
    return this.#bedrock.invokeJson<Completion>(input, SHAPES.completion, options);
  }
}

/** Before mid-2024 chunks had no `type`. */
const decoder = () => claudeDecoder(new CompletionFold(), (chunk) => typeof chunk['completion'] === 'string');
