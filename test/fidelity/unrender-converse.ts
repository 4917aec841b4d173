/** Answers of Converse, its stream and ApplyGuardrail, back to replies. */
import type { Citation, Reply, ReplyBlock } from '../../src/fixtures/reply.ts';
import { bodyOf } from '../unit/mock-server/rendering/families/recorded.ts';
import type { Recording } from './recording.ts';

/** Recorded JSON of every shape. */
type Json = any;

export function converse(recording: Recording): Reply {
  const { output, stopReason, usage, metrics, trace } = bodyOf(recording);
  const content = output.message.content.map(block);
  return { content, stopReason, ...measured(usage, metrics), ...(trace && { guardrail: trace.guardrail }) };
}

function measured(usage: Json = {}, metrics: Json = {}): Pick<Reply, 'usage' | 'latencyMs'> {
  const { inputTokens = 0, outputTokens = 0, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  return {
    usage: { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens },
    latencyMs: metrics.latencyMs ?? 0,
  };
}

function block({ text, toolUse, citationsContent, reasoningContent }: Json): ReplyBlock {
  if (toolUse) return { toolUse };
  if (citationsContent) return cited(citationsContent);
  const { reasoningText, redactedContent } = reasoningContent ?? {};
  if (reasoningText) return { thinking: reasoningText.text, signature: reasoningText.signature };
  return redactedContent ? { redactedThinking: redactedContent } : { text };
}

function cited({ citations, content }: Json): ReplyBlock {
  return { text: texts(content).join(''), citations: citations.map(citation) };
}

function citation({ sourceContent, ...rest }: Json): Citation {
  return { ...rest, sourceContent: texts(sourceContent) };
}

function texts(parts: readonly Json[]): string[] {
  return parts.map(({ text }) => text);
}

export function converseStream({ response: { frames = [] } }: Recording): Reply {
  const events = frames.map(({ headers, payload }) => ({ type: headers[':event-type'], ...JSON.parse(payload) }));
  const ofType = (type: string) => events.filter((event) => event.type === type);
  const [{ usage, metrics, trace }] = ofType('metadata') as [Json];
  const content = ofType('contentBlockStop').map(({ contentBlockIndex: index }) => {
    const ofBlock = (type: string) => ofType(type).filter(({ contentBlockIndex }) => contentBlockIndex === index);
    return streamedBlock(ofBlock('contentBlockStart')[0]?.start, ofBlock('contentBlockDelta'));
  });
  return {
    content,
    stopReason: ofType('messageStop')[0].stopReason,
    ...measured(usage, metrics),
    ...(trace && { guardrail: trace.guardrail }),
  };
}

/** As it was cut. */
function streamedBlock(start: Json, deltas: readonly Json[]): ReplyBlock {
  if (start?.toolUse) {
    return { toolUse: { ...start.toolUse, input: {}, pieces: deltas.map(({ delta }) => delta.toolUse.input) } };
  }
  const pieces = texts(deltas.map(({ delta }) => delta));
  return { text: pieces.join(''), pieces };
}

export function applyGuardrail(recording: Recording): Reply {
  const { action, actionReason, assessments, outputs } = bodyOf(recording);
  const [assessment] = assessments;
  const inputAssessment = { [assessment.appliedGuardrailDetails.guardrailId]: assessment };
  return {
    ...(outputs[0] && { text: outputs[0].text }),
    guardrail: { action: action === 'NONE' ? 'NONE' : 'INTERVENED', actionReason, inputAssessment },
  };
}
