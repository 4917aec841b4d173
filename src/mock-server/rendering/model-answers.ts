/** The answers of the operations that run a model: a reply in the shape of the operation and the model's family. */
import type { OperationName } from '../../wire/operations.ts';
import type { Rendition } from '../exchange.ts';
import { eventFrame } from '../frames.ts';
import { converseBody, converseEvents, paddedJson } from './converse.ts';
import type { Family, FullReply, RenderContext } from './family.ts';
import { guardedBody, guardedChunks, withDoubles } from './guardrail.ts';
import { type HeadContext, jsonHead, addMetrics, streamHead } from './heads.ts';
import type { Ids } from './ids.ts';
import { padding } from './padding.ts';
import { type RenditionMemory, type Text, writeOut, type Writing } from './rendition-memory.ts';

export interface ModelAnswerContext extends RenderContext, HeadContext {
  readonly family: Family;
}

/** What an operation that runs a model answers with. */
export interface ModelAnswer {
  readonly name: OperationName;
  /** Its JSON: one body, or the payload of each event. */
  texts(reply: FullReply, context: ModelAnswerContext): readonly Text[];
  encode(text: Text, ids: Ids): Buffer;
  head(context: ModelAnswerContext, length: number): string[];
  /** Headers that come after the others. */
  metrics?(headers: string[], reply: FullReply, context: ModelAnswerContext): void;
  readonly streams: boolean;
  /** Whether the same reply may be used again for another request. */
  repeatable(context: ModelAnswerContext): boolean;
}

/** @param script the scripted answer this is, where it is one: it is then written out once, and remembered. */
export function renderAnswer(answer: ModelAnswer, reply: FullReply, { context, script, memory }: Rendering): Rendition {
  const writing: Writing = {
    ids: context.ids,
    texts: (ids) => answer.texts(reply, { ...context, ids }),
    encode: answer.encode,
  };
  const { texts, parts } =
    script && answer.repeatable(context)
      ? memory.write(script, circumstances(answer, reply, context), writing)
      : writeOut(writing);
  const headers = answer.head(context, parts[0]?.length ?? 0);
  answer.metrics?.(headers, reply, context);
  const { outputTokens } = reply.usage;
  if (!answer.streams) return { status: 200, headers, parts };
  return { status: 200, headers, parts, outputTokens, lengths: () => texts.map(({ length }) => length) };
}

export interface Rendering {
  readonly context: ModelAnswerContext;
  readonly script: object | undefined;
  readonly memory: RenditionMemory;
}

/** All that a repeatable answer shows besides the reply as it was scripted. */
function circumstances(
  answer: ModelAnswer,
  { usage, latencyMs, firstByteMs }: FullReply,
  context: ModelAnswerContext,
): string {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens } = usage;
  const counts = `${inputTokens},${outputTokens},${cacheReadInputTokens},${cacheWriteInputTokens},${latencyMs},${firstByteMs}`;
  return `${answer.name} ${context.model.modelId} ${counts}`;
}

const body = (text: string): readonly Text[] => [{ text, length: 0 }];
const bytesOf = ({ text }: Text): Buffer => Buffer.from(text);

export const invokeModel: ModelAnswer = {
  name: 'InvokeModel',
  streams: false,
  repeatable: ({ family }) => family.repeatable ?? false,
  texts(reply, context) {
    const { family } = context;
    const members = family.body(reply, context);
    return body(reply.guardrail ? guardedBody(members, reply.guardrail, family) : JSON.stringify(members));
  },
  encode: bytesOf,
  head: jsonHead,
  metrics(headers, reply, { family, model }) {
    addMetrics(headers, reply, {
      input: family.countsInput ?? true,
      output: family.countsOutput ?? true,
      cache: model.promptCaching ?? false,
    });
  },
};

export const invokeModelWithResponseStream: ModelAnswer = {
  name: 'InvokeModelWithResponseStream',
  streams: true,
  repeatable: ({ family }) => family.repeatable ?? false,
  // The families' chunks have no member in common that tells how much each says; their size is near enough.
  texts: (reply, context) => chunkTexts(reply, context).map((text) => ({ text, length: text.length })),
  encode: chunkFrame,
  head: (context) => [...streamHead(context), 'X-Amzn-Bedrock-Content-Type', 'application/json'],
};

function chunkTexts(reply: FullReply, context: ModelAnswerContext): string[] {
  const { family } = context;
  const { guardrail } = reply;
  const chunks = family.chunks?.(reply, context) ?? [];
  const metrics = { 'amazon-bedrock-invocationMetrics': invocationMetrics(reply, family) };
  if (guardrail) return guardedChunks(chunks, { guardrail, family, metrics });
  return [...chunks.slice(0, -1), { ...chunks.at(-1), ...metrics }].map((chunk) => JSON.stringify(chunk));
}

export const converse: ModelAnswer = {
  name: 'Converse',
  streams: false,
  repeatable: () => true,
  texts(reply, context) {
    const text = JSON.stringify(converseBody(reply, context));
    return body(reply.guardrail ? withDoubles(text) : text);
  },
  encode: bytesOf,
  head: jsonHead,
};

export const converseStream: ModelAnswer = {
  name: 'ConverseStream',
  streams: true,
  repeatable: () => true,
  texts(reply, context) {
    const write = reply.guardrail ? withDoubles : (json: string) => json;
    return converseEvents(reply, context).map(({ type, members, length }) => ({
      type,
      length,
      text: write(paddedJson(members, padding(context.ids))),
    }));
  },
  encode: ({ type = '', text }) => eventFrame(type, text),
  head: (context) => streamHead(context),
};

export const countTokens: ModelAnswer = {
  name: 'CountTokens',
  streams: false,
  repeatable: () => false,
  texts: ({ usage }) => body(JSON.stringify({ inputTokens: usage.inputTokens })),
  encode: bytesOf,
  head: jsonHead,
};

/** `bytes` is base64 of the chunk's compact JSON, and stands before the padding. */
function chunkFrame({ text }: Text, ids: Ids): Buffer {
  return eventFrame('chunk', `{"bytes":"${Buffer.from(text).toString('base64')}","p":"${padding(ids)}"}`);
}

/** Claude's have the cached counts only when the cache was used, Nova's always (openllmetry and openinference recordings). */
function invocationMetrics({ usage, latencyMs, firstByteMs }: FullReply, { cacheInMetrics }: Family): unknown {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens } = usage;
  return {
    inputTokenCount: inputTokens,
    outputTokenCount: outputTokens,
    invocationLatency: latencyMs,
    firstByteLatency: firstByteMs,
    ...((cacheInMetrics || cacheReadInputTokens + cacheWriteInputTokens > 0) && {
      cacheReadInputTokenCount: cacheReadInputTokens,
      cacheWriteInputTokenCount: cacheWriteInputTokens,
    }),
  };
}
