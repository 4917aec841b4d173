/** The kit inside a test runner: one test a case. */
import { CLIENT_CASES } from '../cases/client/index.ts';
import type { ClientCase } from '../case.ts';
import type { ClientDriver, DriverFunction, DriverInfo } from '../drivers/driver.ts';
import { inProcess } from '../drivers/in-process.ts';
import { type KnownFailure, names } from '../known-failures.ts';
import { PROPERTIES } from '../properties/index.ts';
import type { AnyProperty } from '../properties/property.ts';
import { tryProperty } from '../properties/try-property.ts';
import { explained } from '../report/index.ts';
import { isFailure, type RunResult } from '../verdict.ts';
import { runsOf } from './runs.ts';
import { Stage } from './stage.ts';
import { type Trial, tryRun } from './try.ts';

/** What vitest and node:test have in common. */
interface TestContext {
  skip(reason?: string): unknown;
}

export interface ClientConformanceDefinition {
  readonly driver: ClientDriver | DriverFunction;
  /** `test` of vitest, or of node:test. */
  readonly test: (name: string, body: (context: TestContext) => Promise<void>) => unknown;
  /** `afterAll` of vitest, or `after` of node:test. */
  readonly after: (close: () => Promise<void>) => unknown;
  readonly known?: readonly KnownFailure[];
  /** Default: all. */
  readonly cases?: readonly ClientCase[];
  /** Default: all, with 25 values each from seed 0. */
  readonly properties?: readonly AnyProperty[];
  readonly runs?: number;
  readonly seed?: number;
  /** After how many milliseconds a call counts as one that never ends. Default: 10,000. */
  readonly limitMs?: number;
}

/**
 * Defines a test for each case and each property. A test fails with all that proves it; one whose needs the driver does
 * not declare is skipped; a known failure that passes fails.
 */
export function defineClientConformance(definition: ClientConformanceDefinition): void {
  const { test, after, cases = CLIENT_CASES, properties = PROPERTIES, known = [], runs, seed } = definition;
  const opened = once(() => open(definition));
  after(async () => {
    const trial = await opened();
    await trial.driver.stop();
    await trial.stage.close();
  });
  for (const one of cases) {
    test(`${one.slug}: ${one.statement}`, async (context) => {
      const trial = await opened();
      tell(await Promise.all(runsOf([one], trial.info).map((run) => tryRun(run, trial))), known, context);
    });
  }
  for (const property of properties) {
    test(`${property.slug}: ${property.statement}`, async (context) => {
      const options = { ...(runs !== undefined && { runs }), ...(seed !== undefined && { seed }) };
      tell([await tryProperty(property, await opened(), options)], known, context);
    });
  }
}

async function open({ driver, limitMs = 10_000 }: ClientConformanceDefinition): Promise<Trial> {
  const used: ClientDriver = 'start' in driver ? driver : inProcess(driver);
  const info: DriverInfo = await used.start();
  return {
    stage: await Stage.open({ portEach: info.without?.includes('endpoint-paths') ?? false }),
    driver: used,
    info,
    limitMs,
    replay: (run) => `defineClientConformance, run ${run}`,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function tell(results: readonly RunResult[], known: readonly KnownFailure[], context: TestContext): void {
  if (results.every(({ verdict }) => verdict === 'SKIP')) return void context.skip(results[0]?.reason);
  const wrong = results.filter((result) => isFailure(result.verdict) !== isKnown(result, known));
  const unexpected = wrong.filter(({ verdict }) => isFailure(verdict) || verdict === 'PASS');
  if (unexpected.length > 0) throw new Error(unexpected.map(told).join('\n'));
}

function told(result: RunResult): string {
  return isFailure(result.verdict) ? explained(result) : `${result.run} passes, and is in the list of known failures`;
}

function isKnown({ run, case: { slug, aliases = [] } }: RunResult, known: readonly KnownFailure[]): boolean {
  return known.some(({ runs }) => names(runs, run, [slug, ...aliases]));
}
