/** Answers of InvokeModel and its stream, back to replies. */
import type { Guardrail, Reply, Usage } from '../../src/fixtures/reply.ts';
import {
  bodyOf,
  chunksOf,
  metricsOf,
  scriptOfBody,
  scriptOfChunks,
} from '../unit/mock-server/rendering/families/recorded.ts';
import { headerOf, type Recording } from './recording.ts';

/** Recorded JSON of every shape. */
type Json = any;

/** Endpoints of SageMaker answer in the shape of whatever runs there: no reply, only raw bytes play them. */
export function invokeModel(recording: Recording): Reply | undefined {
  const body = bodyOf(recording);
  if ('choices' in body && 'text' in body.choices[0]) return undefined;
  return { ...replyOf(scriptOfBody(body), counted(recording)), ...guardrailOf(body) };
}

export function invokeModelWithResponseStream(recording: Recording): Reply {
  const chunks = chunksOf(recording);
  const metrics = metricsOf(recording);
  const script = scriptOfChunks(chunks, metrics);
  return { ...replyOf(script, metered(metrics ?? chunks[0])), ...guardrailOf(chunks.at(-1)) };
}

/** What the service measured, beside what the model says of itself. */
interface Measured {
  readonly usage: Pick<Usage, 'inputTokens' | 'outputTokens'>;
  readonly latencyMs: number;
}

function counted(recording: Recording): Measured {
  const count = (name: string) => Number(headerOf(recording, `x-amzn-bedrock-${name}`) ?? 0);
  const usage = { inputTokens: count('input-token-count'), outputTokens: count('output-token-count') };
  return { usage, latencyMs: count('invocation-latency') };
}

/** Of the metrics; or of Titan's first chunk, where a guardrail blocked the request and nothing was measured. */
function metered({ inputTextTokenCount, ...metrics }: Json): Measured {
  const { inputTokenCount = inputTextTokenCount, outputTokenCount = 0, invocationLatency = 0 } = metrics;
  return { usage: { inputTokens: inputTokenCount, outputTokens: outputTokenCount }, latencyMs: invocationLatency };
}

type Script = ReturnType<typeof scriptOfBody>;

/** Usage as the model tells it, or else as it was measured. */
function replyOf(
  { content, stopReason, stopSequence, usage }: Script,
  { usage: measured, latencyMs }: Measured,
): Reply {
  return {
    content,
    stopReason,
    ...(stopSequence !== undefined && { stopSequence }),
    usage: {
      ...usage,
      inputTokens: usage.inputTokens || measured.inputTokens,
      outputTokens: usage.outputTokens || measured.outputTokens,
    },
    latencyMs,
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
