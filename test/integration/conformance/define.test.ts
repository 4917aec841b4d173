/** The kit inside vitest, with the small client as its subject; and what it does with clients that are not well. */
import { afterAll, describe, expect, test } from 'vitest';
import { CLIENT_CASES } from '../../../src/conformance/cases/client/index.ts';
import { defineClientConformance } from '../../../src/conformance/client/define.ts';
import type { KnownFailure } from '../../../src/conformance/known-failures.ts';
import { smallClient } from '../../support/small-client/client.ts';
import type { Organs } from '../../support/small-client/organs.ts';

describe('a client that is well', () => {
  defineClientConformance({ driver: smallClient(), test, after: afterAll, runs: 5 });
});

const CASE = CLIENT_CASES.filter(({ slug }) => slug === 'req/content-type');

/** What its only test comes to. */
async function outcome(sick: Partial<Organs>, known: readonly KnownFailure[] = []): Promise<string> {
  const tests: (() => Promise<void>)[] = [];
  let close = async (): Promise<void> => {};
  const skip = (reason?: string): never => {
    throw new Error(`skipped: ${reason}`);
  };
  defineClientConformance({
    driver: { ...smallClient(sick), ...(sick === NOTHING && { capabilities: [] }) },
    test: (_, body) => tests.push(() => body({ skip })),
    after: (last) => void (close = last),
    cases: CASE,
    properties: [],
    known,
  });
  const said = await tests[0]!().then(
    () => 'passed',
    (error: Error) => error.message,
  );
  await close();
  return said;
}

const NOTHING: Partial<Organs> = {};
const SICK: Partial<Organs> = { contentType: () => 'text/plain' };
const KNOWN = [{ runs: 'req/content-type', reason: 'known' }];

test('a failure is told with what was expected and seen', async () => {
  const said = await outcome(SICK);
  expect(said).toContain('FAIL req/content-type@Converse,http1');
  expect(said).toContain('expected  the header content-type matches ^application/json(;|$)');
  expect(said).toContain('seen      "text/plain"');
});

test('a known failure passes, and one that passes fails', async () => {
  expect(await outcome(SICK, KNOWN)).toBe('passed');
  expect(await outcome({}, KNOWN)).toContain('req/content-type@Converse,http1 passes, and is in the list');
});

test('what the driver does not declare is skipped', async () => {
  expect(await outcome(NOTHING)).toContain('skipped: the driver does not declare');
});
