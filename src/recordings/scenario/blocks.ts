/** Blocks of replies out of recorded ones. */
import type { ReplyBlock, StopReason, Usage } from '../../fixtures/reply.ts';
import { Inexpressible, type Json } from './json.ts';

/** What was said and measured, as far as an answer tells it. */
export interface Said {
  readonly content: readonly ReplyBlock[];
  readonly stopReason?: StopReason;
  readonly stopSequence?: string;
  readonly usage?: Usage;
  readonly latencyMs?: number;
}

/** Cut as it was recorded. */
export function pieced(pieces: readonly string[]): ReplyBlock {
  return { text: pieces.join(''), pieces };
}

export function tool(name: string, toolUseId: string, pieces: readonly string[]): ReplyBlock {
  return { toolUse: { name, toolUseId, input: {}, pieces } };
}

export function claudeBlock(block: Json): ReplyBlock {
  const read = CLAUDE_BLOCKS[block.type as string];
  if (!read) throw new Inexpressible(`a block of type ${block.type}`);
  return read(block);
}

const CLAUDE_BLOCKS: Readonly<Record<string, (block: Json) => ReplyBlock>> = {
  text: ({ text, citations }) => {
    if (citations) throw new Inexpressible('citations of Claude');
    return { text };
  },
  tool_use: ({ name, id, input }) => ({ toolUse: { name, toolUseId: id, input } }),
  thinking: ({ thinking, signature }) => ({ thinking, signature }),
  redacted_thinking: ({ data }) => ({ redactedThinking: data }),
};

export function novaBlock({ text, toolUse }: Json): ReplyBlock {
  return toolUse ? { toolUse } : { text };
}

/** How a text completion of Claude ended. */
export function textEnding(reason: string, stop: string | null): Pick<Said, 'stopReason' | 'stopSequence'> {
  if (reason === 'max_tokens') return { stopReason: 'max_tokens' };
  return stop === '\n\nHuman:' ? { stopReason: 'end_turn' } : { stopReason: 'stop_sequence', stopSequence: stop ?? '' };
}

export function claudeUsage(usage: Json = {}): Usage {
  return {
    ...counted(usage.input_tokens, usage.output_tokens),
    cacheReadInputTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteInputTokens: usage.cache_creation_input_tokens ?? 0,
  };
}

export function novaUsage(usage: Json = {}): Usage {
  return {
    ...counted(usage.inputTokens, usage.outputTokens),
    cacheReadInputTokens: usage.cacheReadInputTokenCount ?? 0,
    cacheWriteInputTokens: usage.cacheWriteInputTokenCount ?? 0,
  };
}

export function counted(inputTokens = 0, outputTokens = 0): Usage {
  return { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };
}

/** `length` of the families that say so. */
export function lengthOrEnd(reason: string | null | undefined): StopReason {
  return reason?.toLowerCase() === 'length' ? 'max_tokens' : 'end_turn';
}

export const COHERE_ENDINGS: Readonly<Record<string, StopReason>> = {
  COMPLETE: 'end_turn',
  MAX_TOKENS: 'max_tokens',
  STOP_SEQUENCE: 'stop_sequence',
};
