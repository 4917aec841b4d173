/** One JSON object a line, each a run, as `schema/conformance-result.schema.json` says. */
import type { RunResult } from '../verdict.ts';

export function jsonLines(results: readonly RunResult[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join('');
}
