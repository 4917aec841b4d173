/** What was seen, secrets taken out: the only form of it that leaves the prober. */
import { crc32 } from 'node:zlib';
import { headerOf, type ReadFrame } from './read-frames.ts';
import type { Redactor } from './redact.ts';
import { see, type SeenAnswer, type ServerSeen } from './seen.ts';
import type { Piece } from './wire-answer.ts';

export function redactSeen({ answers, outcomes }: ServerSeen, redactor: Redactor): ServerSeen {
  return { answers: answers.map((answer) => redactAnswer(answer, redactor)), ...(outcomes && { outcomes }) };
}

function redactAnswer(seen: SeenAnswer, redactor: Redactor): SeenAnswer {
  const { operation, request, answer, begunAt } = seen;
  const { problem } = answer;
  return see({
    operation,
    begunAt,
    request: {
      ...request,
      target: redactor.text(request.target),
      headers: redactor.headers(request.headers),
      body: redactor.bytes(request.body),
    },
    answer: {
      ...answer,
      headers: redactor.headers(answer.headers),
      pieces: cutLike(answer.pieces, redactBody(seen, redactor)),
      ...(problem !== undefined && { problem: redactor.text(problem) }),
    },
  });
}

/** A secret may begin in one piece and end in the next, so that the whole is redacted and then cut as it came. */
function cutLike(pieces: readonly Piece[], body: Buffer): Piece[] {
  let from = 0;
  return pieces.map(({ at, bytes }) => {
    from += bytes.length;
    return { at, bytes: body.subarray(from - bytes.length, from) };
  });
}

function redactBody({ body, reading }: SeenAnswer, redactor: Redactor): Buffer {
  const cleared = redactor.bytes(body);
  const frames = reading?.frames ?? [];
  const changed = frames.map((frame) => redactFrame(frame, { body, cleared, redactor }));
  if (changed.every((frame) => frame === undefined)) return cleared;
  const parts = frames.map((frame, i) => changed[i] ?? cleared.subarray(frame.offset, frame.offset + frame.length));
  const read = parts.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...parts, cleared.subarray(read)]);
}

interface Bodies {
  readonly body: Buffer;
  readonly cleared: Buffer;
  readonly redactor: Redactor;
}

/** A message that was right is right again; one that was wrong stays so. Undefined where nothing is to be changed. */
function redactFrame(frame: ReadFrame, { body, cleared, redactor }: Bodies): Buffer | undefined {
  const bytes = Buffer.from(cleared.subarray(frame.offset, frame.offset + frame.length));
  if (headerOf(frame, ':event-type') === 'chunk') redactChunk(bytes, frame, redactor);
  if (bytes.equals(body.subarray(frame.offset, frame.offset + frame.length))) return undefined;
  const end = bytes.length - 4;
  if (frame.faults.length === 0) bytes.writeUInt32BE(crc32(bytes.subarray(0, end)), end);
  return bytes;
}

/** What the model wrote stands in a chunk in base64. */
function redactChunk(bytes: Buffer, { payload, headersLength }: ReadFrame, redactor: Redactor): void {
  const text = payload
    .toString('latin1')
    .replace(/("bytes"\s*:\s*")([A-Za-z0-9+/=]+)/, (_, name: string, value: string) => {
      return name + redactor.bytes(Buffer.from(value, 'base64')).toString('base64');
    });
  if (text.length === payload.length) bytes.write(text, 12 + headersLength, 'latin1');
}
