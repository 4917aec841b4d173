/** What the expectations of a stream mean. */
import { isUtf8 } from 'node:buffer';
import type { Finding } from '../verdict.ts';
import type { StreamExpectation } from './expectation.ts';
import { GRAMMAR } from './grammar.ts';
import { finding } from './judge-answer.ts';
import { headerOf, type ReadFrame } from './read-frames.ts';
import { at, errorTypeOf, eventOf, eventsOf, excerpt, parse, type SeenAnswer, told } from './seen.ts';

type Judges = {
  readonly [K in StreamExpectation['is']]: (
    expected: Extract<StreamExpectation, { is: K }>,
    seen: SeenAnswer,
  ) => Finding;
};

export const STREAM_JUDGES: Judges = {
  'frames-intact': (_, seen) => everyFrame(seen, INTACT, (frame) => unlessEmpty(frame.faults.join('; '))),
  'frames-within-limits': (_, seen) =>
    everyFrame(seen, 'payloads of at most 25,165,824 bytes and headers of at most 131,072', (frame) =>
      frame.faults.find((fault) => fault.includes('more than')),
    ),
  'frame-headers': (_, seen) => everyFrame(seen, HEADERS, brokenHeaders),
  'frame-header-types': (_, seen) =>
    everyFrame(seen, 'headers of type 7, string', (frame) => {
      const other = frame.headers.find(({ name, type }) => name.startsWith(':') && type !== 'string');
      return other && `${other.name} has the type ${other.type}`;
    }),
  'payload-not-wrapped': (_, seen) =>
    everyFrame(seen, 'payloads that hold the members of the event itself', (frame) => {
      const { type, members } = eventOf(frame);
      const names = Object.keys(members).filter((name) => name !== 'p');
      if (parse(frame.payload.toString('utf8')) === undefined) return `the payload ${excerpt(frame.payload)}`;
      return type !== '' && names.includes(type) ? `${type} inside the payload of ${type}` : undefined;
    }),
  'chunks-base64': (_, seen) =>
    everyFrame(seen, 'chunks with bytes, base64 of JSON', (frame) => {
      if (!isEvent(frame)) return undefined;
      const bytes = eventOf(frame).members['bytes'];
      const sound = typeof bytes === 'string' && BASE64.test(bytes) && bytes.length % 4 === 0;
      const json = sound ? parse(Buffer.from(bytes, 'base64').toString('utf8')) : undefined;
      return typeof json === 'object' && json !== null ? undefined : `the payload ${excerpt(frame.payload)}`;
    }),
  'payload-utf8': (_, seen) =>
    everyFrame(seen, 'whole characters of UTF-8 in each message, no half of one', (frame) => {
      const chunk = eventOf(frame).members['bytes'];
      const parts = [frame.payload, ...(typeof chunk === 'string' ? [Buffer.from(chunk, 'base64')] : [])];
      const bad = parts.find(
        (part) => !isUtf8(part) || HALF.test(part.toString('utf8')) || halves(parse(part.toString())),
      );
      return bad && `the payload ${excerpt(bad)}`;
    }),
  spread({ ms }, seen) {
    const arrivals = arrivalsOf(seen);
    const apart = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    const expected = `the first message at least ${ms} ms before the last`;
    return { holds: apart >= ms, expected, seen: `${arrivals.length} messages within ${Math.round(apart)} ms` };
  },
  grammar({ rule }, seen) {
    const { must, broken } = GRAMMAR[rule];
    if (!seen.reading) return finding(false, must, seen);
    const found = broken(eventsOf(seen));
    return { holds: found === undefined, expected: must, seen: found ?? 'so it is' };
  },
  exception({ type, message }, seen) {
    const frame = seen.reading?.frames.find((one) => headerOf(one, ':message-type') === 'exception');
    const name = frame && headerOf(frame, ':exception-type');
    const text = frame && at(parse(frame.payload.toString('utf8')), 'message');
    const holds = name === type && typeof text === 'string' && text.includes(message);
    const expected = `a message of type exception, :exception-type ${type}, its payload JSON with message ${JSON.stringify(message)}`;
    return {
      holds,
      expected,
      seen: frame ? `:exception-type ${name ?? 'absent'}, ${excerpt(frame.payload)}` : told(seen),
    };
  },
  'nothing-after-exception'(_, seen) {
    const frames = seen.reading?.frames ?? [];
    const where = frames.findIndex((frame) => headerOf(frame, ':message-type') !== 'event');
    const after = frames.slice(where + 1);
    const holds = where >= 0 && after.length === 0 && seen.reading?.fault === undefined && seen.answer.ending === 'end';
    const told_ = where < 0 ? `no exception in ${told(seen)}` : `${after.length} messages after it, ${told(seen)}`;
    return { holds, expected: 'the end of the stream after the exception', seen: told_ };
  },
  'no-event': ({ type }, seen) => {
    const found = eventsOf(seen).find((event) => event.type === type);
    return {
      holds: found === undefined,
      expected: `no ${type}, since none was sent`,
      seen: found ? JSON.stringify(found.members) : told(seen),
    };
  },
  'broken-off'(_, seen) {
    const frames = seen.reading?.frames ?? [];
    const failed =
      frames.some((frame) => headerOf(frame, ':message-type') !== 'event') || errorTypeOf(seen) !== undefined;
    const holds = failed || seen.reading?.fault !== undefined || seen.answer.ending !== 'end';
    return finding(holds && seen.answer.ending !== 'hung', 'an exception, or a stream that breaks off', seen);
  },
  stop({ reason }, seen) {
    const stop = eventsOf(seen).find(({ type }) => type === 'messageStop');
    const holds = stop?.members['stopReason'] === reason;
    return { holds, expected: `messageStop with ${reason}`, seen: stop ? JSON.stringify(stop.members) : told(seen) };
  },
};

