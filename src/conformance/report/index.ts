/** Reports of runs, by format. */
import type { RunResult } from '../verdict.ts';
import { badge } from './badge.ts';
import { html } from './html.ts';
import { jsonLines } from './json-lines.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { tap } from './tap.ts';

export { countsText, countVerdicts } from './count.ts';
export { resultSchema } from './schema.ts';
export { explained, summary, type SummaryOptions } from './summary.ts';
export { badge, html, jsonLines, junit, markdown, tap };

/** By the name that options give them. */
export const REPORTS = { jsonl: jsonLines, junit, tap, markdown, badge, html } as const satisfies Readonly<
  Record<string, (results: readonly RunResult[]) => string>
>;

export type ReportFormat = keyof typeof REPORTS;
