/** Answers of Converse, its stream and ApplyGuardrail, back to replies. */
import type { Citation, Reply, ReplyBlock } from '../../fixtures/reply.ts';
import type { Recording } from '../recording.ts';
import { pieced } from './blocks.ts';
import { Inexpressible, type Json } from './json.ts';
import { bodyOf, eventsOf } from './parts.ts';

export function converseReply(recording: Recording): Reply {
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

/** By the one member that a block of the union has. */
function block(recorded: Json): ReplyBlock {
  const [member = ''] = Object.keys(recorded);
  const read = BLOCKS[member];
  if (!read) throw new Inexpressible(`a block with ${member}`);
  return read(recorded[member]);
}

const BLOCKS: Readonly<Record<string, (value: Json) => ReplyBlock>> = {
  text: (text) => ({ text }),
  toolUse: (toolUse) => ({ toolUse }),
  citationsContent: ({ citations, content }) => ({ text: texts(content).join(''), citations: citations.map(citation) }),
  reasoningContent: ({ reasoningText, redactedContent }) =>
    reasoningText
      ? { thinking: reasoningText.text, ...(reasoningText.signature && { signature: reasoningText.signature }) }
      : { redactedThinking: redactedContent },
};

function citation({ sourceContent, ...rest }: Json): Citation {
  return { ...rest, sourceContent: texts(sourceContent) };
}

function texts(parts: readonly Json[]): string[] {
  return parts.map(({ text }) => text);
}

/** Of one that broke off, as far as it came. */
export function converseStreamReply(recording: Recording): Reply {
  const events = eventsOf(recording);
  const ofType = (type: string): Json[] => events.filter((event) => event.type === type).map(({ payload }) => payload);
  const [{ usage, metrics, trace } = {} as Json] = ofType('metadata');
  const [stop] = ofType('messageStop');
  const deltas = ofType('contentBlockDelta');
  const starts = ofType('contentBlockStart');
  const content = [...new Set([...starts, ...deltas].map(indexOf))].toSorted(ascending).map((index) => {
    const start = starts.find((one) => indexOf(one) === index)?.start;
    return streamedBlock(
      start,
      deltas.filter((one) => indexOf(one) === index).map(({ delta }) => delta),
    );
  });
  return {
    content,
    ...(stop && { stopReason: stop.stopReason }),
    ...(usage && measured(usage, metrics)),
    ...(trace && { guardrail: trace.guardrail }),
  };
}

function indexOf({ contentBlockIndex }: Json): number {
  return contentBlockIndex;
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** As it was cut; what was thought is not. */
function streamedBlock(start: Json, deltas: readonly Json[]): ReplyBlock {
  if (start?.toolUse) {
    return { toolUse: { ...start.toolUse, input: {}, pieces: deltas.map(({ toolUse }) => toolUse.input) } };
  }
  const [kind = 'text'] = Object.keys(deltas[0] ?? {});
  const read = STREAMED[kind];
  if (!read) throw new Inexpressible(`a delta with ${kind}`);
  return read(deltas);
}

const STREAMED: Readonly<Record<string, (deltas: readonly Json[]) => ReplyBlock>> = {
  text: (deltas) => {
    if (deltas.some(({ text }) => text === undefined)) throw new Inexpressible('a delta beside text');
    return pieced(texts(deltas));
  },
  reasoningContent: (deltas) => {
    const parts: Json[] = deltas.map(({ reasoningContent }) => reasoningContent);
    const redacted = parts.find(({ redactedContent }) => redactedContent);
    if (redacted) return { redactedThinking: redacted.redactedContent };
    const signature = parts.find((part) => part.signature)?.signature;
    return { thinking: parts.map(({ text = '' }) => text).join(''), ...(signature && { signature }) };
  },
};

export function applyGuardrailReply(recording: Recording): Reply {
  const { action, actionReason, assessments, outputs } = bodyOf(recording);
  const [assessment] = assessments;
  const inputAssessment = { [assessment.appliedGuardrailDetails.guardrailId]: assessment };
  return {
    ...(outputs[0] && { text: outputs[0].text }),
    guardrail: { action: action === 'NONE' ? 'NONE' : 'INTERVENED', actionReason, inputAssessment },
  };
}
