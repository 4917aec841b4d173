/** What a person is told where no scenario speaks for a request, since an answer that is made up looks like any other. */
import { type Input, nearestLine, type ScenarioSet } from './matching/index.ts';

const NOTHING_SCRIPTED =
  'Nothing is scripted here: give createBedrock({ scenarios: [...] }) some, touchstone serve --scenarios FILE, or POST them to /_touchstone/scenarios.';

/** The scenario that came nearest and where it differs, or how to script one where there is none. */
export function unscriptedNotice(set: ScenarioSet, input: Input): string {
  if (set.scenarios.length === 0) return NOTHING_SCRIPTED;
  return `No scenario matched this request. ${nearestLine(set, input)}`;
}
