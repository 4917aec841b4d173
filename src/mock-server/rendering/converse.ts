/**
 * The answers of Converse and ConverseStream. Keys are alphabetical at every level, the padding `p` sorted in with
 * them: so in all byte-exact public recordings (openllmetry, openinference, opentelemetry). A tool's input keeps
 * the model's own order.
 */
import type { Citation, ReplyBlock, TextBlock, ToolUseBlock } from '../../fixtures/reply.ts';
import type { FullReply, RenderContext } from './family.ts';
import { converseTrace } from './guardrail.ts';
import { jsonPieces, pieces } from './pieces.ts';

/** The body of a 200 of Converse. */
export function converseBody(reply: FullReply, context: RenderContext): unknown {
  return {
    metrics: { latencyMs: reply.latencyMs },
    output: { message: { content: reply.content.map((block) => contentBlock(block, context)), role: 'assistant' } },
    stopReason: reply.stopReason,
    ...converseTrace(reply),
    usage: usageOf(reply, context),
  };
}

/** One event of the stream; `p` is added where the event is written, in its alphabetical place. */
export interface ConverseEvent {
  readonly type: string;
  readonly members: Readonly<Record<string, unknown>>;
  /** How much text it carries, for pacing. */
  readonly length: number;
}

/** The events of a ConverseStream in order. Only tool use has a block start (observed for all models). */
export function converseEvents(reply: FullReply, context: RenderContext): ConverseEvent[] {
  const events = [event('messageStart', { role: 'assistant' })];
  reply.content.forEach((block, contentBlockIndex) => {
    const tool = 'toolUse' in block ? toolUseStart(block, context) : undefined;
    if (tool) events.push(event('contentBlockStart', { contentBlockIndex, start: { toolUse: tool } }));
    for (const { delta, length } of deltas(block, context)) {
      events.push({ type: 'contentBlockDelta', members: { contentBlockIndex, delta }, length });
    }
    events.push(event('contentBlockStop', { contentBlockIndex }));
  });
  events.push(event('messageStop', { stopReason: reply.stopReason }));
  const metrics = { latencyMs: reply.latencyMs };
  events.push(event('metadata', { metrics, ...converseTrace(reply), usage: usageOf(reply, context) }));
  return events;
}

/** The payload of an event: its members and the padding, alphabetical. */
export function paddedJson(members: Readonly<Record<string, unknown>>, p: string): string {
  const names = [...Object.keys(members), 'p'].toSorted();
  return `{${names.map((name) => `"${name}":${name === 'p' ? `"${p}"` : JSON.stringify(members[name])}`).join(',')}}`;
}

function event(type: string, members: Readonly<Record<string, unknown>>): ConverseEvent {
  return { type, members, length: 0 };
}

interface Delta {
  readonly delta: unknown;
  readonly length: number;
}

function deltas(block: ReplyBlock, context: RenderContext): Delta[] {
  if ('toolUse' in block) return toolUseDeltas(block, context);
  if ('thinking' in block) return [...cut(block.thinking, context).map(reasoningText), ...signature(block.signature)];
  if ('redactedThinking' in block) return [whole({ reasoningContent: { redactedContent: block.redactedThinking } })];
  return [
    ...(block.citations ?? []).map((cited) => whole({ citation: citation(cited) })),
    ...(block.pieces ?? cut(block.text, context)).map((text) => ({ delta: { text }, length: text.length })),
  ];
}

function reasoningText(text: string): Delta {
  return { delta: { reasoningContent: { text } }, length: text.length };
}

function signature(text: string | undefined): Delta[] {
  return text === undefined ? [] : [whole({ reasoningContent: { signature: text } })];
}

function whole(delta: unknown): Delta {
  return { delta, length: 0 };
}

function cut(text: string, { model, ids }: RenderContext): readonly string[] {
  return pieces(text, model, ids);
}

/** Claude begins a tool's input with an empty piece, others do not (recorded for Claude 3 and for Nova). */
function toolUseDeltas(block: ToolUseBlock, { model, ids }: RenderContext): Delta[] {
  const given = block.toolUse.pieces;
  const fragments = given ?? jsonPieces(JSON.stringify(block.toolUse.input ?? {}), ids);
  const first = given === undefined && model.providerName === 'Anthropic' ? [''] : [];
  return [...first, ...fragments.filter((piece) => piece !== '' || given !== undefined)].map((input) => ({
    delta: { toolUse: { input } },
    length: input.length,
  }));
}

function toolUseStart({ toolUse }: ToolUseBlock, { ids }: RenderContext): unknown {
  return { name: toolUse.name, toolUseId: toolUse.toolUseId ?? `tooluse_${ids.base64url(22)}` };
}

function contentBlock(block: ReplyBlock, context: RenderContext): unknown {
  if ('toolUse' in block) return { toolUse: toolUse(block, context) };
  if ('thinking' in block) return { reasoningContent: { reasoningText: reasoning(block.thinking, block.signature) } };
  if ('redactedThinking' in block) return { reasoningContent: { redactedContent: block.redactedThinking } };
  return textBlock(block);
}

function toolUse({ toolUse: { input, name, toolUseId } }: ToolUseBlock, { ids }: RenderContext): unknown {
  return { input: input ?? {}, name, toolUseId: toolUseId ?? `tooluse_${ids.base64url(22)}` };
}

function reasoning(text: string, sign: string | undefined): unknown {
  return sign === undefined ? { text } : { signature: sign, text };
}

function textBlock({ text, citations }: TextBlock): unknown {
  if (citations === undefined) return { text };
  return { citationsContent: { citations: citations.map(citation), content: [{ text }] } };
}

/** `location`, `source`, `sourceContent`, `title`, as far as given. */
function citation({ location, source, sourceContent, title }: Citation): unknown {
  return {
    ...(location && { location }),
    ...(source !== undefined && { source }),
    ...(sourceContent && { sourceContent: sourceContent.map((text) => ({ text })) }),
    ...(title !== undefined && { title }),
  };
}

/**
 * Cache members for Claude that caches prompts, and wherever the cache was used; Nova has none otherwise (recorded up to
 * April 2026 in openinference), unlike on InvokeModel. `serverToolUsage` is in every recording from October 2025 on.
 * The members that end in `TokenCount` are in no model, but the real service sends them (openllmetry recordings).
 */
function usageOf({ usage }: FullReply, { model }: RenderContext): unknown {
  const { inputTokens, outputTokens, cacheReadInputTokens: read, cacheWriteInputTokens: written } = usage;
  return {
    ...((isCachingClaude(model) || read + written > 0) && {
      ...(written > 0 && { cacheDetails: [{ inputTokens: written, ttl: '5m' }] }),
      cacheReadInputTokenCount: read,
      cacheReadInputTokens: read,
      cacheWriteInputTokenCount: written,
      cacheWriteInputTokens: written,
    }),
    inputTokens,
    outputTokens,
    serverToolUsage: {},
    totalTokens: inputTokens + outputTokens + read + written,
  };
}

function isCachingClaude({ providerName, promptCaching }: RenderContext['model']): boolean {
  return providerName === 'Anthropic' && promptCaching === true;
}
