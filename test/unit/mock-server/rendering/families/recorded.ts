/** The recorded answers of InvokeModel as replies: what has to be scripted to be answered the same. */
import type { FoundationModel } from '../../../../../src/fixtures/foundation-model.ts';
import { MODELS } from '../../../../../src/fixtures/models/index.ts';
import type { FullReply } from '../../../../../src/mock-server/rendering/family.ts';
import { saidInBody } from '../../../../../src/recordings/scenario/body-shapes.ts';
import { saidInChunks } from '../../../../../src/recordings/scenario/chunk-shapes.ts';
import type { Recording } from '../../../../support/shared.ts';

/** Recorded JSON of every shape. */
type Json = any;

/** The model of the catalogue behind the id of a recording. */
export function modelOf({ modelId }: Recording): FoundationModel | undefined {
  const plain = modelId?.replace(/^(us|eu|apac|global)\./, '').replace(/-v2-0$/, '-v2:0');
  return MODELS.find((model) => model.modelId === plain);
}

/** Recorders keep a body as text, as JSON, or as what the request has to match. */
export function requestOf({ request }: Recording): unknown {
  const body = parsed(request.body);
  return Array.isArray(body) && body[0]?.equalToJson !== undefined ? parsed(body[0].equalToJson) : body;
}

export function bodyOf({ response }: Recording): Json {
  return parsed(response.body);
}

/** Whether the stream was broken off by an exception. */
export function brokenOff({ response }: Recording): boolean {
  return response.frames?.at(-1)?.headers[':message-type'] === 'exception';
}

/** The chunks without the invocation metrics; exceptions are none. */
export function chunksOf({ response }: Recording): Json[] {
  const payloads = (response.frames ?? []).map(({ payload }) => parsed(payload));
  return payloads
    .filter((payload) => typeof payload.bytes === 'string')
    .map(({ bytes }) => JSON.parse(Buffer.from(bytes, 'base64').toString()))
    .map((chunk) => {
      delete chunk['amazon-bedrock-invocationMetrics'];
      return chunk;
    });
}

export function metricsOf({ response }: Recording): Json {
  const last = parsed(response.frames?.at(-1)?.payload);
  if (typeof last?.bytes !== 'string') return undefined;
  return JSON.parse(Buffer.from(last.bytes, 'base64').toString())['amazon-bedrock-invocationMetrics'];
}

function parsed(value: unknown): Json {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

export function scriptOfBody(body: Json): FullReply {
  return full(saidInBody(body) ?? {});
}

export function scriptOfChunks(chunks: Json[], metrics: Json): FullReply {
  return full(saidInChunks(chunks, metrics) ?? {});
}

function full(script: Partial<FullReply>): FullReply {
  return {
    content: [],
    stopReason: 'end_turn',
    stopSequence: undefined,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
    embeddings: [],
    ranking: [],
    latencyMs: 0,
    firstByteMs: 0,
    ...script,
  };
}

/** Text of a value in which what is drawn is only named, so that two answers can be compared as bytes. */
export function comparable(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (key === 'tokens' && Array.isArray(member)) return [...new Set(member.map(shapeOf))];
    return member;
  })
    .replaceAll(/"msg_bdrk_01[1-9A-HJ-NP-Za-km-z]{22}"/g, '"<message id>"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/("message_start".*"output_tokens":)[1-8]\b/, '$1<begun>');
}

function shapeOf(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' ? member : (`<${typeof member}>` as unknown),
  );
}
