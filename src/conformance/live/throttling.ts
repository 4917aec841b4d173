/** Patience with a service that has no room at the moment: the same request again, after a while drawn at random. */
import { headerOf } from '../server/read-frames.ts';
import type { ProbeCase } from '../server/request.ts';
import { errorTypeOf, type SeenAnswer } from '../server/seen.ts';

/** Errors of the service model that say: later. In a stream they begin with a small letter. */
const LATER = [
  'ThrottlingException',
  'ServiceUnavailableException',
  'ModelNotReadyException',
  'TooManyRequestsException',
];
const STATUSES = [429, 503];

export function isThrottled(seen: SeenAnswer): boolean {
  const type = errorTypeOf(seen);
  if (STATUSES.includes(seen.answer.status) || (type !== undefined && LATER.includes(type))) return true;
  const exceptions = (seen.reading?.frames ?? []).map((frame) => headerOf(frame, ':exception-type') ?? '');
  return exceptions.some((name) => LATER.includes(name.charAt(0).toUpperCase() + name.slice(1)));
}

/** Cases about throttling take it as an answer. */
export function expectsThrottling({ expect }: ProbeCase): boolean {
  return expect.some(
    (expected) =>
      (expected.is === 'error' &&
        (expected.status?.some((status) => STATUSES.includes(status)) || expected.type?.some(isLater))) ||
      (expected.is === 'exception' && isLater(expected.type.charAt(0).toUpperCase() + expected.type.slice(1))),
  );
}

function isLater(type: string): boolean {
  return LATER.includes(type);
}

export interface Patience {
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Whether it may be sent again at all; asked before each wait. Default: it may. */
  readonly mayRetry?: () => boolean;
}

/** The service had no room, however often it was asked. */
export class ThrottledError extends Error {
  readonly seen: SeenAnswer;

  constructor(seen: SeenAnswer, attempts: number) {
    const { status } = seen.answer;
    const often = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
    super(`the service had no room: ${status} ${errorTypeOf(seen) ?? ''} after ${often}`);
    this.seen = seen;
  }
}

export const ATTEMPTS = 8;
const FIRST_MS = 1_000;
const LONGEST_MS = 20_000;

/** A connection that is lost on the way, or a service that stumbles once, is not yet what the service does. */
const ATTEMPTS_AFTER_ACCIDENT = 3;

/**
 * Full jitter: any time up to a bound that doubles, from one second up to twenty. An answer that never came, or of the
 * 500s, is asked for up to three times, and then taken for what it is.
 *
 * @throws ThrottledError after eight attempts, or once nothing may be sent again.
 */
export async function waitOut(
  exchange: () => Promise<SeenAnswer>,
  { sleep, random, mayRetry = () => true }: Patience,
): Promise<SeenAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await exchange();
    const throttled = isThrottled(seen);
    if (attempt >= attemptsFor(seen, throttled) || !mayRetry()) {
      if (throttled) throw new ThrottledError(seen, attempt);
      return seen;
    }
    await sleep(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
  }
}

function attemptsFor({ answer: { status } }: SeenAnswer, throttled: boolean): number {
  if (throttled) return ATTEMPTS;
  return status === 0 || status >= 500 ? ATTEMPTS_AFTER_ACCIDENT : 1;
}
