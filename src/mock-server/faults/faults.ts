/**
 * Faults as pure functions over a timeline: what would have been sent goes in, what is sent comes out. They
 * are applied in the order in which the scenario names them. Events and writes are the same thing until a fault
 * splits or joins them.
 */
import type { Fault, Position } from '../../fixtures/scenario.ts';
import { EXCEPTIONS } from '../../wire/errors.ts';
import type { Answer, Ending, Write } from '../exchange.ts';
import { errorFrame, exceptionFrame } from '../frames.ts';

type Members<F> = F extends unknown ? keyof F : never;
/** The member that names a fault; the others are its options. */
export type FaultName = Exclude<Members<Fault>, 'event' | 'message'>;
type Apply = (answer: Answer, fault: never) => Answer;

const FAULTS: Readonly<Record<FaultName, Apply>> = {
  delay: (answer, { delay }: { delay: number }) => later(answer, delay),
  stall: (answer, { stall }: { stall: Position }) => stopAt(answer, stall, 'stall'),
  cut: (answer, { cut }: { cut: Position }) => stopAt(answer, cut, 'cut'),
  reset: (answer, { reset }: { reset: Position }) => stopAt(answer, reset, 'reset'),
  end: (answer, { end }: { end: Position }) => withLength(stopAt(answer, end, 'end')),
  exception: (answer, fault: { exception: string; event?: number; message?: string }) =>
    endWith(answer, fault.event, exceptionFrame(...exception(fault.exception, fault.message))),
  error: (answer, fault: { error: string; event?: number; message?: string }) =>
    endWith(answer, fault.event, errorFrame(fault.error, fault.message ?? '')),
  corrupt: (answer, fault: { corrupt: keyof typeof CHECKSUM_AT; event?: number }) =>
    replaceWrite(answer, fault.event ?? 0, (bytes) => flipBit(bytes, CHECKSUM_AT[fault.corrupt](bytes.length))),
  split: (answer, { split }: { split: number }) => ({ ...answer, writes: splitWrites(answer.writes, split) }),
  coalesce: (answer, { coalesce }: { coalesce: number }) => ({
    ...answer,
    writes: joinWrites(answer.writes, coalesce),
  }),
};

/** Where the checksums of a frame stand: after the two lengths, and at the very end. */
const CHECKSUM_AT = {
  'prelude-crc': () => 8,
  'message-crc': (length: number) => length - 1,
} as const;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** The member of a fault that says which it is. */
export function faultName(fault: Fault): FaultName {
  return Object.keys(fault).find(isFaultName) as FaultName;
}

export function applyFault(answer: Answer, fault: Fault): Answer {
  return FAULTS[faultName(fault)](answer, fault as never);
}

function later(answer: Answer, by: number): Answer {
  return {
    ...answer,
    headAt: answer.headAt + by,
    endAt: answer.endAt + by,
    writes: answer.writes.map(({ at, bytes }) => ({ at: at + by, bytes })),
  };
}

function stopAt(answer: Answer, position: Position, ending: Ending): Answer {
  if (position === 'head') return { ...answer, writes: [], ending, endAt: answer.headAt, headAt: answer.headAt + 1 };
  const writes =
    'event' in position ? answer.writes.slice(0, position.event) : firstBytes(answer.writes, position.byte);
  return { ...answer, writes, ending, endAt: writes.at(-1)?.at ?? answer.headAt };
}

/** A body that ends early «as if all had been said» says so in its length, or the client would wait for the rest. */
function withLength(answer: Answer): Answer {
  const at = answer.headers.indexOf('Content-Length');
  if (at < 0) return answer;
  const length = answer.writes.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { ...answer, headers: answer.headers.with(at + 1, String(length)) };
}

function firstBytes(writes: readonly Write[], count: number): Write[] {
  const kept: Write[] = [];
  let left = count;
  for (const { at, bytes } of writes) {
    if (left <= 0) break;
    kept.push({ at, bytes: bytes.subarray(0, left) });
    left -= bytes.length;
  }
  return kept;
}

/** The default place is after everything but the last event, so that something was said before. */
function endWith(answer: Answer, event: number | undefined, frame: Uint8Array): Answer {
  const place = event ?? Math.max(0, answer.writes.length - 1);
  const at = answer.writes[place]?.at ?? answer.endAt;
  return { ...answer, writes: [...answer.writes.slice(0, place), { at, bytes: frame }], ending: 'end', endAt: at };
}

/** A stream names its exceptions by the member of the union: `throttlingException`. */
function exception(name: string, message: string | undefined): [string, string] {
  const known = Object.entries(EXCEPTIONS).find(([type]) => type.toLowerCase() === name.toLowerCase())?.[1];
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return [member, JSON.stringify({ message: message ?? known?.message ?? name })];
}

function replaceWrite(answer: Answer, event: number, change: (bytes: Uint8Array) => Uint8Array): Answer {
  const writes = answer.writes.map((write, i) => (i === event ? { at: write.at, bytes: change(write.bytes) } : write));
  return { ...answer, writes };
}

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

function splitWrites(writes: readonly Write[], size: number): Write[] {
  return writes.flatMap(({ at, bytes }) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => ({
      at,
      bytes: bytes.subarray(i * size, (i + 1) * size),
    })),
  );
}

function joinWrites(writes: readonly Write[], count: number): readonly Write[] {
  if (count === 1) return writes;
  const joined: Write[] = [];
  for (let i = 0; i < writes.length; i += count) {
    const group = writes.slice(i, i + count);
    joined.push({ at: group.at(-1)?.at ?? 0, bytes: Buffer.concat(group.map(({ bytes }) => bytes)) });
  }
  return joined;
}
