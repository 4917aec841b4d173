/** Tries a property with many values, and makes the counterexample as small as it gets. */
import fc, { type RunDetails } from 'fast-check';
import type { ClientCase, HttpVersion } from '../case.ts';
import { type ClientRun, runsOf } from '../client/runs.ts';
import { trySession } from '../client/session.ts';
import { type Trial, tryRun } from '../client/try.ts';
import { isFailure, type RunResult, type Verdict } from '../verdict.ts';
import { type AnyProperty, infoOfProperty } from './property.ts';

export interface PropertyOptions {
  /** Values tried. Default: 25. */
  readonly runs?: number;
  /** All values come from it. Default: 0. */
  readonly seed?: number;
  /** Try the whole of a property's list of fixed values, which takes minutes with a slow client; else some. Default: true. */
  readonly every?: boolean;
  /** Leads straight to a counterexample, as a report has it. */
  readonly path?: string;
}

const DEFAULT_RUNS = 25;
/** Values of a fixed list where not all are tried. */
const SOME = 100;
/** Values of a fixed list that are tried at the same time. */
const TOGETHER = 16;

export const nameOfProperty = ({ slug }: AnyProperty): string => `${slug}@property`;

export function slugsOfProperty(property: AnyProperty): string[] {
  const { slug, aliases = [] } = infoOfProperty(property);
  return [slug, ...aliases];
}

/** One result for all values: that of the smallest counterexample, or that there is none. */
export async function tryProperty(
  property: AnyProperty,
  trial: Trial,
  options: PropertyOptions = {},
): Promise<RunResult> {
  const began = Date.now();
  const attempt = new Attempt(property, trial, options.every);
  if (attempt.missing.length > 0)
    return attempt.result({
      verdict: 'SKIP',
      reason: `the driver does not declare ${attempt.missing.join(', ')}`,
      began,
    });
  const { runs = DEFAULT_RUNS, seed = 0, every = true, path } = options;
  const always = every ? (property.always ?? []) : someOf(property.always ?? [], seed);
  const examples = await attempt.firstOf(always);
  const numRuns = examples.length + Math.max(1, Math.round(runs * (property.share ?? 1)));
  const holds = fc.asyncProperty(property.values, async (value) => attempt.holds(value));
  const from = { numRuns, seed, examples: examples.map((value): [unknown] => [value]) };
  const details = await fc.check(holds, { ...from, ...(path !== undefined && { path }) });
  if (attempt.broken) throw attempt.broken;
  return attempt.conclude(details.failed ? details : { ...details, numRuns: numRuns + always.length }, began);
}

type Tried = Pick<RunResult, 'verdict' | 'reason' | 'findings' | 'evidence'>;

/** As far apart from each other as can be; another seed has others. */
function someOf<Value>(values: readonly Value[], seed: number): readonly Value[] {
  const step = Math.ceil(values.length / SOME);
  return values.filter((_, index) => index % step === seed % step);
}

class Attempt {
  readonly #property: AnyProperty;
  readonly #trial: Trial;
  readonly #http: HttpVersion;
  /** Asked for, and so to be asked for again. */
  readonly #every: boolean;
  #count = 0;
  /** The last that failed: after shrinking, the smallest. */
  #failed: Tried | undefined;
  /** A broken driver is no counterexample. */
  broken: unknown;

  constructor(property: AnyProperty, trial: Trial, every = false) {
    this.#property = property;
    this.#every = every;
    this.#trial = trial;
    this.#http = trial.info.capabilities.includes('http1') ? 'http1' : 'http2';
  }

  /** What a client lacks for every variant of a value like any other. */
  get missing(): readonly string[] {
    const [value] = fc.sample(this.#property.values, { numRuns: 1, seed: 0 });
    const runs = this.#runs(value);
    return runs.some((run) => run.missing.length === 0) ? [] : (runs[0]?.missing ?? []);
  }

  /** The first of these values for which it does not hold, if there is one. They are tried side by side. */
  async firstOf(values: readonly unknown[]): Promise<readonly unknown[]> {
    for (let from = 0; from < values.length; from += TOGETHER) {
      const few = values.slice(from, from + TOGETHER);
      const held = await Promise.all(few.map((value) => this.holds(value)));
      const bad = held.indexOf(false);
      if (bad >= 0) return few.slice(bad, bad + 1);
    }
    return [];
  }

  async holds(value: unknown): Promise<boolean> {
    if (this.broken !== undefined) return true;
    const runs = this.#runs(value).filter(({ missing }) => missing.length === 0);
    for (const trial of this.#property.session ? [runs] : runs.map((run) => [run])) {
      const tried = await this.#try(trial);
      if (!tried || isGood(tried.verdict)) continue;
      this.#failed = { ...tried, evidence: { ...tried.evidence, counterexample: value as never } };
      return false;
    }
    return true;
  }

  conclude({ failed, numRuns, numShrinks, seed, counterexamplePath }: RunDetails<[unknown]>, began: number): RunResult {
    if (!failed || !this.#failed)
      return this.result({ verdict: 'PASS', reason: `held for ${numRuns} values from seed ${seed}`, began });
    const { verdict, reason, findings, evidence } = this.#failed;
    const where = `--seed ${seed} --path ${counterexamplePath ?? ''}${this.#every ? ' --every' : ''}`;
    const why = `${reason} (value ${numRuns}, made smaller ${numShrinks} times; ${where})`;
    return {
      ...this.result({ verdict, reason: why, began }),
      findings,
      evidence,
      replay: `${this.#trial.replay(nameOfProperty(this.#property))} ${where}`,
    };
  }

  result({ verdict, reason, began }: { verdict: Verdict; reason: string; began: number }): RunResult {
    const { name, version, language } = this.#trial.info;
    return {
      run: nameOfProperty(this.#property),
      case: infoOfProperty(this.#property),
      axes: {},
      subject: { kind: 'client', name, version, language },
      verdict,
      reason,
      findings: [],
      evidence: { timeline: [] },
      replay: this.#trial.replay(nameOfProperty(this.#property)),
      startedAt: new Date(began).toISOString(),
      durationMs: Date.now() - began,
    };
  }

  async #try(runs: readonly ClientRun[]): Promise<Tried | undefined> {
    const [run] = runs;
    if (!run) return undefined;
    try {
      return this.#property.session ? await trySession(runs, this.#trial) : await tryRun(run, this.#trial);
    } catch (error) {
      this.broken ??= error;
      return undefined;
    }
  }

  #runs(value: unknown): ClientRun[] {
    const property = this.#property;
    const settings = property.settings?.(value as never);
    const one: ClientCase = {
      ...infoOfProperty(property),
      subject: 'client',
      ...(property.needs && { needs: property.needs }),
      ...(settings && { settings }),
      axes: { http: [this.#http] },
      variants: property.variants(value as never),
    };
    // Each value in a sandbox of its own: they may run side by side with those of other properties.
    return runsOf([one], this.#trial.info).map((run) => ({
      ...run,
      name: `${run.name},${this.#count++}`,
    }));
  }
}

function isGood(verdict: Verdict): boolean {
  return !isFailure(verdict) && verdict !== 'WARN';
}
