/**
 * Fixture and matchers for Vitest 3 and 4: `bedrock-touchstone/vitest`. The matchers are there once this module is
 * imported, in a test or as one of `setupFiles`.
 */
import { expect, test as plainTest } from 'vitest';
import {
  type Address,
  type Bedrock,
  type BedrockOptions,
  createBedrock,
  type NamedSandbox,
} from '../mock-server/index.ts';
import { type BedrockMatchers, bedrockMatchers, sandboxOf } from '../testing/index.ts';

declare module 'vitest' {
  // Vitest 3.2 and newer read the first, older ones the second.
  interface Matchers<T = any> extends BedrockMatchers<void> {}
  interface Assertion<T = any> extends BedrockMatchers<void> {}
}

expect.extend(bedrockMatchers);

export interface BedrockFixtures {
  /** One for all tests of a file, made for the first that needs it and closed after the last. */
  readonly double: Bedrock;
  /** A sandbox of the double for this test alone, named after it and closed after it. */
  readonly bedrock: NamedSandbox;
  /** Where the double listens, once for all tests of a file. */
  readonly address: Address;
  /** The sandbox's address, `http://127.0.0.1:…/_sandbox/…`. A test that takes it makes the double listen. */
  readonly endpoint: string;
}

// Vitest before 3.2 knows no scopes, and the word `auto` tells it that these are options; a test has a double each there.
const ONCE_A_FILE = { scope: 'file', auto: false } as const;

/**
 * A `test` whose tests get a double each: `const test = bedrockTest({ scenarios })`, then
 * `test('…', async ({ bedrock }) => …)`. Nothing is made for tests that ask for none of it, and nothing listens until a test
 * takes `endpoint`.
 *
 * @param options as of `createBedrock`; its scenarios are in every sandbox.
 */
export function bedrockTest(options: BedrockOptions = {}) {
  return plainTest.extend<BedrockFixtures>({
    double: [
      // oxlint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
      async ({}, use) => {
        const double = createBedrock(options);
        await use(double);
        await double.close();
      },
      ONCE_A_FILE,
    ],
    bedrock: async ({ double, task }, use) => {
      const sandbox = sandboxOf(double, { name: task.name });
      await use(sandbox);
      sandbox.close();
    },
    address: [async ({ double }, use) => use(await double.listen()), ONCE_A_FILE],
    // oxlint-disable-next-line no-unused-vars -- taken so that the double listens
    endpoint: async ({ address: _, bedrock }, use) => use(bedrock.url),
  });
}

/** `bedrockTest()` with nothing set up: `test('…', async ({ bedrock }) => { bedrock.scenarios.add(…); … })`. */
export const test = bedrockTest();
