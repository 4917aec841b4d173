/** The evidence beside the checkout. Tests that need it skip, and say so, where it is absent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = join(import.meta.dirname, '../../../shared');

export const hasShared = existsSync(SHARED);

/** For the name of a test that skips. */
export const WITHOUT_SHARED = hasShared ? '' : ' (skipped: ../shared is not here)';

export function readShared(path: string): string {
  return readFileSync(join(SHARED, path), 'utf8');
}

export interface Recording {
  readonly id: string;
  readonly file: string;
  readonly recorder: string;
  readonly operation: string;
  readonly modelId: string | null;
  readonly request: { method: string; path: string; query: string; headers: unknown; body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: string;
    readonly frames?: readonly { headers: Record<string, string>; payload: string }[];
  };
}

/** Every recorded exchange, in the order of the files. */
export function recordings(): Recording[] {
  if (!hasShared) return [];
  const files = readdirSync(join(SHARED, 'recordings')).filter((name) => name.endsWith('.jsonl'));
  return files.toSorted().flatMap((name) =>
    readShared(`recordings/${name}`)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Recording),
  );
}
