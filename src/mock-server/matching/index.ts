/** Which scenario answers, and why the others do not. */
export { compileScenarios, type ScenarioSet } from './compile.ts';
export { createCounters, usesOf, type Counters } from './counters.ts';
export { nearest, nearestLine, why, type Nearest, type WhyNot } from './explain.ts';
export { match, type Match, type NoMatch, type Outcome } from './matcher.ts';
export type { Input } from './view.ts';
