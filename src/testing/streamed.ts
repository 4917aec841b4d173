/** Whether streams were carried to their end. */
import { type ExchangeView, type Filter, viewExchange } from '../mock-server/index.ts';
import { count, lineOf, listOf, type Numbered } from './lines.ts';
import { find } from './received.ts';
import type { Verdict } from './verdict.ts';
import { nameOf, type Watched, wholeJournal } from './watched.ts';

/**
 * Whether every stream that the filter describes, and one at least, came to the end of its protocol: whole events, no
 * exception among them, the last one sent, and the client still there as far as can be told. A short stream is on its way
 * before a client that stops reading can be noticed. Requests that were refused began no stream.
 *
 * @throws TypeError for a word that scenarios do not have. Error where the journal has dropped exchanges.
 */
export function streamedToCompletion(watched: Watched, filter: Filter = {}): Verdict {
  const { matching, wanted } = find(watched, 'streamedToCompletion', filter);
  wholeJournal(watched);
  const streams = matching
    .map((one) => ({ ...one, view: viewExchange(one.exchange) }))
    .filter(({ view }) => view.events);
  const broken = streams.filter(({ view }) => flaw(view) !== undefined);
  const described = wanted.length === 0 ? '' : ` with ${wanted.join(', ')}`;
  const opening = (not: string) => `expected streams of ${nameOf(watched)}${described} ${not}to have come to their end`;
  if (streams.length === 0) return { pass: false, message: () => noStream(opening(''), matching) };
  if (broken.length === 0) {
    return { pass: true, message: () => `${opening('not ')}\nbut all did:\n${listOf(streams)}` };
  }
  const told = `but ${broken.length} of ${streams.length} did not:`;
  return { pass: false, message: () => [opening(''), told, listOf(broken, lineWithFlaw)].join('\n') };
}

function noStream(opening: string, matching: readonly Numbered[]): string {
  if (matching.length === 0) return `${opening}\nbut there was none`;
  return `${opening}\nbut there was none. Received without a stream:\n${listOf(matching)}`;
}

function lineWithFlaw(one: Numbered): string {
  return `${lineOf(one)}\n  ${flaw(viewExchange(one.exchange))}`;
}

/** How an answer ended other than well, with the word for it. */
const ENDS: Readonly<Record<string, string>> = {
  'client-gone': 'the client went away',
  'shut-down': 'the server was closed',
  cut: 'the connection was cut, as scripted,',
  reset: 'the connection was reset, as scripted,',
  stall: 'it stalled, as scripted,',
};

/** What kept a stream from its end, undefined where nothing did. */
function flaw({ events = [], error, outcome, ending = 'end' }: ExchangeView): string | undefined {
  const after = `after ${count(events.length, 'event')}`;
  const unreadable = events.findIndex((event) => !('headers' in event));
  const bad = events[unreadable];
  if (bad && 'problem' in bad) return `event ${unreadable} cannot be read: ${bad.problem}`;
  if (error) return `${error.type} ${after}: ${error.message}`;
  const end = ENDS[outcome] ?? ENDS[ending];
  if (end !== undefined) return `${end} ${after}`;
  if (events.some(isLast)) return undefined;
  return outcome === 'pending' ? `still under way ${after}` : `it ended ${after}, without the last of its protocol`;
}

/**
 * `messageStop` of Converse, with the stop reason; of InvokeModelWithResponseStream the chunk that carries the metrics, in
 * every family the last (recorded in openllmetry and openinference), or the one that says so itself.
 */
function isLast(event: NonNullable<ExchangeView['events']>[number]): boolean {
  if (!('headers' in event)) return false;
  if (event.headers[':event-type'] === 'messageStop') return true;
  const chunk = event.chunk as { type?: unknown } | null | undefined;
  return typeof chunk === 'object' && chunk !== null && (METRICS in chunk || chunk.type === 'message_stop');
}

const METRICS = 'amazon-bedrock-invocationMetrics';
