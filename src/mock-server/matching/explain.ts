/** Why a scenario did not answer, for a person. */
import type { Scenario } from '../../fixtures/scenario.ts';
import type { CompiledScenario, ScenarioSet } from './compile.ts';
import type { Condition } from './conditions.ts';
import { closest, likenessTo, shorten } from './likeness.ts';
import type { Outcome } from './matcher.ts';
import { viewOf, type Input, type View } from './view.ts';

/** The scenario that came nearest to answering. */
export interface Nearest {
  readonly scenario: Scenario;
  /** How many of its conditions held. */
  readonly met: number;
  readonly conditions: number;
  /** One line for each condition that did not hold, or the one that says it is used up. */
  readonly differences: readonly string[];
}

export interface WhyNot {
  /** Its name. */
  readonly scenario: string;
  /** The first condition that did not hold, or `used up: 2 of 2 times`, or `comes after "name"`. */
  readonly because: string;
}

/** The scenario with the most conditions met; of several the one with fewest unmet, then with the likest texts. */
export function nearest(set: ScenarioSet, input: Input): Nearest | undefined {
  const view = viewOf(input);
  const likeness = { prompt: likenessTo(view.prompt), system: likenessTo(view.system) };
  const ranked = set.scenarios.map((compiled) => rank(compiled, view, likeness));
  const best = ranked.reduce<Ranked | undefined>(
    (one, other) => (one && !isNearer(other, one) ? one : other),
    undefined,
  );
  if (best === undefined) return undefined;
  const { compiled, met, unmet } = best;
  const differences = unmet.length > 0 ? unmet.map((one) => closeDifference(one, view)) : [usedUp(compiled)];
  return { scenario: compiled.scenario, met, conditions: compiled.conditions.length, differences };
}

/** As many differences as a person reads. */
const TOLD = 6;

/** The nearest scenario in one line, for a refusal: its name, and the conditions that did not hold. */
export function nearestLine(set: ScenarioSet, input: Input): string {
  const found = nearest(set, input);
  if (found === undefined) return 'There are no scenarios.';
  const { scenario, met, conditions, differences } = found;
  const more = differences.length > TOLD ? `; and ${differences.length - TOLD} more` : '';
  return `The nearest is "${scenario.name}" (${met} of ${conditions} conditions hold): ${differences.slice(0, TOLD).join('; ')}${more}`;
}

/**
 * For each scenario that did not answer, why not, in their order. Conditions look at the request alone, so that this
 * may be asked at any time later; what was used up by then stands in the outcome.
 */
export function why(set: ScenarioSet, outcome: Outcome, input: Input): readonly WhyNot[] {
  const view = viewOf(input);
  const others = set.scenarios.filter(({ scenario }) => scenario !== outcome.scenario);
  return others.map((compiled) => ({ scenario: compiled.scenario.name, because: reasonOf(compiled, outcome, view) }));
}

function reasonOf(compiled: CompiledScenario, outcome: Outcome, view: View): string {
  if (outcome.usedUp.includes(compiled.scenario)) return usedUp(compiled);
  const unmet = compiled.conditions.find((condition) => !condition.holds(view));
  return unmet ? difference(unmet, view) : `comes after ${JSON.stringify(outcome.scenario?.name)}`;
}

function usedUp({ limit, scenario }: CompiledScenario): string {
  return `used up: ${limit} of ${limit} ${scenario.times === limit ? 'times' : 'answers'}`;
}

interface Ranked {
  readonly compiled: CompiledScenario;
  readonly met: number;
  readonly unmet: readonly Condition[];
  readonly likeness: number;
}

type Likeness = Readonly<Record<'prompt' | 'system', (wanted: string) => number>>;

function rank(compiled: CompiledScenario, view: View, likeness: Likeness): Ranked {
  const unmet = compiled.conditions.filter((condition) => !condition.holds(view));
  const likenesses = unmet.map(({ plain }) => (plain ? likeness[plain.of](plain.literal.text) : 0));
  const met = compiled.conditions.length - unmet.length;
  return { compiled, met, unmet, likeness: likenesses.reduce((sum, one) => sum + one, 0) };
}

function isNearer(one: Ranked, other: Ranked): boolean {
  if (one.met !== other.met) return one.met > other.met;
  if (one.unmet.length !== other.unmet.length) return one.unmet.length < other.unmet.length;
  return one.likeness > other.likeness;
}

/** `prompt: wanted text containing "weather", got "What's the wether?"`. */
function difference({ name, wanted, got }: Condition, view: View): string {
  return `${name}: wanted ${shorten(wanted)}, got ${show(got(view))}`;
}

/** The same with the place that comes closest, which takes too long to look for in every scenario. */
export function closeDifference(condition: Condition, view: View): string {
  const { plain } = condition;
  const near = plain && closest(plain.literal, view[plain.of]);
  return near === undefined ? difference(condition, view) : `${difference(condition, view)}; ${near}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Error) return `an error: ${value.message}`;
  return shorten(JSON.stringify(value));
}
