/** What a model says in the chunks of InvokeModelWithResponseStream, cut as it was; the end of it may be missing. */
import type { ReplyBlock } from '../../fixtures/reply.ts';
import {
  claudeUsage,
  COHERE_ENDINGS,
  counted,
  lengthOrEnd,
  novaUsage,
  pieced,
  type Said,
  textEnding,
  tool,
} from './blocks.ts';
import { saidInBody } from './body-shapes.ts';
import { Inexpressible, type Json } from './json.ts';

type Chunks = readonly Json[];

/** Undefined for chunks of no known shape. @param metrics those of the invocation, where the stream came to them. */
export function saidInChunks(chunks: Chunks, metrics: Json): Said | undefined {
  const [, read] = Object.entries(SHAPES).find(([member]) => member in chunks[0]) ?? [];
  return read?.(chunks, metrics);
}

const SHAPES: Readonly<Record<string, (chunks: Chunks, metrics: Json) => Said | undefined>> = {
  type: (chunks) => (chunks[0].type === 'completion' ? completion(chunks) : claude(chunks)),
  completion,
  messageStart: nova,
  outputText: (chunks, metrics) => ({
    content: [pieced(chunks.map(({ outputText }) => outputText))],
    stopReason: lengthOrEnd(chunks.at(-1).completionReason),
    usage: counted(metrics?.inputTokenCount, chunks.at(-1).totalOutputTextTokenCount ?? undefined),
  }),
  generation: (chunks, metrics) => ({
    content: [pieced(withoutEnd(chunks.map(({ generation }) => generation)))],
    stopReason: lengthOrEnd(chunks.at(-1).stop_reason),
    usage: counted(metrics?.inputTokenCount, metrics?.outputTokenCount),
  }),
  outputs: (chunks) => ({
    content: [pieced(withoutEnd(chunks.map(({ outputs }) => outputs[0].text)))],
    stopReason: lengthOrEnd(chunks.at(-1).outputs[0].stop_reason),
  }),
  generations: ([body]) => saidInBody(body),
  is_finished: (chunks, metrics) => ({
    content: [pieced(chunks.filter((chunk) => !chunk.is_finished).map(({ text }) => text))],
    stopReason: COHERE_ENDINGS[chunks.at(-1).finish_reason] ?? 'end_turn',
    usage: counted(metrics?.inputTokenCount, metrics?.outputTokenCount),
  }),
};

function completion(chunks: Chunks): Said {
  const { stop_reason, stop } = chunks.at(-1);
  return {
    content: [pieced(withoutEnd(chunks.map((chunk) => chunk.completion)))],
    ...(stop_reason && textEnding(stop_reason, stop)),
  };
}

function claude(chunks: Chunks): Said {
  const { delta, usage } = chunks.find(({ type }) => type === 'message_delta') ?? {};
  const started = claudeUsage(chunks[0].message.usage);
  return {
    content: chunks.filter(({ type }) => type === 'content_block_start').map((start) => claudeStreamed(start, chunks)),
    ...(delta && { stopReason: delta.stop_reason }),
    ...(delta?.stop_sequence && { stopSequence: delta.stop_sequence }),
    usage: { ...started, outputTokens: usage?.output_tokens ?? 0 },
  };
}

function claudeStreamed({ index, content_block: block }: Json, chunks: Chunks): ReplyBlock {
  const deltas = chunks.filter((chunk) => chunk.type === 'content_block_delta' && chunk.index === index);
  const pieces = (member: string) => deltas.flatMap(({ delta }): string[] => delta[member] ?? []);
  const read = CLAUDE_STREAMED[block.type as string];
  if (!read) throw new Inexpressible(`a block of type ${block.type}`);
  return read(block, pieces);
}

const CLAUDE_STREAMED: Readonly<Record<string, (block: Json, pieces: (member: string) => string[]) => ReplyBlock>> = {
  text: (_, pieces) => pieced(pieces('text')),
  tool_use: ({ name, id }, pieces) => tool(name, id, pieces('partial_json')),
  thinking: (_, pieces) => ({ thinking: pieces('thinking').join(''), signature: pieces('signature').join('') }),
  redacted_thinking: ({ data }) => ({ redactedThinking: data }),
};

function nova(chunks: Chunks): Said {
  const content: ReplyBlock[] = [];
  for (const { contentBlockStart: start, contentBlockDelta } of chunks) {
    const { text, toolUse } = contentBlockDelta?.delta ?? {};
    if (start) content.push(tool(start.start.toolUse.name, start.start.toolUse.toolUseId, []));
    if (toolUse) {
      const { name, toolUseId = '' } = (content.pop() as { toolUse: { name: string; toolUseId?: string } }).toolUse;
      content.push(tool(name, toolUseId, [toolUse.input]));
    }
    if (text !== undefined) content.push(pieced([text]));
  }
  const stop = chunks.find(({ messageStop }) => messageStop);
  const end = chunks.find(({ metadata }) => metadata);
  return {
    content,
    ...(stop && { stopReason: stop.messageStop.stopReason }),
    usage: novaUsage(end?.metadata.usage),
  };
}

/** Families add the empty last piece themselves. */
function withoutEnd(pieces: readonly string[]): readonly string[] {
  return pieces.at(-1) === '' ? pieces.slice(0, -1) : pieces;
}
