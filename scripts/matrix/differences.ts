/** What clients do where no authority decides, in a few words each, to be laid side by side. */
import type { RunResult } from '../../src/conformance/verdict.ts';

export interface Theme {
  readonly theme: 'retries' | 'streams' | 'messages';
  readonly title: string;
  readonly about: string;
}

export const THEMES: readonly Theme[] = [
  {
    theme: 'retries',
    title: 'What is tried again',
    about: 'With three attempts allowed, and then a good answer.',
  },
  {
    theme: 'streams',
    title: 'How a stream ends early',
    about: 'Errors by the name under which the caller can catch them.',
  },
  { theme: 'messages', title: 'What is odd, and not forbidden', about: 'Inside a stream, or in the endpoint.' },
];

interface Question {
  readonly id: string;
  readonly theme: Theme['theme'];
  readonly title: string;
  /** Runs whose answer is asked for; the first that was tried counts. */
  readonly runs: RegExp;
  readonly answer: (result: RunResult) => string;
}

const attempts = ({ evidence: { exchanges = [] } }: RunResult): number => exchanges.length;
const again = (result: RunResult): string => (attempts(result) > 1 ? 'again' : 'no');
const ending = (quiet: string) => (result: RunResult) => errorOf(result) ?? quiet;
const whether = (yes: string, no: string) => (result: RunResult) =>
  result.findings.every(({ holds }) => holds) ? yes : no;

const asking =
  (theme: Theme['theme']) =>
  (id: string, title: string, runs: RegExp, answer: Question['answer']): Question => ({
    id,
    theme,
    title,
    runs,
    answer,
  });
const retries = asking('retries');
const streams = asking('streams');
const messages = asking('messages');

export const QUESTIONS: readonly Question[] = [
  retries('408', '408 ModelTimeout', /^retry\/408-424@\w+,408/, again),
  retries('424', '424 ModelError', /^retry\/408-424@\w+,424/, again),
  retries('429', '429 Throttling', /^retry\/transient@\w+,429/, again),
  retries('not-ready', '429 ModelNotReady', /^retry\/model-not-ready@/, again),
  retries('500', '500', /^retry\/transient@\w+,500/, again),
  retries('503', '503', /^retry\/transient@\w+,503/, again),
  retries('reset', 'reset before the answer', /^retry\/transient@\w+,reset/, again),
  retries('first-frame', 'throttlingException as first message of a stream', /^retry\/first-frame-throttle@/, again),
  retries('resend', 'reset in the middle of a stream', /^retry\/not-after-delivery@/, again),
  retries('retry-after', '`Retry-After: 3`', /^retry\/retry-after@/, waits),
  streams('abort', 'cancelled by its caller', /^cancel\/visible@/, ending('ends quietly')),
  streams('break', 'its caller stops reading', /^cancel\/early-break@/, whether('closed', 'left open')),
  streams('stall', 'silent for longer than the limit', /^time\/idle-stall@/, ending('ends quietly')),
  streams('cut', 'reset in the middle', /^retry\/not-after-delivery@/, ending('ends quietly')),
  messages('duplicate', 'the same header twice', /^es\/duplicate-header@/, ending('read')),
  messages('message-type', 'a message type that does not exist', /^es\/unknown-message-type@/, ending('passed over')),
  messages('base-path', 'a path in the endpoint', /^req\/endpoint-base-path@/, whether('kept', 'lost')),
];

function waits(result: RunResult): string {
  if (attempts(result) < 2) return 'no second attempt';
  const early = result.findings.some(({ holds, expected }) => !holds && expected.startsWith('the next attempt'));
  return early ? 'ignored' : 'waited for';
}

/** The answers of one client, by question; those that were not tried are left out. */
export function answersOf(results: readonly RunResult[]): Record<string, string> {
  return Object.fromEntries(
    QUESTIONS.flatMap(({ id, runs, answer }) => {
      const found = results.find(
        ({ run, verdict }) => runs.test(run) && verdict !== 'SKIP' && verdict !== 'UNTESTABLE',
      );
      return found ? [[id, answer(found)]] : [];
    }),
  );
}

/** How the call failed, by the name that its caller can catch. */
function errorOf({ evidence: { observation }, reason }: RunResult): string | undefined {
  const { error } = (observation ?? {}) as { error?: { type?: string; message: string } };
  if (error) return `\`${error.type ?? error.message.slice(0, 40)}\``;
  return observation === undefined && reason.includes('had not ended') ? 'never ends' : undefined;
}

/** The runs among these that answer a question. */
export function runsAnswering(id: string, results: readonly RunResult[]): string[] {
  const runs = QUESTIONS.find((question) => question.id === id)?.runs;
  return results.map(({ run }) => run).filter((run) => runs?.test(run));
}
