/** From a recorded answer back to what a person would script. */
import type { Reply } from '../../fixtures/reply.ts';
import type { AnswerSpec, ErrorSpec, Fault, Position } from '../../fixtures/scenario.ts';
import { EXCEPTIONS } from '../../wire/errors.ts';
import type { OperationName } from '../../wire/operations.ts';
import type { RecordedEnding, Recording } from '../recording.ts';
import { replayAnswer } from '../replay/answer.ts';
import { applyGuardrailReply, converseReply, converseStreamReply } from './converse-reply.ts';
import { invokeReply, invokeStreamReply } from './invoke-reply.ts';
import { bodyOf, type Event, eventsOf, headerOf } from './parts.ts';

/**
 * A reply with what went wrong on its way, or an error; where the answer has a shape that neither can have, its bytes as
 * they stand.
 */
export function scriptedAnswer(recording: Recording): AnswerSpec {
  try {
    return expressed(recording) ?? rawAnswer(recording);
  } catch {
    // Whatever was read from it was not there, or was of another shape.
    return rawAnswer(recording);
  }
}

function rawAnswer({ response }: Recording): AnswerSpec {
  return replayAnswer(response, 0);
}

/** Undefined where no family of Bedrock answers in this shape. */
type ReadReply = (recording: Recording) => Reply | undefined;

const READERS: Readonly<Partial<Record<OperationName, ReadReply>>> = {
  InvokeModel: invokeReply,
  InvokeModelWithResponseStream: invokeStreamReply,
  Converse: converseReply,
  ConverseStream: converseStreamReply,
  ApplyGuardrail: applyGuardrailReply,
};

function expressed(recording: Recording): AnswerSpec | undefined {
  const { status, ending, frames, trailing } = recording.response;
  if (status === undefined || (!frames && ending !== 'complete')) return undefined;
  if (status !== 200) return { error: errorOf(recording) };
  const reply = READERS[recording.operation]?.(recording);
  if (!reply) return undefined;
  const faults = [...exceptionsOf(frames ? eventsOf(recording) : []), ...endingOf(ending, frames?.length ?? 0)];
  // The bytes of a message that did not come whole are those of no event.
  if (trailing || faults.length > 1) return undefined;
  return { reply, ...(faults[0] && { faults: faults[0] }) };
}

function errorOf(recording: Recording): ErrorSpec {
  const { message, Message, ...members } = bodyOf(recording) as Record<string, unknown>;
  const [type] = headerOf(recording, 'x-amzn-errortype')?.split(':') ?? [];
  if (!type) throw new TypeError('an error without a type');
  return {
    type,
    message: String(message ?? Message),
    status: recording.response.status as number,
    ...(Object.keys(members).length > 0 && { members }),
  };
}

function exceptionsOf(events: readonly Event[]): Fault[] {
  return events.flatMap(({ messageType, type, payload }, event): Fault[] => {
    if (messageType === 'event') return [];
    const found = Object.entries(EXCEPTIONS).find(
      ([, shape]) => 'streamMember' in shape && shape.streamMember === type,
    );
    if (messageType !== 'exception' || !found) throw new TypeError('a message of a type that no fault plays');
    return [{ exception: found[0], event, message: payload.message }];
  });
}

const ENDINGS: Readonly<Record<RecordedEnding, ((at: Position) => Fault) | undefined>> = {
  complete: undefined,
  truncated: (cut) => ({ cut }),
  reset: (reset) => ({ reset }),
  stalled: (stall) => ({ stall }),
  abandoned: undefined,
};

function endingOf(ending: RecordedEnding, events: number): Fault[] {
  const fault = ENDINGS[ending]?.({ event: events });
  return fault ? [fault] : [];
}
