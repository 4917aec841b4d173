/** What a file in `families/` must be: everything about one request and response shape of InvokeModel, in one place. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Guardrail, ReplyBlock, StopReason, Usage } from '../../fixtures/reply.ts';
import type { Conversation } from '../ask.ts';
import type { Ids } from './ids.ts';

/** A reply with nothing left out: what a rendering needs and no more. */
export interface FullReply {
  readonly content: readonly ReplyBlock[];
  readonly stopReason: StopReason;
  readonly stopSequence: string | undefined;
  readonly usage: Usage;
  readonly embeddings: readonly (readonly number[])[];
  readonly ranking: readonly { readonly index: number; readonly relevanceScore: number }[];
  /** Milliseconds. */
  readonly latencyMs: number;
  readonly firstByteMs: number;
  readonly guardrail?: Guardrail | undefined;
}

export interface RenderContext {
  readonly model: FoundationModel;
  readonly conversation: Conversation;
  /** The parsed request body. */
  readonly body: unknown;
  /** Identifiers in the forms of each provider, drawn with the sandbox's seed. */
  readonly ids: Ids;
}

export interface Family {
  /** What the client asked, out of the body of an InvokeModel request of this family. Total: never throws. */
  conversation(body: unknown): Conversation;
  /** The body of a 200 of InvokeModel; keys in the order of the real service. */
  body(reply: FullReply, context: RenderContext): unknown;
  /**
   * The chunks of InvokeModelWithResponseStream in order, each the JSON value inside one `bytes`, without the
   * invocation metrics, which the stream adds to the last. Absent: the family does not stream.
   */
  chunks?(reply: FullReply, context: RenderContext): readonly Readonly<Record<string, unknown>>[];
  /** Whether an answer shows nothing of its request, so that the same reply can be used again. Default false. */
  readonly repeatable?: boolean;
  /** Whether the invocation metrics of a stream name the cache even where it was not used. Default false. */
  readonly cacheInMetrics?: boolean;
  /** What a guardrail changes in the members of a body or chunk, as text. Default: nothing. */
  readonly guarded?: (members: unknown) => string;
  /** Whether a guardrail has looked at what a chunk says, and puts its action there. Default: at every chunk's. */
  readonly sees?: (chunk: Readonly<Record<string, unknown>>) => boolean;
  /** Whether output tokens are among the response headers; embeddings and rerank have none. Default true. */
  readonly countsOutput?: boolean;
  /** Whether input tokens are among the response headers. Default true. */
  readonly countsInput?: boolean;
}
