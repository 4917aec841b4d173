/** The answers of the operations that run a model: a reply in the shape of the operation and the model's family. */
import type { Rendition } from '../exchange.ts';
import { eventFrame } from '../frames.ts';
import { converseBody, converseEvents, paddedJson } from './converse.ts';
import type { Family, FullReply, RenderContext } from './family.ts';
import { guardedBody, guardedChunks, withDoubles } from './guardrail.ts';
import { type HeadContext, jsonHead, addMetrics, streamHead } from './heads.ts';
import type { Ids } from './ids.ts';
import { padding } from './padding.ts';

export interface ModelAnswerContext extends RenderContext, HeadContext {
  readonly family: Family;
}

export type RenderModelAnswer = (reply: FullReply, context: ModelAnswerContext) => Rendition;

export const invokeModel: RenderModelAnswer = (reply, context) => {
  const { family, model } = context;
  const members = family.body(reply, context);
  const body = Buffer.from(reply.guardrail ? guardedBody(members, reply.guardrail, family) : JSON.stringify(members));
  const headers = jsonHead(context, body.length);
  addMetrics(headers, reply, {
    input: family.countsInput ?? true,
    output: family.countsOutput ?? true,
    cache: model.promptCaching ?? false,
  });
  return { status: 200, headers, parts: [body] };
};

export const invokeModelWithResponseStream: RenderModelAnswer = (reply, context) => {
  const texts = chunkTexts(reply, context);
  return {
    status: 200,
    headers: [...streamHead(context), 'X-Amzn-Bedrock-Content-Type', 'application/json'],
    parts: texts.map((text) => chunkFrame(text, context.ids)),
    // The families' chunks have no member in common that tells how much each says; their size is near enough.
    lengths: texts.map(({ length }) => length),
    outputTokens: reply.usage.outputTokens,
  };
};

function chunkTexts(reply: FullReply, context: ModelAnswerContext): string[] {
  const { family } = context;
  const { guardrail } = reply;
  const chunks = family.chunks?.(reply, context) ?? [];
  const metrics = { 'amazon-bedrock-invocationMetrics': invocationMetrics(reply, family) };
  if (guardrail) return guardedChunks(chunks, { guardrail, family, metrics });
  return [...chunks.slice(0, -1), { ...chunks.at(-1), ...metrics }].map((chunk) => JSON.stringify(chunk));
}

export const converse: RenderModelAnswer = (reply, context) => {
  const text = JSON.stringify(converseBody(reply, context));
  const body = Buffer.from(reply.guardrail ? withDoubles(text) : text);
  return { status: 200, headers: jsonHead(context, body.length), parts: [body] };
};

export const converseStream: RenderModelAnswer = (reply, context) => {
  const events = converseEvents(reply, context);
  const write = reply.guardrail ? withDoubles : (json: string) => json;
  return {
    status: 200,
    headers: streamHead(context),
    parts: events.map(({ type, members }) => eventFrame(type, write(paddedJson(members, padding(context.ids))))),
    lengths: events.map(({ length }) => length),
    outputTokens: reply.usage.outputTokens,
  };
};

export const countTokens: RenderModelAnswer = (reply, context) => {
  const body = Buffer.from(JSON.stringify({ inputTokens: reply.usage.inputTokens }));
  return { status: 200, headers: jsonHead(context, body.length), parts: [body] };
};

/** `bytes` is base64 of the chunk's compact JSON, and stands before the padding. */
function chunkFrame(chunk: string, ids: Ids): Buffer {
  return eventFrame('chunk', `{"bytes":"${Buffer.from(chunk).toString('base64')}","p":"${padding(ids)}"}`);
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
