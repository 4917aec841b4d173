/** Answers of InvokeModel and its stream, back to replies. */
import type { Guardrail, Reply, Usage } from '../../fixtures/reply.ts';
import type { Recording } from '../recording.ts';
import type { Said } from './blocks.ts';
import { saidInBody } from './body-shapes.ts';
import { saidInChunks } from './chunk-shapes.ts';
import type { Json } from './json.ts';
import { bodyOf, eventsOf, headerOf } from './parts.ts';

/** Endpoints of SageMaker answer in the shape of whatever runs there: no reply, only raw bytes play them. */
export function invokeReply(recording: Recording): Reply | undefined {
  const body = bodyOf(recording);
  if ('choices' in body && 'text' in body.choices[0]) return undefined;
  const said = saidInBody(body);
  return said && { ...replyOf(said, measuredInHead(recording)), ...guardrailOf(body) };
}

export function invokeStreamReply(recording: Recording): Reply | undefined {
  const events = eventsOf(recording).filter(({ type }) => type === 'chunk');
  const all: Json[] = events.map(({ payload }) => payload);
  if (all.length === 0) return { text: '' };
  const metrics = all.at(-1)[METRICS];
  const chunks = all.map(({ [METRICS]: _metrics, ...chunk }) => chunk);
  const said = saidInChunks(chunks, metrics);
  return said && { ...replyOf(said, metered(metrics ?? chunks[0])), ...guardrailOf(chunks.at(-1)) };
}

const METRICS = 'amazon-bedrock-invocationMetrics';

/** What the service measured, beside what the model says of itself. */
interface Measured {
  readonly usage: Pick<Usage, 'inputTokens' | 'outputTokens'>;
  readonly latencyMs: number;
}

function measuredInHead(recording: Recording): Measured {
  const count = (name: string) => Number(headerOf(recording, `x-amzn-bedrock-${name}`) ?? 0);
  const usage = { inputTokens: count('input-token-count'), outputTokens: count('output-token-count') };
  return { usage, latencyMs: count('invocation-latency') };
}

/** Of the metrics; or of Titan's first chunk, where a guardrail blocked the request and nothing was measured. */
function metered({ inputTextTokenCount, ...metrics }: Json): Measured {
  const { inputTokenCount = inputTextTokenCount ?? 0, outputTokenCount = 0, invocationLatency = 0 } = metrics;
  return { usage: { inputTokens: inputTokenCount, outputTokens: outputTokenCount }, latencyMs: invocationLatency };
}

/** Usage as the model tells it, or else as it was measured. */
function replyOf({ usage, ...said }: Said, measured: Measured): Reply {
  return {
    ...said,
    usage: {
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
      ...usage,
      inputTokens: usage?.inputTokens || measured.usage.inputTokens,
      outputTokens: usage?.outputTokens || measured.usage.outputTokens,
    },
    latencyMs: measured.latencyMs,
  };
}

/** What it tells of a guardrail, in the terms of Converse. */
function guardrailOf(body: Json): { readonly guardrail?: Guardrail } {
  const action = body['amazon-bedrock-guardrailAction'];
  if (action === undefined) return {};
  const { input, outputs, ...same } = body['amazon-bedrock-trace'].guardrail;
  return {
    guardrail: {
      action,
      ...same,
      ...(input && { inputAssessment: input }),
      ...(outputs && { outputAssessments: Object.fromEntries(outputs.flatMap(Object.entries).map(listed)) }),
    },
  };
}

function listed([id, assessment]: readonly [string, Json]): [string, Json[]] {
  return [id, [assessment]];
}
