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
  const { name, command, folder, processes, runs, known } = configuration;
  const began = Date.now();
  const { info, results } = await conformClient({
    driver: subprocess({ command, cwd: folder, startLimitMs: 60_000, ...(processes !== undefined && { processes }) }),
    properties: PROPERTIES,
    every: false,
    ...(runs !== undefined && { runs }),
    limitMs: LIMIT_MS,
    only,
    replay: (run) => `npm run matrix -- '${name}' --case '${run}'`,
  });
  const named = results.map((result) => ({ ...result, subject: { ...result.subject, name } }));
  const compared = compareWithKnown(named, known);
  // A chosen part says nothing of entries about the rest.
  const stale = only.length > 0 ? [] : compared.deviations.stale;
  return {
    configuration,
    info,
    results: compared.results,
    deviations: { ...compared.deviations, stale },
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

export function isAsKnown({ deviations: { regressions, unexpectedPasses, stale } }: Tried): boolean {
  return regressions.length + unexpectedPasses.length + stale.length === 0;
}
