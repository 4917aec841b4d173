/** What a live service answered, as recordings that the double can replay. */
import { toBody } from '../../recordings/body.ts';
import { toFrame } from '../../recordings/frame.ts';
import {
  type RecordedEnding,
  type RecordedResponse,
  type Recording,
  RECORDING_FORMAT,
  type Redaction,
} from '../../recordings/recording.ts';
import { redact } from '../../recordings/redaction/redact.ts';
import { findSecrets } from '../../recordings/redaction/scan.ts';
import { createRecordingWriter } from '../../recordings/write.ts';
import { OPERATIONS } from '../../wire/operations.ts';
import type { SeenAnswer } from '../server/seen.ts';
import type { AnswerEnding } from '../server/wire-answer.ts';
import type { Tried } from './double.ts';

export interface SavedRecordings {
  readonly files: readonly string[];
  /** Recordings that were not written, since something in them still looks like a secret: where, and like what. */
  readonly withheld: readonly string[];
}

/** A file for each exchange that asked for an operation at its place; what was seen has its secrets taken out already. */
export async function saveRecordings(directory: string, { results, seen }: Tried): Promise<SavedRecordings> {
  const writer = await createRecordingWriter(directory);
  const [files, withheld]: [string[], string[]] = [[], []];
  for (const { run, startedAt } of results) {
    for (const answer of seen.get(run)?.answers ?? []) {
      const recording = recordingOf(answer, startedAt);
      const suspicions = recording ? findSecrets(recording) : [];
      withheld.push(...suspicions.map(({ at, looksLike }) => `${run}: ${at} looks like ${looksLike}`));
      if (recording && suspicions.length === 0) files.push(await writer.write(recording, writer.number()));
    }
  }
  return { files, withheld };
}

/** Undefined for a request at a place or with a method that the operation does not have. */
export function recordingOf(seen: SeenAnswer, runStartedAt: string): Recording | undefined {
  const { request, operation, begunAt } = seen;
  const modelId = modelIdOf(seen);
  if (modelId === undefined) return undefined;
  const body = toBody(request.body);
  return redact({
    format: RECORDING_FORMAT,
    operation,
    modelId,
    recordedAt: new Date(Date.parse(runStartedAt) + begunAt).toISOString(),
    request: {
      method: request.method,
      target: request.target,
      headers: request.headers,
      ...(body && { body }),
    },
    response: responseOf(seen),
    redacted: takenOut(seen),
  });
}

function modelIdOf({ operation, request }: SeenAnswer): string | undefined {
  const { method, path } = OPERATIONS.find(({ name }) => name === operation)!;
  const route = new RegExp(`${path.replace('{modelId}', '(?<model>[^/]+)').replace(/\{\w+\}/g, '[^/]+')}$`);
  const found = request.method === method ? route.exec(request.target) : null;
  return found ? decodeURIComponent(found.groups?.['model'] ?? '') : undefined;
}

const ENDINGS: Readonly<Record<AnswerEnding, RecordedEnding>> = {
  end: 'complete',
  cut: 'truncated',
  malformed: 'truncated',
  reset: 'reset',
  hung: 'stalled',
  left: 'abandoned',
};

function responseOf(seen: SeenAnswer): RecordedResponse {
  const { status, headers, headAt, ending, endAt } = seen.answer;
  return {
    ...(headAt !== undefined && { atMs: headAt, status }),
    headers,
    ...(headAt !== undefined && contentOf(seen)),
    ending: ENDINGS[ending],
    endedAtMs: endAt,
  };
}

function contentOf(seen: SeenAnswer): Pick<RecordedResponse, 'body' | 'frames' | 'trailing'> {
  const { body, reading } = seen;
  if (!reading) {
    const whole = toBody(body);
    return whole ? { body: whole } : {};
  }
  const frames = reading.frames.map(({ offset, length }) =>
    toFrame(body.subarray(offset, offset + length), cameAt(seen, offset + length)),
  );
  const left = body.subarray(reading.frames.reduce((sum, { length }) => sum + length, 0));
  const trailing = { atMs: cameAt(seen, body.length), raw: left.toString('base64') };
  return { frames, ...(left.length > 0 && { trailing }) };
}

/** When the first so many bytes were there. */
function cameAt({ answer: { pieces, endAt } }: SeenAnswer, length: number): number {
  let came = 0;
  return pieces.find(({ bytes }) => (came += bytes.length) >= length)?.at ?? endAt;
}

/** What stands where the prober took something out. */
const TRACES = /\*{8}|0{12}/;

function takenOut({ request, body, reading }: SeenAnswer): Redaction[] {
  const places = [
    ['$.request.target', request.target],
    ['$.request.body', request.body.toString('latin1')],
    [reading ? '$.response.frames' : '$.response.body', body.toString('latin1')],
  ] as const;
  return places.filter(([, text]) => TRACES.test(text)).map(([at]) => ({ rule: 'credentials and account ids', at }));
}
