/** From a rendition to an answer: when each part is due, and what goes wrong on the way. */
import type { Fault, Timing } from '../../fixtures/scenario.ts';
import type { ModelledExceptionName } from '../../wire/errors.ts';
import type { Answer, Rendition, Write } from '../exchange.ts';
import type { Random } from '../random.ts';
import { applyFault, faultName } from './faults.ts';
import { schedule } from './schedule.ts';
import { drawSoakFault } from './soak.ts';

export interface Course {
  readonly timing?: Timing | undefined;
  readonly faults?: Fault | readonly Fault[] | undefined;
}

/** Pure but for what it draws from `random`. */
export function timeline(rendition: Rendition, course: Course, random: Random): Answer {
  const { timing, faults = [] } = course;
  if (!timing && !rendition.due && Array.isArray(faults) && faults.length === 0) return atOnce(rendition);
  const streams = rendition.lengths !== undefined;
  const list = ([faults].flat() as readonly Fault[]).filter((fault) => streams || !isAboutEvents(fault));
  const answer = dated(list.reduce(applyFault, schedule(rendition, timing, random)));
  return list.some(shapesWrites) ? answer : { ...answer, writes: shareWrites(answer.writes) };
}

/** A head that comes later tells the time at which it comes: clients set their clocks by it. */
function dated(answer: Answer): Answer {
  const at = answer.headers.indexOf('Date') + 1;
  const told = Date.parse(answer.headers[at] ?? '');
  if (at === 0 || answer.headAt < 1000 || Number.isNaN(told)) return answer;
  return { ...answer, headers: answer.headers.with(at, new Date(told + answer.headAt).toUTCString()) };
}

/** Most answers: nothing is asked to take time or to go wrong, so all is due at once and goes out in one write. */
function atOnce({ status, headers, parts }: Rendition): Answer {
  const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  return { status, headers, headAt: 0, writes: parts.length === 0 ? [] : [{ at: 0, bytes }], ending: 'end', endAt: 0 };
}

/** A body that is no stream has no events: such a fault leaves it as it is, so one scenario can serve both forms. */
function isAboutEvents(fault: Fault): boolean {
  return ['exception', 'error', 'corrupt', 'coalesce'].includes(faultName(fault));
}

/** Faults that are about how bytes lie in writes forbid joining them again. */
function shapesWrites(fault: Fault): boolean {
  const name = faultName(fault);
  return name === 'split' || name === 'coalesce';
}

/** What is due at the same time goes out in one write: three times as fast, and each event is as early as before. */
function shareWrites(writes: readonly Write[]): readonly Write[] {
  if (writes.length < 2) return writes;
  const shared: Write[] = [];
  for (let start = 0, end = 0; start < writes.length; start = end) {
    const at = writes[start]?.at ?? 0;
    for (end = start + 1; writes[end]?.at === at;) end++;
    const group = writes.slice(start, end).map(({ bytes }) => bytes);
    shared.push({ at, bytes: group.length === 1 ? (group[0] as Uint8Array) : Buffer.concat(group) });
  }
  return shared;
}

export interface Chance {
  /** The share of answers that something befalls, 0 to 1. */
  readonly rate: number;
  readonly streams: boolean;
  readonly random: Random;
}

export interface Befallen {
  /** In place of the answer. */
  readonly error?: { readonly error: ModelledExceptionName };
  readonly faults: readonly Fault[];
}

/** A scenario's own faults and, at the server's rate, one at random: an error in place of the answer, or a fault on its way. */
export function befall({ faults = [] }: Course, { rate, streams, random }: Chance): Befallen {
  const own: readonly Fault[] = Array.isArray(faults) ? faults : [faults as Fault];
  const drawn = rate > 0 ? drawSoakFault(rate, streams, random) : undefined;
  if (!drawn) return { faults: own };
  return 'error' in drawn ? { error: drawn, faults: own } : { faults: [...own, drawn.fault] };
}
