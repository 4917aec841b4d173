/** What the checks look at. */
import { type JournalFace, SandboxFace } from '../mock-server/index.ts';

/** A double or one of its sandboxes. */
export type Watched = Pick<SandboxFace, 'name' | 'journal' | 'scenarios'>;

/** `the double`, `sandbox "orders"`. */
export function nameOf({ name }: Watched): string {
  return name === '' ? 'the double' : `sandbox ${JSON.stringify(name)}`;
}

/** @throws TypeError for anything else, as where `await` or `{ bedrock }` was forgotten. */
export function need(value: unknown, check: string): asserts value is Watched {
  if (value instanceof SandboxFace || looksWatched(value)) return;
  throw new TypeError(`${check} wants a double of createBedrock() or one of its sandboxes, not ${kindOf(value)}`);
}

/** Of another copy of this package, or wrapped. */
function looksWatched(value: unknown): boolean {
  return typeof (value as Partial<Watched> | null | undefined)?.journal?.raw === 'function';
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise; it lacks an await';
  if (typeof value !== 'object' || value === null) return String(value);
  const { name } = value.constructor ?? {};
  return name === undefined || name === 'Object' ? 'another object' : `a ${name}`;
}

/**
 * The exchanges, where all are still there.
 *
 * @throws Error where some were dropped, as nobody can say what was in them.
 */
export function wholeJournal({ journal }: { readonly journal: JournalFace }) {
  const { length, total } = journal;
  if (length === total) return journal.raw();
  const dropped = total - length;
  throw new Error(
    `the journal keeps ${length} of ${total} exchanges, so that nothing can be said of the ${dropped} dropped: ` +
      `createBedrock({ journal: { entries: ${total} } }) keeps as many, journal.clear() begins anew`,
  );
}
