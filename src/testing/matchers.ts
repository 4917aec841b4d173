/** The checks in the form that `expect.extend` of Jest and Vitest takes. */
import type { Filter } from '../mock-server/index.ts';
import { received, type ReceivedFilter, receivedTimes } from './received.ts';
import { streamedToCompletion } from './streamed.ts';
import { noUnmatched, noUnused } from './unmatched.ts';
import type { Watched } from './watched.ts';

/**
 * `expect.extend(bedrockMatchers)`, then `expect(bedrock).toHaveReceived({ operation: 'Converse', prompt: 'weather' })`.
 * `bedrock` is a double or one of its sandboxes.
 */
export const bedrockMatchers = {
  toHaveReceived: (watched: Watched, filter?: ReceivedFilter) => received(watched, filter),
  toHaveReceivedTimes: (watched: Watched, times: number, filter?: Filter) => receivedTimes(watched, times, filter),
  toHaveStreamedToCompletion: (watched: Watched, filter?: Filter) => streamedToCompletion(watched, filter),
  toHaveMatchedEverything: (watched: Watched) => noUnmatched(watched),
  toHaveUsedEveryScenario: (watched: Watched) => noUnused(watched),
};

/**
 * What `expect(bedrock)` can do then. `bedrock-touchstone/vitest` tells Vitest; for Jest a project says itself
 * `declare module 'expect' { interface Matchers<R extends void | Promise<void>> extends BedrockMatchers<R> {} }`.
 */
export interface BedrockMatchers<R = unknown> {
  /** A request came that the filter describes, in the words of a scenario's `when`; `times`: exactly so many. */
  toHaveReceived(filter?: ReceivedFilter): R;
  /** So many requests came that the filter describes, and no more. */
  toHaveReceivedTimes(times: number, filter?: Filter): R;
  /** Every stream that the filter describes, and one at least, came to the end of its protocol. */
  toHaveStreamedToCompletion(filter?: Filter): R;
  /** Every request was answered by a scenario; the catalogue and STS need none. */
  toHaveMatchedEverything(): R;
  /** Every scenario answered at least once. */
  toHaveUsedEveryScenario(): R;
}
