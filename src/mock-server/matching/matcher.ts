/** Which scenario answers a request, and with what. */
import type { AnswerSpec, Scenario } from '../../fixtures/scenario.ts';
import type { Random } from '../random.ts';
import type { CompiledAnswer, CompiledScenario, ScenarioSet } from './compile.ts';
import { countOf, randomOf, usesOf, type Counters } from './counters.ts';
import { viewOf, type Input, type View } from './view.ts';

/** What `match` found. `usedUp` holds the scenarios that would have answered before, had they not been used up. */
export type Outcome = Match | NoMatch;

export interface Match {
  readonly scenario: Scenario;
  /** The answer that is due: of a sequence the next, of a choice the one drawn, with the timing and faults around it. */
  readonly answer: AnswerSpec;
  /** Which answer of the sequence, from 0. */
  readonly index: number;
  readonly usedUp: readonly Scenario[];
}

export interface NoMatch {
  readonly scenario: undefined;
  readonly usedUp: readonly Scenario[];
}

const NONE: readonly Scenario[] = [];

const NO_MORE = Infinity;

/** Finds the first scenario, in the order of the set, that holds and is not used up, and counts the use. */
export function match(set: ScenarioSet, counters: Counters, input: Input): Outcome {
  const view = viewOf(input);
  const { always, find } = set.shortlist;
  const found = find(view);
  let usedUp: Scenario[] | undefined;
  for (let a = 0, f = 0; ;) {
    const position = Math.min(always[a] ?? NO_MORE, found[f] ?? NO_MORE);
    if (position === NO_MORE) return { scenario: undefined, usedUp: usedUp ?? NONE };
    if (position === always[a]) a++;
    else f++;
    const compiled = set.scenarios[position] as CompiledScenario;
    if (!holds(compiled, view)) continue;
    if (usesOf(counters, compiled.scenario) < compiled.limit) return use(compiled, counters, usedUp ?? NONE);
    (usedUp ??= []).push(compiled.scenario);
  }
}

function holds({ conditions }: CompiledScenario, view: View): boolean {
  for (let i = 0; i < conditions.length; i++) if (!conditions[i]!.holds(view)) return false;
  return true;
}

function use(compiled: CompiledScenario, counters: Counters, usedUp: readonly Scenario[]): Match {
  const { scenario, answers, place } = compiled;
  const index = place(countOf(counters, scenario).used++, answers.length);
  const answer = draw(answers[index] as CompiledAnswer, () => randomOf(counters, scenario));
  return { scenario, answer, index, usedUp };
}

function draw({ spec, choices }: CompiledAnswer, random: () => Random): AnswerSpec {
  if (choices.length === 0) return spec;
  let rest = random()() * choices.reduce((sum, choice) => sum + choice.weight, 0);
  const drawn = choices.find((choice) => (rest -= choice.weight) < 0) ?? choices.at(-1);
  return draw((drawn as (typeof choices)[number]).answer, random);
}
