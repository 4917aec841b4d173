/** Which requests a recording answers: those equal to its own. */
import type { Step } from '../../mock-server/matching/json-path.ts';
import type { Path } from '../../mock-server/matching/problems.ts';
import type { Ask } from '../../fixtures/ask.ts';
import type { When } from '../../fixtures/scenario.ts';
import { jsonOf } from '../body.ts';
import type { Recording } from '../recording.ts';
import { mapAt } from '../redaction/json.ts';
import { differenceOf, isRedacted, jsonPath, patternOf, sameText } from './difference.ts';

/** Paths into the bodies of requests that make no difference. */
export type Ignored = readonly (readonly Step[])[];

/**
 * Operation, model id and body, parsed, must be equal. The values in the body stand as conditions of their own too,
 * which costs little and tells which recording came nearest, and where it differs.
 */
export function conditionOf({ operation, modelId, request }: Recording, ignored: Ignored): When {
  const recorded = { modelId, query: queryOf(request.target), body: without(jsonOf(request.body), ignored) };
  const body = Object.fromEntries(leavesOf(recorded.body).slice(0, MOST));
  return {
    operation,
    ...(Object.keys(body).length > 0 && { body }),
    test: (ask) => differing(recorded, ask, ignored) ?? true,
  };
}

/** Equal for recordings whose requests are. */
export function requestKey({ operation, modelId, request }: Recording, ignored: Ignored): string {
  return JSON.stringify([operation, modelId, queryOf(request.target), sorted(without(jsonOf(request.body), ignored))]);
}

/** More would not tell apart what so many do not. */
const MOST = 100;

interface Recorded {
  readonly modelId: string;
  readonly query: string;
  readonly body: unknown;
}

function differing(recorded: Recorded, ask: Ask, ignored: Ignored): string | undefined {
  if (!sameText(recorded.modelId, ask.modelId)) {
    return `the model id: recorded ${JSON.stringify(recorded.modelId)}, asked ${JSON.stringify(ask.modelId)}`;
  }
  if (ask.query !== undefined && queryOf(`?${ask.query}`) !== recorded.query) {
    return `the query: recorded ${JSON.stringify(recorded.query)}, asked ${JSON.stringify(ask.query)}`;
  }
  return differenceOf(recorded.body, without(ask.body, ignored));
}

/** In an order of its own, and without what signs it. */
function queryOf(target: string): string {
  const [, query = ''] = target.split(/\?(.*)/s);
  const parts = query.split('&').filter((part) => part !== '' && !/^X-Amz-/i.test(part));
  return parts.toSorted().join('&');
}

/** What is ignored becomes undefined, which is as if it were not there. */
function without(value: unknown, ignored: Ignored): unknown {
  return ignored.reduce((left, steps) => mapAt(left, steps, () => undefined), value);
}

/** The texts, numbers and truths in a value, each with its path; those whose path cannot be written are left out. */
function leavesOf(value: unknown, path: Path = []): (readonly [path: string, wanted: unknown])[] {
  if (typeof value !== 'object' || value === null) return leaf(value, path);
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, isList ? Number(key) : key]));
}

function leaf(value: unknown, path: Path): (readonly [string, unknown])[] {
  if (value === undefined || path.some((step) => /["']/.test(String(step)))) return [];
  return [[jsonPath(path), typeof value === 'string' && isRedacted(value) ? patternOf(value) : value]];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
