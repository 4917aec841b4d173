/** The checks as functions that throw, for node:test and whatever else has no matchers. */
import { type ExchangeView, type Filter, viewExchange } from '../mock-server/index.ts';
import { find, received, type ReceivedFilter, receivedTimes } from './received.ts';
import { streamedToCompletion } from './streamed.ts';
import { noUnmatched, noUnused } from './unmatched.ts';
import { assertPass } from './verdict.ts';
import type { Watched } from './watched.ts';

/**
 * A request came that the filter describes: `assertReceived(bedrock, { operation: 'Converse', prompt: 'weather' })`.
 *
 * @returns the exchanges it describes, the oldest first.
 * @throws AssertionError that shows the nearest exchange and where it differs.
 */
export function assertReceived(watched: Watched, filter: ReceivedFilter = {}): ExchangeView[] {
  assertPass(received(watched, filter), assertReceived);
  const { times: _, ...conditions } = filter;
  return find(watched, 'assertReceived', conditions).matching.map(({ exchange }) => viewExchange(exchange));
}

/** So many requests came that the filter describes, and no more. @throws AssertionError with those that came. */
export function assertReceivedTimes(watched: Watched, times: number, filter?: Filter): void {
  assertPass(receivedTimes(watched, times, filter), assertReceivedTimes);
}

/** Every stream that the filter describes came to its end. @throws AssertionError with those that did not. */
export function assertStreamedToCompletion(watched: Watched, filter?: Filter): void {
  assertPass(streamedToCompletion(watched, filter), assertStreamedToCompletion);
}

/** Every request was answered by a scenario. @throws AssertionError with the scenario nearest to each that was not. */
export function assertNoUnmatched(watched: Watched): void {
  assertPass(noUnmatched(watched), assertNoUnmatched);
}

/** Every scenario answered. @throws AssertionError with those that never did. */
export function assertNoUnused(watched: Watched): void {
  assertPass(noUnused(watched), assertNoUnused);
}
