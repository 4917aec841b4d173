/** Reports to files, the list of known failures, and what the exit code says of a run of the kit. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  compareWithKnown,
  type Deviations,
  type KnownFailure,
  readKnownFailures,
} from '../conformance/known-failures.ts';
import { type ReportFormat, REPORTS } from '../conformance/report/index.ts';
import type { RunResult } from '../conformance/verdict.ts';
import { readTextFile } from './files.ts';
import { CommandError, UsageError } from './terminal.ts';

export interface ReportTarget {
  readonly format: ReportFormat;
  readonly file: string;
}

/** `html=report.html` */
export function readReportTarget(text: string): ReportTarget {
  const [, format = '', file = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (Object.hasOwn(REPORTS, format)) return { format: format as ReportFormat, file };
  throw new Error(`wants FORMAT=FILE, FORMAT one of ${Object.keys(REPORTS).join(', ')}`);
}

/** @throws UsageError for a file that is no list of known failures. @throws CommandError for one that cannot be read. */
export async function readKnown(file: string | undefined): Promise<readonly KnownFailure[]> {
  if (file === undefined) return [];
  const text = await readTextFile(file);
  try {
    return readKnownFailures(text, file);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

/** @throws CommandError for a file that cannot be written. */
export async function writeReports(targets: readonly ReportTarget[], results: readonly RunResult[]): Promise<void> {
  for (const { format, file } of targets) await writeReport(file, REPORTS[format](results));
}

/** @throws CommandError for a file that cannot be written. */
export async function writeReport(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new CommandError(`${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

export interface Concluded extends Deviations {
  readonly results: readonly RunResult[];
  /** 0 as expected, 1 a regression, a pass that was to fail or a stale entry, 4 nothing ran. */
  readonly exitCode: 0 | 1 | 4;
}

/** An entry is stale only where everything was to run: a chosen part says nothing about the rest. */
export function conclude(results: readonly RunResult[], known: readonly KnownFailure[], partly: boolean): Concluded {
  const { results: marked, deviations } = compareWithKnown(results, known);
  const stale = partly ? [] : deviations.stale;
  const ran = results.some(({ verdict }) => verdict !== 'SKIP' && verdict !== 'UNKNOWN');
  const bad = deviations.regressions.length + deviations.unexpectedPasses.length + stale.length > 0;
  return { ...deviations, stale, results: marked, exitCode: !ran ? 4 : bad ? 1 : 0 };
}
