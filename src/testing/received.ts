/** Whether requests came that a test expects. */
import { type Filter, type JudgedExchange, searchExchanges } from '../mock-server/index.ts';
import { count, indented, lineOf, listOf, type Numbered } from './lines.ts';
import type { Verdict } from './verdict.ts';
import { nameOf, need, type Watched, wholeJournal } from './watched.ts';

/** A request in the words of a scenario's `when`, and how often it must have come: left out, once or more often. */
export type ReceivedFilter = Filter & { readonly times?: number };

type Judged = Numbered & JudgedExchange;

interface Found {
  readonly wanted: readonly string[];
  readonly matching: readonly Judged[];
  readonly others: readonly Judged[];
}

/**
 * Whether a request came that the filter describes, answered or refused. Without a filter: any.
 *
 * @throws TypeError for a word that scenarios do not have.
 */
export function received(watched: Watched, { times, ...filter }: ReceivedFilter = {}): Verdict {
  if (times !== undefined) return receivedTimes(watched, times, filter);
  const found = find(watched, 'received', filter);
  if (found.matching.length === 0) wholeJournal(watched);
  return {
    pass: found.matching.length > 0,
    message: () => (found.matching.length > 0 ? unwanted(watched, found) : missing(watched, found)),
  };
}

/**
 * Whether so many requests came that the filter describes, and no more. Without a filter: of any kind.
 *
 * @throws TypeError for a word that scenarios do not have. Error where the journal has dropped exchanges.
 */
export function receivedTimes(watched: Watched, times: number, filter: Filter = {}): Verdict {
  if (!Number.isInteger(times) || times < 0) throw new TypeError(`times wants a whole number from 0 on, got ${times}`);
  const found = find(watched, 'receivedTimes', filter);
  wholeJournal(watched);
  const pass = found.matching.length === times;
  return { pass, message: () => (pass ? notSoOften(watched, found) : otherThan(watched, times, found)) };
}

/** The exchanges that the filter describes, the oldest first. */
export function find(watched: Watched, check: string, filter: Filter): Found {
  need(watched, check);
  const { wanted, judged } = searchExchanges(watched.journal.raw(), filter);
  const all = judged.map((one, i) => ({ ...one, number: i + 1 }));
  const matches = ({ differences }: Judged) => differences.length === 0;
  return { wanted, matching: all.filter(matches), others: all.filter((one) => !matches(one)) };
}

function missing(watched: Watched, { wanted, others }: Found): string {
  const opening = `expected ${nameOf(watched)} to have received a request${described(wanted)}`;
  if (others.length === 0) return `${opening}\nbut it received none at all`;
  const told =
    others.length === 1
      ? 'but the only one it received is another'
      : `but none of the ${others.length} it received is one`;
  return [opening, told, nearest(others), 'Received:', listOf(others)].join('\n');
}

function unwanted(watched: Watched, { wanted, matching }: Found): string {
  const opening = `expected ${nameOf(watched)} not to have received a request${described(wanted)}`;
  return [opening, `but it received ${matching.length}:`, listOf(matching)].join('\n');
}

function otherThan(watched: Watched, times: number, { wanted, matching, others }: Found): string {
  const lines = [`expected ${nameOf(watched)} to have received ${count(times, 'request')}${described(wanted)}`];
  lines.push(`but it received ${matching.length}${matching.length > 0 ? ':' : ''}`);
  if (matching.length > 0) lines.push(listOf(matching));
  if (others.length > 0 && matching.length < times) lines.push(nearest(others));
  if (others.length > 0) lines.push('Received besides:', listOf(others));
  return lines.join('\n');
}

function notSoOften(watched: Watched, { wanted, matching }: Found): string {
  const times = count(matching.length, 'request');
  const opening = `expected ${nameOf(watched)} not to have received ${times}${described(wanted)}`;
  return matching.length === 0 ? opening : `${opening}\nbut it did:\n${listOf(matching)}`;
}

function described(wanted: readonly string[]): string {
  return wanted.length === 0 ? '' : ` with\n${indented(wanted.join('\n'))}`;
}

/** The one with the fewest differences, of several the likest, and of those the newest. */
function nearest(others: readonly Judged[]): string {
  const best = others.reduce((one, other) => (isNearer(one, other) ? one : other));
  return `The nearest is ${lineOf(best)}\n${indented(best.differences.join('\n'))}`;
}

function isNearer(one: Judged, other: Judged): boolean {
  if (one.differences.length !== other.differences.length) return one.differences.length < other.differences.length;
  return one.likeness > other.likeness;
}
