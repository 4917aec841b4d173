/** What a person wants taken out of recordings, beside what always is. */
import { parsePath, type Step } from '../../mock-server/matching/json-path.ts';

/** What stands in place of what was taken out. */
export const REDACTED = '[redacted]';

/** As written, and what it takes out: the value at a JSON path of every body, or what matches in every text. */
export type Rule =
  { readonly source: string; readonly steps: readonly Step[] } | { readonly source: string; readonly pattern: RegExp };

/**
 * Reads `$.messages[*].content`, a path into the bodies of requests and answers and into the events of streams; or
 * `/regex/flags`, a pattern for each text in them, in headers and in the target.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseRule(source: string): Rule {
  const [, regex, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(source) ?? [];
  if (regex !== undefined) return { source, pattern: new RegExp(regex, `g${flags.replace(/[gy]/g, '')}`) };
  if (!source.startsWith('$')) throw new Error('wants a JSON path like $.messages[*].content, or /regex/flags');
  return { source, steps: parsePath(source) };
}
