/** What a judge looks at: each request with its answer, and what can be read from it. */
import type { ServerOperation } from './request.ts';
import type { Header } from './sigv4.ts';
import { type FrameReading, headerOf, type ReadFrame, readFrames } from './read-frames.ts';
import type { Prepared, WireAnswer } from './wire-answer.ts';

export interface SeenAnswer {
  readonly operation: ServerOperation;
  readonly request: Prepared;
  readonly answer: WireAnswer;
  readonly body: Buffer;
  /** Of a body that is an event stream, or should be one and is no JSON. */
  readonly reading: FrameReading | undefined;
  /** Milliseconds since the run began. */
  readonly begunAt: number;
}

export interface ServerSeen {
  readonly answers: readonly SeenAnswer[];
  /** How the exchanges behind the server ended, where somebody looked. */
  readonly outcomes?: readonly string[];
}

export const EVENT_STREAM = 'application/vnd.amazon.eventstream';

export function see(seen: Omit<SeenAnswer, 'body' | 'reading'>): SeenAnswer {
  const body = Buffer.concat(seen.answer.pieces.map(({ bytes }) => bytes));
  const type = header(seen.answer.headers, 'content-type') ?? '';
  const should =
    seen.answer.status === 200 && seen.operation.endsWith('Stream') && !type.startsWith('application/json');
  const streams = should || type.startsWith(EVENT_STREAM);
  return { ...seen, body, reading: streams ? readFrames(body) : undefined };
}

export function header(headers: readonly Header[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1];
}

/** The body as JSON; undefined where it is none. */
export function jsonOf({ body }: Pick<SeenAnswer, 'body'>): unknown {
  return parse(body.toString('utf8'));
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Follows `output.message.content[0].text` and `[-1]`; undefined where there is nothing. */
export function at(value: unknown, path: string): unknown {
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  return steps.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found.at(Number(step));
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[step] : undefined;
  }, value);
}

/** An event of a stream: its type, its members parsed. */
export interface SeenEvent {
  readonly type: string;
  readonly members: Record<string, unknown>;
}

/** The messages that are events, in order. */
export function eventsOf({ reading }: SeenAnswer): SeenEvent[] {
  return (reading?.frames ?? []).filter((frame) => headerOf(frame, ':message-type') === 'event').map(eventOf);
}

export function eventOf(frame: ReadFrame): SeenEvent {
  const members = parse(frame.payload.toString('utf8'));
  const type = headerOf(frame, ':event-type') ?? '';
  return { type, members: typeof members === 'object' && members !== null ? (members as Record<string, unknown>) : {} };
}

/** The exception's name before `:http://…`, where the answer names one. */
export function errorTypeOf({ answer }: SeenAnswer): string | undefined {
  return header(answer.headers, 'x-amzn-errortype')?.replace(/:.*$/, '');
}

export function isComplete({ answer }: SeenAnswer): boolean {
  return answer.status > 0 && (answer.ending === 'end' || answer.ending === 'left');
}

/** A sentence about what came. */
export function told({ answer, body, reading }: SeenAnswer): string {
  const type = header(answer.headers, 'x-amzn-errortype');
  const what = reading ? `a stream of ${reading.frames.length} messages` : excerpt(body);
  const ended = answer.ending === 'end' ? '' : `, and then ${ENDINGS[answer.ending]}${because(answer.problem)}`;
  if (answer.status === 0) return `no answer: ${ENDINGS[answer.ending]}${because(answer.problem)}`;
  return `${answer.status}${type ? ` ${type}` : ''}, ${what}${ended}`;
}

function because(problem: string | undefined): string {
  return problem === undefined ? '' : ` (${problem})`;
}

const ENDINGS: Readonly<Record<WireAnswer['ending'], string>> = {
  end: 'the end',
  cut: 'the connection closed before the end',
  reset: 'the connection or stream was reset',
  hung: 'nothing more within the time limit',
  left: 'the prober left, as it was told',
  malformed: 'something that is no HTTP',
};

export function excerpt(body: Buffer, length = 200): string {
  const text = body.toString('utf8');
  return text === '' ? 'an empty body' : text.length > length ? `${text.slice(0, length)}…` : text;
}
