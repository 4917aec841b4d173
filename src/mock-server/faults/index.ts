/** From a rendition to an answer: when each part is due, and what goes wrong on the way. */
import type { Fault, Timing } from '../../fixtures/scenario.ts';
import type { ModelledExceptionName } from '../../wire/errors.ts';
import type { Answer, Rendition } from '../exchange.ts';
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
  return dated(list.reduce(applyFault, schedule(rendition, timing, random)));
}

/** A head that comes later tells the time at which it comes: clients set their clocks by it. */
function dated(answer: Answer): Answer {
  const at = answer.headers.indexOf('Date') + 1;
  const told = Date.parse(answer.headers[at] ?? '');
  if (at === 0 || answer.headAt < 1000 || Number.isNaN(told)) return answer;
  return { ...answer, headers: answer.headers.with(at, new Date(told + answer.headAt).toUTCString()) };
}

/** Most answers: nothing is asked to take time or to go wrong, so all is due at once. */
function atOnce({ status, headers, parts }: Rendition): Answer {
  return { status, headers, headAt: 0, writes: parts.map((bytes) => ({ at: 0, bytes })), ending: 'end', endAt: 0 };
}

/** A body that is no stream has no events: such a fault leaves it as it is, so one scenario can serve both forms. */
function isAboutEvents(fault: Fault): boolean {
  return ['exception', 'error', 'corrupt', 'coalesce'].includes(faultName(fault));
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
