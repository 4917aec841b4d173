/** What a model says in the body of InvokeModel, told by the member that only its family has. */
import {
  claudeBlock,
  claudeUsage,
  COHERE_ENDINGS,
  counted,
  lengthOrEnd,
  novaBlock,
  novaUsage,
  type Said,
  textEnding,
} from './blocks.ts';
import type { Json } from './json.ts';

/** Undefined for a body of no known shape. */
export function saidInBody(body: Json): Said | undefined {
  const [, read] = Object.entries(SHAPES).find(([member]) => member in body) ?? [];
  return read?.(body);
}

const SHAPES: Readonly<Record<string, (body: Json) => Said>> = {
  content: ({ content, stop_reason, stop_sequence, usage }) => ({
    content: content.map(claudeBlock),
    stopReason: stop_reason,
    ...(stop_sequence && { stopSequence: stop_sequence }),
    usage: claudeUsage(usage),
  }),
  completion: ({ completion, stop_reason, stop }) => ({
    content: [{ text: completion.trimStart() }],
    ...textEnding(stop_reason, stop),
  }),
  output: ({ output, stopReason, usage }) => ({
    content: output.message.content.map(novaBlock),
    stopReason,
    usage: novaUsage(usage),
  }),
  results: ({ results: [result], inputTextTokenCount }) => ({
    content: [{ text: result.outputText }],
    stopReason: lengthOrEnd(result.completionReason),
    usage: counted(inputTextTokenCount, result.tokenCount),
  }),
  generation: ({ generation, prompt_token_count, generation_token_count, stop_reason }) => ({
    content: [{ text: generation }],
    stopReason: lengthOrEnd(stop_reason),
    usage: counted(prompt_token_count, generation_token_count),
  }),
  outputs: ({ outputs: [output] }) => ({
    content: [{ text: output.text }],
    stopReason: lengthOrEnd(output.stop_reason),
  }),
  generations: ({ generations: [generation] }) => ({
    content: [{ text: generation.text }],
    stopReason: COHERE_ENDINGS[generation.finish_reason] ?? 'end_turn',
  }),
  chat_history: ({ text, finish_reason }) => ({
    content: [{ text }],
    stopReason: COHERE_ENDINGS[finish_reason] ?? 'end_turn',
  }),
  completions: ({ completions: [completion] }) => ({
    content: [{ text: completion.data.text }],
    stopReason: 'end_turn',
  }),
  choices: ({ choices: [choice], usage, meta }) => ({
    content: [{ text: choice.message.content }],
    stopReason: 'end_turn',
    usage: counted(usage.prompt_tokens, usage.completion_tokens),
    ...(meta && { latencyMs: meta.requestDurationMillis }),
  }),
};
