/** From a scripted answer to what the double plays. */
import type { AnswerSpec, Fault, RawWrite } from '../fixtures/scenario.ts';
import type { ClientOperation } from './case.ts';
import { encodeFrame, encodePayload } from './frames.ts';
import type { ScriptedAnswer } from './script.ts';

const CHUNKS = { 'X-Amzn-Bedrock-Content-Type': 'application/json' };
/** Apart enough for a turn of their own, too close for a wait. */
const NEXT_TURN = 0.001;

/** `operation`: the one that is answered, whose answers may have a header of their own. */
export function stageAnswer(answer: ScriptedAnswer, operation: ClientOperation): AnswerSpec {
  const { status = 200, delayMs = 0, ending = 'end' } = answer;
  const bytes = bytesOf(answer);
  const writes = cut(bytes, answer);
  return {
    raw: { status, headers: headersOf(answer, operation), ...bodyOf(answer, writes) },
    faults: [...(ending === 'end' ? [] : [fault(ending, writes)]), ...(delayMs > 0 ? [{ delay: delayMs }] : [])],
  };
}

/** All the bytes of the body, in order. */
export function bytesOf({ frames, body, upTo }: ScriptedAnswer): Buffer {
  if (frames === undefined) return body === undefined ? Buffer.alloc(0) : encodePayload(body).subarray(0, upTo?.bytes);
  const encoded = frames.map(encodeFrame);
  if (upTo === undefined) return Buffer.concat(encoded);
  const { frames: whole = 0, bytes = 0 } = upTo;
  const next = encoded[whole] ?? Buffer.alloc(0);
  return Buffer.concat([...encoded.slice(0, whole), next.subarray(0, bytes < 0 ? next.length + bytes : bytes)]);
}

/** A body that is no stream and ends as it should goes with its length, as the service sends it. */
function bodyOf(
  answer: ScriptedAnswer,
  writes: readonly RawWrite[],
): { body: unknown } | { writes: readonly RawWrite[] } {
  const whole = answer.frames === undefined && (answer.ending ?? 'end') === 'end' && answer.writes === undefined;
  return whole ? { body: writes[0]?.body ?? '' } : { writes };
}

/** A stream of InvokeModelWithResponseStream tells the type of its chunks: a required member in the service model. */
function headersOf({ frames, headers, body }: ScriptedAnswer, operation: ClientOperation): Record<string, string> {
  const type = frames
    ? 'application/vnd.amazon.eventstream'
    : body && 'text' in body
      ? 'text/plain'
      : 'application/json';
  const chunks = frames && operation === 'InvokeModelWithResponseStream' && CHUNKS;
  return { 'Content-Type': type, ...chunks, ...headers };
}

function fault(ending: 'cut' | 'reset' | 'stall', writes: readonly RawWrite[]): Fault {
  const at = { event: writes.length };
  return ending === 'cut' ? { cut: at } : ending === 'reset' ? { reset: at } : { stall: at };
}

function cut(bytes: Buffer, answer: ScriptedAnswer): RawWrite[] {
  const pieces = piecesOf(bytes, offsetsOf(bytes, answer));
  return pieces.map((body, index) => ({ at: index * (answer.pauseMs ?? NEXT_TURN), body }));
}

function offsetsOf(bytes: Buffer, { frames, writes = 'frames' }: ScriptedAnswer): readonly number[] {
  if (writes === 'whole' || (writes === 'frames' && frames === undefined)) return [];
  if (writes === 'frames') return ends((frames ?? []).map((frame) => encodeFrame(frame).length));
  if ('cuts' in writes) return writes.cuts;
  return Array.from({ length: Math.ceil(bytes.length / writes.size) }, (_, i) => i * writes.size);
}

function ends(lengths: readonly number[]): number[] {
  let end = 0;
  return lengths.map((length) => (end += length));
}

function piecesOf(bytes: Buffer, offsets: readonly number[]): Buffer[] {
  const cuts = [0, ...offsets.filter((at) => at > 0 && at < bytes.length), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}
