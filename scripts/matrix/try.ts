/** One configuration against every case and property that applies to it. */
import { conformClient } from '../../src/conformance/client/conform.ts';
import type { DriverInfo } from '../../src/conformance/drivers/driver.ts';
import { subprocess } from '../../src/conformance/drivers/subprocess.ts';
import { compareWithKnown, type Deviations } from '../../src/conformance/known-failures.ts';
import { PROPERTIES } from '../../src/conformance/properties/index.ts';
import type { RunResult } from '../../src/conformance/verdict.ts';
import type { Configuration } from './drivers.ts';

/** When a call counts as one that never ends: some are slow on a busy machine, and are no failure for it. */
const LIMIT_MS = 30_000;

export interface Tried {
  readonly configuration: Configuration;
  readonly info: DriverInfo;
  readonly results: readonly RunResult[];
  readonly deviations: Deviations;
  readonly seconds: number;
}

/** Rejects with a `DriverError` where the driver is broken. */
export async function tryConfiguration(configuration: Configuration, only: readonly string[]): Promise<Tried> {
  const began = Date.now();
  const { info, results } = await drive(configuration, { only });
  const seconds = Math.round((Date.now() - began) / 1000);
  // A chosen part says nothing of entries about the rest.
  return compared({ configuration, info, results, seconds }, only.length === 0);
}

/**
 * The same with some runs tried once more, one after the other: what a busy machine does to a client is not the
 * client's doing, and what the client does it does again.
 */
export async function tryAgain(tried: Tried, runs: readonly string[]): Promise<Tried> {
  const { results } = await drive(tried.configuration, { only: runs, alone: true });
  const again = new Map(results.map((result) => [result.run, result]));
  return compared({ ...tried, results: tried.results.map((result) => again.get(result.run) ?? result) }, true);
}

interface Chosen {
  readonly only: readonly string[];
  readonly alone?: boolean;
}

async function drive(configuration: Configuration, { only, alone = false }: Chosen) {
  const { name, command, folder, processes, runs } = configuration;
  const side = alone ? { processes: 1 } : processes !== undefined && { processes };
  const { info, results } = await conformClient({
    driver: subprocess({ command, cwd: folder, startLimitMs: 60_000, ...side }),
    properties: PROPERTIES,
    every: false,
    ...(runs !== undefined && { runs }),
    ...(alone && { parallel: 1 }),
    limitMs: LIMIT_MS,
    only,
    replay: (run) => `npm run matrix -- '${name}' --case '${run}'`,
  });
  return { info, results: results.map((result) => ({ ...result, subject: { ...result.subject, name } })) };
}

function compared(tried: Omit<Tried, 'deviations'>, whole: boolean): Tried {
  const { results, deviations } = compareWithKnown(tried.results, tried.configuration.known);
  return { ...tried, results, deviations: { ...deviations, stale: whole ? deviations.stale : [] } };
}

export function isAsKnown({ deviations: { regressions, unexpectedPasses, stale } }: Tried): boolean {
  return regressions.length + unexpectedPasses.length + stale.length === 0;
}
