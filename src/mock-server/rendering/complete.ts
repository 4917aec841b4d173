/** From a reply as a person writes it to one with nothing left out. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Reply, ReplyBlock, StopReason, Usage } from '../../fixtures/reply.ts';
import type { Timing } from '../../fixtures/scenario.ts';
import type { Conversation } from '../ask.ts';
import type { TokenCounter } from '../tokens.ts';
import { unscriptedRanking, unscriptedVectors } from './embeddings.ts';
import type { FullReply } from './family.ts';

export interface Completion {
  readonly conversation: Conversation;
  readonly model: FoundationModel;
  readonly tokens: TokenCounter;
  readonly timing: Timing | undefined;
}

const NONE: readonly never[] = [];

export function completeReply(reply: Reply, completion: Completion): FullReply {
  const { conversation } = completion;
  const content = blocksOf(reply);
  const usage = usageOf(reply, content, completion);
  return {
    content,
    usage,
    stopReason: stopReasonOf(reply, content),
    stopSequence: reply.stopSequence,
    embeddings: reply.embeddings ?? (conversation.inputs ? unscriptedVectors(conversation, completion.model) : NONE),
    ranking: reply.ranking ?? (conversation.inputs ? unscriptedRanking(conversation) : NONE),
    guardrail: reply.guardrail,
    ...latencies(reply, usage, completion.timing),
  };
}

function blocksOf({ text, content = [] }: Reply): readonly ReplyBlock[] {
  return text === undefined ? content : [{ text }, ...content];
}

function stopReasonOf({ stopReason, stopSequence, guardrail }: Reply, content: readonly ReplyBlock[]): StopReason {
  if (stopReason) return stopReason;
  if (guardrail && guardrail.action !== 'NONE') return 'guardrail_intervened';
  if (stopSequence !== undefined) return 'stop_sequence';
  return content.some((block) => 'toolUse' in block) ? 'tool_use' : 'end_turn';
}

function usageOf({ usage = {} }: Reply, content: readonly ReplyBlock[], { conversation, tokens }: Completion): Usage {
  return {
    inputTokens: usage.inputTokens ?? inputTokens(conversation, tokens),
    outputTokens: usage.outputTokens ?? content.reduce((sum, block) => sum + tokens.count(spoken(block)), 0),
    cacheReadInputTokens: usage.cacheReadInputTokens ?? 0,
    cacheWriteInputTokens: usage.cacheWriteInputTokens ?? 0,
  };
}

function spoken(block: ReplyBlock): string {
  if ('toolUse' in block) return block.toolUse.name + (JSON.stringify(block.toolUse.input) ?? '');
  if ('thinking' in block) return block.thinking;
  return 'text' in block ? block.text : block.redactedThinking;
}

/** Roles and separators of a turn, and the frame around the offered tools; Claude's own are of this size. */
const TOKENS_A_TURN = 3;
/** A small image; Anthropic's documentation reckons width × height ÷ 750. */
const TOKENS_A_MEDIUM = 100;

/** Tokens of everything the model reads. */
export function inputTokens({ system, turns, tools, inputs = [] }: Conversation, tokens: TokenCounter): number {
  let sum = tokens.count(system);
  for (const { text, toolUses, toolResults, media } of turns) {
    sum += tokens.count(text) + TOKENS_A_TURN + media.length * TOKENS_A_MEDIUM;
    for (const { name } of toolUses) sum += tokens.count(name);
    for (const result of toolResults) sum += tokens.count(result.text);
  }
  for (const { name, inputSchema } of tools) sum += tokens.count(name + (JSON.stringify(inputSchema) ?? ''));
  return inputs.reduce((total, text) => total + tokens.count(text), sum);
}

/** Plausible where nothing is said: a quarter of a second to the first token, then about 65 tokens a second. */
function latencies(
  reply: Reply,
  usage: Usage,
  timing: Timing | undefined,
): Pick<FullReply, 'latencyMs' | 'firstByteMs'> {
  const firstByteMs = Math.round(timing?.timeToFirstToken ?? 250);
  const perToken = 1000 / (timing?.tokensPerSecond ?? 65);
  const latencyMs = reply.latencyMs ?? Math.round(firstByteMs + usage.outputTokens * perToken);
  return { latencyMs, firstByteMs: Math.min(firstByteMs, latencyMs) };
}
