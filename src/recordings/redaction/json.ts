/** Walks through JSON values. */
import { ANY, type Step } from '../../mock-server/matching/json-path.ts';
import type { Path } from '../../mock-server/matching/problems.ts';

/** The value with each text in it replaced; member names stay. */
export function mapTexts(value: unknown, change: (text: string, path: Path) => string, path: Path = []): unknown {
  if (typeof value === 'string') return change(value, path);
  return mapMembers(value, (member, key) => mapTexts(member, change, [...path, key]));
}

/** The value with what is at the steps replaced. */
export function mapAt(
  value: unknown,
  steps: readonly Step[],
  change: (found: unknown, path: Path) => unknown,
): unknown {
  return mapFrom(value, { steps, change, path: [] });
}

interface Course {
  readonly steps: readonly Step[];
  readonly change: (found: unknown, path: Path) => unknown;
  readonly path: Path;
}

function mapFrom(value: unknown, { steps, change, path }: Course): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value, path);
  const wanted = keyFor(step, value);
  return mapMembers(value, (member, key) =>
    wanted === ANY || key === wanted ? mapFrom(member, { steps: rest, change, path: [...path, key] }) : member,
  );
}

function keyFor(step: Step, value: unknown): Step | undefined {
  if (step === ANY) return Array.isArray(value) ? ANY : undefined;
  return typeof step === 'number' && step < 0 && Array.isArray(value) ? value.length + step : step;
}

function mapMembers(value: unknown, change: (member: unknown, key: string | number) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member, key)]));
}
