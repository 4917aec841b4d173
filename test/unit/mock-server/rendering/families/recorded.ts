/** The recorded answers of InvokeModel as replies: what has to be scripted to be answered the same. */
import type { FoundationModel } from '../../../../../src/fixtures/foundation-model.ts';
import { MODELS } from '../../../../../src/fixtures/models/index.ts';
import type { ReplyBlock, StopReason, Usage } from '../../../../../src/fixtures/reply.ts';
import type { FullReply } from '../../../../../src/mock-server/rendering/family.ts';
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

type Script = Partial<FullReply>;

/** What was said, from a body; by the member that tells its shape. */
const FROM_BODY: Readonly<Record<string, (body: Json) => Script>> = {
  content: ({ content, stop_reason, stop_sequence, usage }) => ({
    content: content.map(claudeBlock),
    stopReason: stop_reason,
    stopSequence: stop_sequence ?? undefined,
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
    stopReason: result.completionReason === 'LENGTH' ? 'max_tokens' : 'end_turn',
    usage: counted(inputTextTokenCount, result.tokenCount),
  }),
  generation: ({ generation, prompt_token_count, generation_token_count, stop_reason }) => ({
    content: [{ text: generation }],
    stopReason: stop_reason === 'length' ? 'max_tokens' : 'end_turn',
    usage: counted(prompt_token_count, generation_token_count),
  }),
  outputs: ({ outputs: [output] }) => ({
    content: [{ text: output.text }],
    stopReason: output.stop_reason === 'length' ? 'max_tokens' : 'end_turn',
  }),
  generations: ({ generations: [generation] }) => ({
    content: [{ text: generation.text }],
    stopReason: COHERE[generation.finish_reason] ?? 'end_turn',
  }),
  chat_history: ({ text, finish_reason }) => ({ content: [{ text }], stopReason: COHERE[finish_reason] ?? 'end_turn' }),
  completions: ({ completions: [completion] }) => ({
    content: [{ text: completion.data.text }],
    stopReason: 'end_turn',
  }),
  choices: ({ choices: [choice], usage, meta }) => ({
    content: [{ text: choice.message?.content }],
    stopReason: 'end_turn',
    usage: counted(usage.prompt_tokens, usage.completion_tokens),
    latencyMs: meta?.requestDurationMillis,
  }),
};

const COHERE: Readonly<Record<string, StopReason>> = {
  COMPLETE: 'end_turn',
  MAX_TOKENS: 'max_tokens',
  STOP_SEQUENCE: 'stop_sequence',
};

export function scriptOfBody(body: Json): FullReply {
  const [, read] = Object.entries(FROM_BODY).find(([member]) => member in body) ?? [];
  return full(read ? read(body) : {});
}

/** What was said, from chunks, cut as it was recorded. */
const FROM_CHUNKS: Readonly<Record<string, (chunks: Json[], metrics: Json) => Script>> = {
  type: (chunks) => (chunks[0].type === 'completion' ? completionScript(chunks) : claudeScript(chunks)),
  completion: completionScript,
  messageStart: novaScript,
  outputText: (chunks, metrics) => ({
    content: [pieced(chunks.map(({ outputText }) => outputText))],
    stopReason: chunks.at(-1).completionReason === 'LENGTH' ? 'max_tokens' : 'end_turn',
    usage: counted(metrics?.inputTokenCount, chunks.at(-1).totalOutputTextTokenCount),
  }),
  generation: (chunks, metrics) => ({
    content: [pieced(withoutEnd(chunks.map(({ generation }) => generation)))],
    stopReason: chunks.at(-1).stop_reason === 'length' ? 'max_tokens' : 'end_turn',
    usage: counted(metrics.inputTokenCount, metrics.outputTokenCount),
  }),
  outputs: (chunks) => ({
    content: [pieced(withoutEnd(chunks.map(({ outputs }) => outputs[0].text)))],
    stopReason: chunks.at(-1).outputs[0].stop_reason === 'length' ? 'max_tokens' : 'end_turn',
  }),
  generations: ([body]) => scriptOfBody(body),
  is_finished: (chunks, metrics) => ({
    content: [pieced(chunks.slice(0, -1).map(({ text }) => text))],
    stopReason: COHERE[chunks.at(-1).finish_reason] ?? 'end_turn',
    usage: counted(metrics.inputTokenCount, metrics.outputTokenCount),
  }),
};

