/** From a recorded answer back to the scenario that plays it. */
import type { Reply } from '../../src/fixtures/reply.ts';
import type { AnswerSpec, ErrorSpec, Fault } from '../../src/fixtures/scenario.ts';
import { EXCEPTIONS } from '../../src/wire/errors.ts';
import { bodyOf } from '../unit/mock-server/rendering/families/recorded.ts';
import { headerOf, type Recording } from './recording.ts';
import { applyGuardrail, converse, converseStream } from './unrender-converse.ts';
import { invokeModel, invokeModelWithResponseStream } from './unrender-invoke.ts';

/** Undefined where no family of Bedrock answers in this shape. */
type Unrender = (recording: Recording) => Reply | undefined;

const READ: Readonly<Record<string, Unrender>> = {
  InvokeModel: invokeModel,
  InvokeModelWithResponseStream: invokeModelWithResponseStream,
  Converse: converse,
  ConverseStream: converseStream,
  ApplyGuardrail: applyGuardrail,
};

export function unrender(recording: Recording): AnswerSpec {
  const { status, frames = [] } = recording.response;
  if (status !== 200) return { error: errorOf(recording) };
  const reply = READ[recording.operation]?.(recording);
  if (!reply) return { raw: rawOf(recording) };
  const broken = frames.findIndex(({ headers }) => headers[':message-type'] === 'exception');
  return { reply, ...(broken >= 0 && { faults: exceptionOf(broken, frames[broken]) }) };
}

function errorOf(recording: Recording): ErrorSpec {
  const [type = ''] = headerOf(recording, 'x-amzn-errortype')?.split(':') ?? [];
  return { type, message: bodyOf(recording).message, status: recording.response.status };
}

function rawOf({ response }: Recording): AnswerSpec['raw'] & object {
  const metrics = response.headers.filter(([name]) => /^x-amzn-bedrock-/i.test(name));
  return { body: response.body ?? '', headers: Object.fromEntries(metrics) };
}

type Frame = NonNullable<Recording['response']['frames']>[number];

function exceptionOf(event: number, frame: Frame | undefined): Fault {
  const member = frame?.headers[':exception-type'];
  const found = Object.entries(EXCEPTIONS).find(
    ([, shape]) => 'streamMember' in shape && shape.streamMember === member,
  );
  return { exception: found?.[0] ?? '', event, message: JSON.parse(frame?.payload ?? '{}').message };
}
