/**
 * What is tried again, and when. Statuses, backoff and headers as `anthropic-bedrock` for Python has them: half a
 * second doubled each time up to eight, less up to a quarter at random; the server's wish where it is at most a minute.
 */

const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;
const JITTER = 0.25;
const LONGEST_WISH = 60_000;
const RETRYABLE_4XX: ReadonlySet<number> = new Set([408, 409, 429]);

export function isRetryableStatus(status: number): boolean {
  return RETRYABLE_4XX.has(status) || status >= 500;
}

/** Whether an answer is worth another try: the server's own `x-should-retry`, else the status. */
export function shouldRetry(response: Pick<Response, 'status' | 'headers'>): boolean {
  const wish = response.headers.get('x-should-retry');
  if (wish === 'true') return true;
  if (wish === 'false') return false;
  return isRetryableStatus(response.status);
}

export interface RetryMoment {
  /** Tries made so far, from 1. */
  readonly tries: number;
  readonly headers?: Headers | undefined;
  /** Milliseconds since 1970, for a `retry-after` that is a date. */
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** Milliseconds to wait before the next try. */
export function retryDelay(moment: RetryMoment): number {
  const wish = moment.headers && wishedDelay(moment.headers, moment.now);
  if (wish !== undefined && wish > 0 && wish <= LONGEST_WISH) return wish;
  const backoff = Math.min(FIRST_DELAY * 2 ** (moment.tries - 1), LONGEST_DELAY);
  return backoff * (1 - JITTER * moment.random);
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; in milliseconds. */
function wishedDelay(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms');
  if (milliseconds !== null && milliseconds !== '' && Number.isFinite(Number(milliseconds)))
    return Number(milliseconds);
  const after = headers.get('retry-after');
  if (after === null || after === '') return undefined;
  const delay = Number.isNaN(Number(after)) ? Date.parse(after) - now : Number(after) * 1000;
  return Number.isNaN(delay) ? undefined : delay;
}
