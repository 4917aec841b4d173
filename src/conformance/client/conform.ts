/** All runs of a client: smoke first, the others side by side. */
import type { ClientCase } from '../case.ts';
import { CLIENT_CASES, SMOKE } from '../cases/client/index.ts';
import { type ClientDriver, DriverError, type DriverInfo } from '../drivers/driver.ts';
import { names } from '../known-failures.ts';
import type { RunResult } from '../verdict.ts';
import { isFailure } from '../verdict.ts';
import type { AnyProperty } from '../properties/property.ts';
import { nameOfProperty, slugsOfProperty, tryProperty } from '../properties/try-property.ts';
import { type ClientRun, runsOf } from './runs.ts';
import { shuffled } from './shuffled.ts';
import { Stage } from './stage.ts';
import { type Trial, tryRun } from './try.ts';

export interface ConformOptions {
  readonly driver: ClientDriver;
  /** Default: all that there are. */
  readonly cases?: readonly ClientCase[];
  /** Globs over names of runs or slugs of cases. Default: all. */
  readonly only?: readonly string[];
  /** The order in which runs begin comes from it. Default: the order of the cases. */
  readonly seed?: number;
  /** Every `of`-th run, beginning with the `index`-th, from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Stop at the first failure that `isKnown` does not know. */
  readonly bail?: boolean;
  readonly isKnown?: (result: RunResult) => boolean;
  /** Runs side by side. Default: 16, and no more than the driver takes. */
  readonly parallel?: number;
  /** After how many milliseconds a call counts as one that never ends. Default: 10,000. */
  readonly limitMs?: number;
  /** Called as soon as a run is over. */
  readonly onResult?: (result: RunResult, progress: Progress) => void;
  /** The command that repeats a run. */
  readonly replay?: (run: string) => string;
  /** Whether three cases are tried before all others. Default: true. */
  readonly smoke?: boolean;
  /** Properties, each tried with many values after the cases. Default: none. */
  readonly properties?: readonly AnyProperty[];
  /** Values for each property. Default: 25. */
  readonly runs?: number;
  /** Whether properties with a list of fixed values try all of them, and not only some. Default: true. */
  readonly every?: boolean;
  /** Straight to a counterexample, with the seed of its report. */
  readonly path?: string;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

export interface Conformance {
  readonly info: DriverInfo;
  /** In the order of the cases. */
  readonly results: readonly RunResult[];
}

/** Rejects with a `DriverError` where the driver is broken, as opposed to a client that does not conform. */
export async function conformClient(options: ConformOptions): Promise<Conformance> {
  const info = await options.driver.start();
  const stage = await Stage.open({ portEach: info.without?.includes('endpoint-paths') ?? false });
  try {
    const { limitMs = 10_000, replay = (run) => `touchstone conform client --case '${run}'` } = options;
    const trial: Trial = { stage, driver: options.driver, info, limitMs, replay };
    const all = runsOf(options.cases ?? CLIENT_CASES, info);
    const first = options.smoke === false ? [] : await smoke(all, trial);
    const results = await tryAll(select(all, options), { trial, first, options });
    return { info, results: [...results, ...(await tryProperties(trial, options))] };
  } finally {
    await options.driver.stop();
    await stage.close();
  }
}

/** The runs that are asked for. */
export function select(
  runs: readonly ClientRun[],
  { only = [], shard }: Pick<ConformOptions, 'only' | 'shard'>,
): ClientRun[] {
  const asked = runs.filter(({ name, case: { slug, aliases = [] } }) => {
    return only.length === 0 || only.some((glob) => names(glob, name, [slug, ...aliases]));
  });
  return shard ? asked.filter((_, index) => index % shard.of === shard.index - 1) : asked;
}

/** A client that does none of the simplest things is not tried any further. */
async function smoke(all: readonly ClientRun[], trial: Trial): Promise<RunResult[]> {
  const able = all.filter(({ missing }) => missing.length === 0);
  const runs = SMOKE.flatMap((slugs) => able.find(({ case: { slug } }) => slugs.includes(slug)) ?? []);
  const results: RunResult[] = [];
  for (const run of runs) results.push(await tryRun(run, trial));
  if (results.length > 0 && results.every(({ verdict }) => isFailure(verdict))) throw broken(results);
  return results;
}

function broken(results: readonly RunResult[]): DriverError {
  const lines = results.map(({ run, reason }) => `  ${run}: ${reason}`);
  return new DriverError(
    ['the driver is broken, or the client cannot reach the stage: not one of the simplest cases works', ...lines].join(
      '\n',
    ),
  );
}

const PROPERTIES_AT_A_TIME = 4;

/** The runs of one follow each other, since the next may depend on what came of the last. */
async function tryProperties(trial: Trial, options: ConformOptions): Promise<RunResult[]> {
  const { properties = [], only = [], shard, seed, runs, every, path } = options;
  if (shard && shard.index !== 1) return [];
  const asked = properties.filter(
    (one) => only.length === 0 || only.some((glob) => names(glob, nameOfProperty(one), slugsOfProperty(one))),
  );
  const from = {
    ...(seed !== undefined && { seed }),
    ...(runs !== undefined && { runs }),
    ...(every !== undefined && { every }),
    ...(path !== undefined && { path }),
  };
  const results = new Map<AnyProperty, RunResult>();
  const queue = [...asked];
  const work = async (): Promise<void> => {
    for (let property = queue.shift(); property; property = queue.shift()) {
      const result = await tryProperty(property, trial, from);
      results.set(property, result);
      options.onResult?.(result, { done: results.size, of: asked.length });
    }
  };
  await Promise.all(Array.from({ length: PROPERTIES_AT_A_TIME }, work));
  return asked.flatMap((property) => results.get(property) ?? []);
}

interface Work {
  readonly trial: Trial;
  /** What is known already. */
  readonly first: readonly RunResult[];
  readonly options: ConformOptions;
}

async function tryAll(runs: readonly ClientRun[], { trial, first, options }: Work): Promise<RunResult[]> {
  const known = new Map(first.map((result) => [result.run, result]));
  const results = new Map<string, RunResult>();
  const queue = options.seed === undefined ? [...runs] : shuffled(runs, options.seed);
  const work = async (): Promise<void> => {
    for (let run = queue.shift(); run; run = queue.shift()) {
      const result = known.get(run.name) ?? (await tryRun(run, trial));
      results.set(run.name, result);
      options.onResult?.(result, { done: results.size, of: runs.length });
      if (options.bail && isFailure(result.verdict) && !options.isKnown?.(result)) queue.length = 0;
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 16 }, work));
  return runs.flatMap(({ name }) => results.get(name) ?? []);
}