export function scriptOfChunks(chunks: Json[], metrics: Json): FullReply {
  const [, read] = Object.entries(FROM_CHUNKS).find(([member]) => member in chunks[0]) ?? [];
  return full(read ? read(chunks, metrics) : {});
}

function completionScript(chunks: Json[]): Script {
  return {
    content: [pieced(withoutEnd(chunks.map(({ completion }) => completion)))],
    ...textEnding(chunks.at(-1).stop_reason, chunks.at(-1).stop),
  };
}

function claudeScript(chunks: Json[]): Script {
  const { delta, usage } = chunks.find(({ type }) => type === 'message_delta');
  const starts = chunks.filter(({ type }) => type === 'content_block_start');
  const content = starts.map(({ index, content_block: block }): ReplyBlock => {
    const deltas = chunks.filter((chunk) => chunk.type === 'content_block_delta' && chunk.index === index);
    if (block.type === 'text') return pieced(deltas.map((chunk) => chunk.delta.text));
    return tool(
      block.name,
      block.id,
      deltas.map((chunk) => chunk.delta.partial_json),
    );
  });
  const input = chunks[0].message.usage.input_tokens;
  return {
    content,
    stopReason: delta.stop_reason,
    stopSequence: delta.stop_sequence ?? undefined,
    usage: counted(input, usage.output_tokens),
  };
}

function novaScript(chunks: Json[]): Script {
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
  return { content, stopReason: stop?.messageStop.stopReason, usage: novaUsage(end?.metadata.usage ?? {}) };
}

function pieced(pieces: readonly string[]): ReplyBlock {
  return { text: pieces.join(''), pieces };
}

function tool(name: string, toolUseId: string, pieces: readonly string[]): ReplyBlock {
  return { toolUse: { name, toolUseId, input: {}, pieces } };
}

/** Families add the empty last piece themselves. */
function withoutEnd(pieces: readonly string[]): readonly string[] {
  return pieces.at(-1) === '' ? pieces.slice(0, -1) : pieces;
}

function claudeBlock(block: Json): ReplyBlock {
  if (block.type === 'tool_use') return { toolUse: { name: block.name, toolUseId: block.id, input: block.input } };
  return { text: block.text };
}

function novaBlock({ text, toolUse }: Json): ReplyBlock {
  return toolUse ? { toolUse } : { text };
}

function textEnding(reason: string, stop: string | null): Script {
  if (reason === 'max_tokens') return { stopReason: 'max_tokens' };
  return stop === '\n\nHuman:' ? { stopReason: 'end_turn' } : { stopReason: 'stop_sequence', stopSequence: stop ?? '' };
}

function claudeUsage(usage: Json = {}): Usage {
  return {
    ...counted(usage.input_tokens, usage.output_tokens),
    cacheReadInputTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteInputTokens: usage.cache_creation_input_tokens ?? 0,
  };
}

function novaUsage(usage: Json): Usage {
  return {
    ...counted(usage.inputTokens, usage.outputTokens),
    cacheReadInputTokens: usage.cacheReadInputTokenCount ?? 0,
    cacheWriteInputTokens: usage.cacheWriteInputTokenCount ?? 0,
  };
}

function counted(inputTokens = 0, outputTokens = 0): Usage {
  return { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };
}

function full(script: Script): FullReply {
  return {
    content: [],
    stopReason: 'end_turn',
    stopSequence: undefined,
    usage: counted(),
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
