/** A small part of JSONPath (RFC 9535): members, elements, the last elements, any element. */

/** A member's name, an element's number, or any element. */
export type Step = string | number | typeof ANY;
export const ANY = Symbol('[*]');

const STEP = /\.?([\p{L}_$][\p{L}\p{N}_$-]*)|\[(-?\d+)\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]/uy;

/**
 * Reads `$.a.b[0].c`, `a.b`, `['a b']`, `[-1]`, `[*]`.
 *
 * @throws Error that shows where it stopped and what may stand there.
 */
export function parsePath(path: string): readonly Step[] {
  const steps: Step[] = [];
  let at = /^\$(?=[.[]|$)/.test(path) ? 1 : 0;
  while (at < path.length) {
    const found = stepAt(path, at);
    if (!found || (at > 0 && !/[.[]/.test(path[at] as string))) throw unreadable(path, at);
    steps.push(found.step);
    at = found.end;
  }
  return steps;
}

function stepAt(path: string, at: number): { step: Step; end: number } | undefined {
  STEP.lastIndex = at;
  const [, name, index, any, single, double] = STEP.exec(path) ?? [];
  const end = STEP.lastIndex;
  if (end === 0) return undefined;
  if (index !== undefined) return { step: Number(index), end };
  if (any !== undefined) return { step: ANY, end };
  return { step: name ?? single ?? double ?? '', end };
}

function unreadable(path: string, at: number): Error {
  const rest = JSON.stringify(path.slice(at));
  return new Error(
    `the JSON path ${JSON.stringify(path)} cannot be read from ${rest} on; it takes .name, ['name'], [0], [-1] and [*]`,
  );
}

/** Whether any value at the path passes; nothing is there where a step leads nowhere. */
export function someAt(value: unknown, steps: readonly Step[], passes: (found: unknown) => boolean, from = 0): boolean {
  if (from === steps.length) return passes(value);
  const step = steps[from] as Step;
  if (step === ANY) return Array.isArray(value) && value.some((element) => someAt(element, steps, passes, from + 1));
  const next = member(value, step);
  return next !== undefined && someAt(next, steps, passes, from + 1);
}

function member(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}

/** All values at the path. */
export function allAt(value: unknown, steps: readonly Step[]): unknown[] {
  const found: unknown[] = [];
  someAt(value, steps, (one) => (found.push(one), false));
  return found;
}
