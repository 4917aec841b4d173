/** Whether scenarios and requests found each other. */
import { headlineOf, isUnscripted } from '../mock-server/index.ts';
import { indented, lineOf, listOf, type Numbered, numbered } from './lines.ts';
import type { Verdict } from './verdict.ts';
import { nameOf, need, type Watched, wholeJournal } from './watched.ts';

/**
 * Whether every request was answered by a scenario: none got an answer that was made up, and none was refused without one.
 * Requests for the catalogue and to STS need no scenario.
 *
 * @throws Error where the journal has dropped exchanges.
 */
export function noUnmatched(watched: Watched): Verdict {
  need(watched, 'noUnmatched');
  const all = numbered(wholeJournal(watched));
  const unmatched = all.filter(({ exchange }) => isUnscripted(exchange));
  const name = nameOf(watched);
  if (unmatched.length === 0) {
    return { pass: true, message: () => `expected ${name} to have received a request that no scenario answered` };
  }
  const told = `expected every request to ${name} to be answered by a scenario\nbut ${unmatched.length} of ${all.length} ${unmatched.length === 1 ? 'was' : 'were'} not:`;
  return { pass: false, message: () => `${told}\n${listOf(unmatched, lineWithReason)}` };
}

/**
 * Whether every scenario answered at least once, those included that the double was started with.
 */
export function noUnused(watched: Watched): Verdict {
  need(watched, 'noUnused');
  const unused = watched.scenarios.unused();
  const name = nameOf(watched);
  if (unused.length === 0)
    return { pass: true, message: () => `expected ${name} to have a scenario that never answered` };
  const lines = unused.map((scenario) => JSON.stringify(scenario.name));
  const received = numbered(watched.journal.raw());
  const rest = received.length === 0 ? 'It received nothing.' : `Received:\n${listOf(received)}`;
  const told = `expected every scenario of ${name} to have answered\nbut ${unused.length} never did:`;
  return { pass: false, message: () => [told, indented(lines.join('\n')), rest].join('\n') };
}

/** Why it was refused, or which scenario came nearest. */
function lineWithReason(one: Numbered): string {
  const { error, note } = headlineOf(one.exchange);
  const reason = error ? (error.reason ?? error.message) : (note ?? 'Nothing was scripted.');
  return `${lineOf(one)}\n${indented(reason)}`;
}