const INTACT = 'messages whose lengths and checksums are right, and nothing beside them';
const HEADERS = ':message-type with :event-type or :exception-type in each message, no name twice and none empty';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** What becomes of half a character when it is written as UTF-8. */
const HALF = /\ufffd/;

function halves(value: unknown): boolean {
  return /\\ud[89a-f]/i.test(JSON.stringify(value) ?? '');
}

function isEvent(frame: ReadFrame): boolean {
  return headerOf(frame, ':message-type') === 'event';
}

/** At least one message, all bytes read, and nothing to say against any. */
function everyFrame(seen: SeenAnswer, must: string, broken: (frame: ReadFrame) => string | undefined): Finding {
  const { reading } = seen;
  if (!reading || reading.frames.length === 0) return finding(false, must, seen);
  if (reading.fault !== undefined && must === INTACT) return { holds: false, expected: must, seen: reading.fault };
  for (const [index, frame] of reading.frames.entries()) {
    const found = broken(frame);
    if (found !== undefined) return { holds: false, expected: must, seen: `message ${index}: ${found}` };
  }
  return { holds: true, expected: must, seen: `${reading.frames.length} such messages` };
}

function unlessEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function brokenHeaders(frame: ReadFrame): string | undefined {
  const names = frame.headers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return twice === '' ? 'headers without a name' : `${twice} twice`;
  if (names.includes('')) return 'a header without a name';
  const type = headerOf(frame, ':message-type');
  const wanted = ({ event: ':event-type', exception: ':exception-type', error: ':error-code' } as const)[
    type as 'event'
  ];
  if (wanted === undefined) return `:message-type ${type ?? 'absent'}`;
  return headerOf(frame, wanted) ? undefined : `${type} without ${wanted}`;
}

/** When the last byte of each message was there. */
function arrivalsOf({ reading, answer }: SeenAnswer): number[] {
  let length = 0;
  const ends = answer.pieces.map((piece) => ({ at: piece.at, end: (length += piece.bytes.length) }));
  return (reading?.frames ?? []).map((frame) => ends.find(({ end }) => end >= frame.offset + frame.length)?.at ?? 0);
}
