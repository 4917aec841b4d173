/** From scenarios as written to what `match` runs. */
import type { Answerable, AnswerSpec, Scenario, When } from '../../fixtures/scenario.ts';
import { CONDITIONS, type Condition } from './conditions.ts';
import { createShortlist, type Shortlist } from './shortlist.ts';

/** Scenarios made ready. Never changes, so that all sandboxes may share it; what was used up stands in `Counters`. */
export interface ScenarioSet {
  /** In the order in which they are tried. */
  readonly scenarios: readonly CompiledScenario[];
  readonly shortlist: Shortlist;
}

export interface CompiledScenario {
  readonly scenario: Scenario;
  readonly conditions: readonly Condition[];
  readonly answers: readonly CompiledAnswer[];
  /** Which answer the nth use gets; `used` counts the uses before it. */
  readonly place: (used: number, answers: number) => number;
  /** How often it may answer, from `times` and from a sequence that falls through. */
  readonly limit: number;
}

export interface CompiledAnswer {
  readonly spec: AnswerSpec;
  readonly choices: readonly { readonly weight: number; readonly answer: CompiledAnswer }[];
}

type AfterLast = NonNullable<Scenario['afterLast']>;

const PLACES: Readonly<Record<AfterLast, CompiledScenario['place']>> = {
  'repeat-last': (used, answers) => Math.min(used, answers - 1),
  cycle: (used, answers) => used % answers,
  'fall-through': (used) => used,
};

/**
 * @param known a set whose scenarios are not compiled again where they are in the new one too.
 * @throws Error that names the scenario and the condition, for a pattern or JSON path that cannot be read.
 */
export function compileScenarios(scenarios: readonly Scenario[], known?: ScenarioSet): ScenarioSet {
  const ready = new Map(known?.scenarios.map((compiled) => [compiled.scenario, compiled]));
  return setOf(scenarios.map((scenario) => ready.get(scenario) ?? compileScenario(scenario)));
}

/** The shortlist is made for the first request, since a set is often added to before. */
function setOf(scenarios: readonly CompiledScenario[]): ScenarioSet {
  let shortlist: Shortlist | undefined;
  return {
    scenarios,
    get shortlist() {
      return (shortlist ??= createShortlist(scenarios));
    },
  };
}

function compileScenario(scenario: Scenario): CompiledScenario {
  const { answer, afterLast = 'repeat-last', times = Infinity } = scenario;
  const sequence = Array.isArray(answer) ? (answer as readonly Answerable[]) : undefined;
  if (sequence?.length === 0) throw new Error(`scenario "${scenario.name}": its list of answers is empty`);
  const through = sequence && afterLast === 'fall-through' ? sequence.length : Infinity;
  return {
    scenario,
    conditions: compileWhen(scenario),
    answers: (sequence ?? [answer as Answerable]).map((one) => compileAnswer(one)),
    place: PLACES[afterLast],
    limit: Math.min(times, through),
  };
}

function compileWhen({ name, when = {} }: Scenario): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [member, compile] of Object.entries(CONDITIONS) as [keyof When, (wanted: unknown) => Condition[]][]) {
    const wanted = when[member];
    if (wanted === undefined) continue;
    try {
      conditions.push(...compile(wanted));
    } catch (cause) {
      throw new Error(`scenario "${name}": when.${member}: ${(cause as Error).message}`, { cause });
    }
  }
  return conditions;
}

/** Choices take over the timing and the faults around them where they have none of their own. */
function compileAnswer(answer: Answerable, around: Pick<AnswerSpec, 'timing' | 'faults'> = {}): CompiledAnswer {
  const { choose = [], ...own } = typeof answer === 'string' ? { reply: answer } : answer;
  const spec = { ...around, ...own };
  const { timing, faults } = spec;
  const inherited = { ...(timing && { timing }), ...(faults && { faults }) };
  const choices = choose.map(({ weight = 1, ...one }) => ({ weight, answer: compileAnswer(one, inherited) }));
  return { spec, choices };
}
