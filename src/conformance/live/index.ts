/** Services that cost money, and where they, the service model and the double differ: the public face of this folder. */
export { dollars, type Spent } from './budget.ts';
export { conformLive, type LiveConformance, type LiveConformanceOptions } from './conform-live.ts';
export type { Tried } from './double.ts';
export { compareWithDouble, type Drift } from './drift.ts';
export { driftJson, driftMarkdown } from './drift-report.ts';
export { MAX_OUTPUT_TOKENS } from './live-attempt.ts';
export { type SavedRecordings, saveRecordings } from './save-recordings.ts';
