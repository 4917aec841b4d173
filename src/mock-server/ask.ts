/** What a client asked, read out of the shape of an operation and a model family; what scenarios are matched with. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import type { OperationName } from '../wire/operations.ts';

export interface Ask {
  readonly operation: OperationName;
  /** The model id as the client gave it, percent-escapes decoded; empty where the operation has none. */
  readonly modelId: string;
  /** Its entry in the catalogue: profiles and ARNs already followed. */
  readonly model: FoundationModel | undefined;
  /** The parsed body, for conditions on a JSON path; undefined where there is none. */
  readonly body: unknown;
  readonly conversation: Conversation;
}

/** What was said so far and what the model is allowed to do, the same for every family. */
export interface Conversation {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** The tools offered, in order. */
  readonly tools: readonly Tool[];
  /** `any`: some tool must be used; `{ name }`: this one. */
  readonly toolChoice?: 'auto' | 'any' | 'none' | { readonly name: string };
  readonly maxTokens?: number;
  readonly stopSequences: readonly string[];
  /** Texts to embed, or documents to rank, for the families that do. */
  readonly inputs?: readonly string[];
  /** Numbers wanted in a vector, where the request says. */
  readonly dimensions?: number;
}

export interface Turn {
  readonly role: 'user' | 'assistant' | 'system';
  /** All text blocks, joined by a newline. */
  readonly text: string;
  readonly toolUses: readonly { readonly toolUseId: string; readonly name: string }[];
  readonly toolResults: readonly { readonly toolUseId: string; readonly text: string }[];
  /** Images, documents and other media, by kind. */
  readonly media: readonly string[];
}

export interface Tool {
  readonly name: string;
  /** JSON Schema of the input, as offered. */
  readonly inputSchema: unknown;
}

export const SILENCE: Conversation = { system: '', turns: [], tools: [], stopSequences: [] };

/** The text of the last turn, which is what a prompt condition reads. */
export function promptOf(conversation: Conversation): string {
  return conversation.turns.at(-1)?.text ?? '';
}

/** Which turn of the model this is, counted from 1. */
export function turnOf(conversation: Conversation): number {
  return conversation.turns.filter((turn) => turn.role === 'assistant').length + 1;
}
