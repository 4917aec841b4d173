/** How often each scenario has answered: the one thing about matching that changes. */
import type { Scenario } from '../../fixtures/scenario.ts';
import { seededRandom, type Random } from '../random.ts';

/** The counters of one sandbox. They go by the scenario itself, so that they outlast an addition to the set. */
export interface Counters {
  readonly seed: number;
  readonly counts: WeakMap<Scenario, Count>;
}

export interface Count {
  used: number;
  /** What weights are drawn with: its own for each scenario, so that one does not disturb another. */
  random: Random | undefined;
}

/** @param seed decides what `choose` draws; the same seed and the same uses give the same answers. */
export function createCounters(seed = 0): Counters {
  return { seed, counts: new WeakMap() };
}

/** How often the scenario has answered so far. */
export function usesOf(counters: Counters, scenario: Scenario): number {
  return counters.counts.get(scenario)?.used ?? 0;
}

export function countOf({ counts }: Counters, scenario: Scenario): Count {
  let count = counts.get(scenario);
  if (!count) counts.set(scenario, (count = { used: 0, random: undefined }));
  return count;
}

export function randomOf(counters: Counters, scenario: Scenario): Random {
  const count = countOf(counters, scenario);
  return (count.random ??= seededRandom(counters.seed, scenario.name));
}
