/** From what a person wrote to scenarios: validated, the short forms written out, names given. */
import type { AnswerSpec, Answerable, Scenario, ScenarioDocument, WrittenScenario } from '../../fixtures/scenario.ts';
import { formatPath, ScenarioError, type Problem } from './problems.ts';
import { DOCUMENT } from './scenario-shape.ts';
import { fieldsOf } from './validate-members.ts';
import { validate, type Finding } from './validate.ts';

export interface Loaded {
  readonly scenarios: readonly Scenario[];
  /** What can be used as it is, but was perhaps meant otherwise. */
  readonly hints: readonly Problem[];
}

/**
 * Reads scenarios that are values already, as the control API and `createBedrock` get them.
 *
 * @param value a list of scenarios, or a `ScenarioDocument`.
 * @param label what scenarios without a name are called: `scenario#1`.
 * @throws ScenarioError with everything that is wrong.
 */
export function readScenarios(value: unknown, label = 'scenario'): Loaded {
  const { scenarios, findings } = readDocument(value, { label, names: new Map() });
  return loaded(
    scenarios,
    findings.map((finding) => ({ problem: problemOf(finding), hint: finding.hint === true })),
  );
}

/** @throws ScenarioError unless all that was found are hints. */
export function loaded(scenarios: readonly Scenario[], found: readonly { problem: Problem; hint: boolean }[]): Loaded {
  const problems = found.filter(({ hint }) => !hint);
  if (problems.length > 0) throw new ScenarioError(problems.map(({ problem }) => problem));
  return { scenarios, hints: found.map(({ problem }) => problem) };
}

export function problemOf({ code, path, message }: Finding): Problem {
  return { code, path: formatPath(path), message };
}

export interface Reading {
  readonly label: string;
  readonly file?: string;
  /** The names given so far, and where. */
  readonly names: Map<string, string>;
}

/** The paths of the findings are those of the long form, also where the value is a mere list. */
export function readDocument(
  value: unknown,
  reading: Reading,
): { readonly scenarios: readonly Scenario[]; readonly findings: readonly Finding[] } {
  const document = Array.isArray(value) ? { scenarios: value } : value;
  if (typeof document !== 'object' || document === null) return { scenarios: [], findings: [noScenarios(value)] };
  const findings = [...validate(DOCUMENT, document), ...takenNames(document, reading)];
  if (findings.some(({ hint }) => !hint)) return { scenarios: [], findings };
  const { scenarios, defaults = {} } = document as ScenarioDocument;
  return { scenarios: scenarios.map((one, i) => writeOut(one, defaults, nameOf(one, i, reading))), findings };
}

function noScenarios(value: unknown): Finding {
  const what = value === undefined || value === null ? 'is empty; ' : '';
  return { code: 'wrong-type', path: [], message: `${what}wants a list of scenarios, or an object with "scenarios"` };
}

function nameOf(scenario: Partial<WrittenScenario> | null, index: number, { label }: Reading): string {
  return scenario?.name ?? `${label}#${index + 1}`;
}

/** Looks at values that may not be valid, so that a name given twice is told along with all else. */
function takenNames({ scenarios }: Partial<ScenarioDocument>, reading: Reading): readonly Finding[] {
  if (!Array.isArray(scenarios)) return [];
  return scenarios.flatMap((one: WrittenScenario | null, i): Finding[] => {
    const name = nameOf(one, i, reading);
    const holder = reading.names.get(name);
    reading.names.set(name, holder ?? `scenarios[${i}]${reading.file === undefined ? '' : ` in ${reading.file}`}`);
    if (holder === undefined) return [];
    const message = `${JSON.stringify(name)} is the name of ${holder} already`;
    return [{ code: 'duplicate-name', path: ['scenarios', i, 'name'], message }];
  });
}

type Defaults = NonNullable<ScenarioDocument['defaults']>;

/** A scenario that is written out already stays the same object, by which its uses are counted. */
function writeOut(written: WrittenScenario, defaults: Defaults, name: string): Scenario {
  if (isWrittenOut(written) && Object.keys(defaults).length === 0) return written;
  const own: WrittenScenario = Object.fromEntries(fieldsOf(written));
  const all = { ...defaults, ...own };
  const when = { ...defaults.when, ...own.when };
  return {
    name,
    ...(Object.keys(when).length > 0 && { when }),
    answer: paced(answerOf(all), pick(all, ['timing', 'faults'])),
    ...pick(all, ['afterLast', 'times']),
  };
}

function answerOf(written: WrittenScenario): Scenario['answer'] {
  const { answer, replies } = written;
  return answer ?? replies?.map((reply) => ({ reply })) ?? pick(written, ['reply', 'error', 'raw', 'choose']);
}

function pick<T extends object, K extends keyof T & string>(from: T, names: readonly K[]): Pick<T, K> {
  const fields = fieldsOf(from).filter(([name]) => (names as readonly string[]).includes(name));
  return Object.fromEntries(fields) as Pick<T, K>;
}

const SHORT_FORMS = ['reply', 'replies', 'error', 'raw', 'choose', 'timing', 'faults'];

function isWrittenOut(written: WrittenScenario): written is Scenario {
  return written.name !== undefined && !SHORT_FORMS.some((member) => Object.hasOwn(written, member));
}

type Pace = Pick<AnswerSpec, 'timing' | 'faults'>;

/** Each answer with the timing and faults of its scenario, where it has none of its own. */
function paced(answer: Scenario['answer'], pace: Pace): Scenario['answer'] {
  if (Array.isArray(answer)) return (answer as readonly Answerable[]).map((one) => pacedOne(one, pace));
  return pacedOne(answer as Answerable, pace);
}

function pacedOne(answer: Answerable, pace: Pace): Answerable {
  if (Object.keys(pace).length === 0) return answer;
  return { ...pace, ...(typeof answer === 'string' ? { reply: answer } : answer) };
}
