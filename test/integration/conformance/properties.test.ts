/** Each property finds a sick client, makes the counterexample small, and finds it again. */
import { expect, test } from 'vitest';
import { conformClient } from '../../../src/conformance/client/conform.ts';
import { inProcess } from '../../../src/conformance/drivers/in-process.ts';
import { PROPERTIES } from '../../../src/conformance/properties/index.ts';
import { smallClient } from '../../support/small-client/client.ts';
import { MUTANTS } from '../../support/small-client/mutants.ts';

async function tryWith(
  sick: (typeof MUTANTS)[number]['sick'],
  slug: string,
  how: { seed?: number; path?: string } = {},
) {
  const driver = inProcess(smallClient(sick));
  const { results } = await conformClient({
    driver,
    cases: [],
    properties: PROPERTIES,
    only: [slug],
    runs: 60,
    ...how,
  });
  return results[0]!;
}

test.each(PROPERTIES.map(({ slug }) => slug))('%s', { timeout: 30_000 }, async (slug) => {
  const { sick } = MUTANTS.find(({ aims }) => aims.includes(slug))!;
  expect((await tryWith({}, slug)).verdict).toBe('PASS');
  const found = await tryWith(sick, slug);
  expect(['FAIL', 'WARN']).toContain(found.verdict);
  const [, seed, path] = /--seed (-?\d+) --path ([\d:]+)/.exec(found.replay)!;
  const again = await tryWith(sick, slug, { seed: Number(seed), path: path! });
  expect(again.evidence.counterexample).toEqual(found.evidence.counterexample);
  expect(again.verdict).toBe(found.verdict);
});
