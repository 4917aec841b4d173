/** Which scenario answers, and why the others do not; and where scenarios come from. */
export { compileScenarios, type ScenarioSet } from './compile.ts';
export { createCounters, usesOf, type Counters } from './counters.ts';
export { nearest, nearestLine, why, type Nearest, type WhyNot } from './explain.ts';
export { compileFilter, type Filter, type Judgement } from './filter.ts';
export { loadScenarioFiles, loadScenarios } from './load.ts';
export { match, type Match, type NoMatch, type Outcome } from './matcher.ts';
export { formatProblem, ScenarioError, type Problem, type ProblemCode } from './problems.ts';
export { readScenarios, type Loaded } from './read-scenarios.ts';
export { scenarioSchema } from './schema.ts';
export type { Input } from './view.ts';
