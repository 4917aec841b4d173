/** Helpers for tests, whatever runs them: `bedrock-touchstone/testing`. */
export {
  assertNoUnmatched,
  assertNoUnused,
  assertReceived,
  assertReceivedTimes,
  assertStreamedToCompletion,
} from './assertions.ts';
export { bedrockMatchers, type BedrockMatchers } from './matchers.ts';
export { received, type ReceivedFilter, receivedTimes } from './received.ts';
export { sandboxOf, type SandboxOptions, type TestContext, useSandbox } from './sandbox-of.ts';
export { streamedToCompletion } from './streamed.ts';
export { noUnmatched, noUnused } from './unmatched.ts';
export type { Verdict } from './verdict.ts';
export type { Watched } from './watched.ts';
export type { Filter } from '../mock-server/index.ts';
