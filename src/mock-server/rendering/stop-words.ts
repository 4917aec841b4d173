/** The words of a family for Converse's stop reasons. */
import type { StopReason } from '../../fixtures/reply.ts';

type StopWords = Readonly<Record<StopReason, string>>;

/** `usual` where the family has no word of its own for a reason. */
export function stopWords(usual: string, own: Partial<StopWords>): StopWords {
  return {
    end_turn: usual,
    tool_use: usual,
    max_tokens: usual,
    stop_sequence: usual,
    guardrail_intervened: usual,
    content_filtered: usual,
    malformed_model_output: usual,
    malformed_tool_use: usual,
    model_context_window_exceeded: own.max_tokens ?? usual,
    ...own,
  };
}
