/** Which cases turn a mutant red. */
import type { ClientCase } from '../../../src/conformance/case.ts';
import { CLIENT_CASES } from '../../../src/conformance/cases/client/index.ts';
import { conformClient } from '../../../src/conformance/client/conform.ts';
import { DriverError } from '../../../src/conformance/drivers/driver.ts';
import { inProcess } from '../../../src/conformance/drivers/in-process.ts';
import { PROPERTIES } from '../../../src/conformance/properties/index.ts';
import type { RunResult } from '../../../src/conformance/verdict.ts';
import { smallClient } from './client.ts';
import type { Mutant } from './mutants.ts';

/** Cases that take seconds: only mutants made for them meet them. */
const SLOW: ReadonlySet<string> = new Set([
  'es/beyond-size-limits',
  'es/large-frame',
  'retry/retry-after',
  'sig/fresh-per-attempt',
  'time/idle-stall',
  'time/long-unary',
  'time/slow-alive',
]);

/** In the place of all slugs, where nothing at all works. */
export const EVERYTHING = '*';

const isProperty = (slug: string): boolean => PROPERTIES.some((one) => one.slug === slug);

/**
 * The slugs of the cases, and of the properties, that are not as they are with the healthy client, in their order. Only
 * mutants that are made for a property meet the properties: nearly all others would be found by some.
 */
export async function redCases({ aims, sick }: Pick<Mutant, 'aims' | 'sick'>): Promise<string[]> {
  const cases = CLIENT_CASES.filter(({ slug }) => aims.includes(slug) || !SLOW.has(slug)).map((one) =>
    narrowed(one, aims),
  );
  const slow = aims.some((slug) => SLOW.has(slug));
  try {
    const { results } = await conformClient({
      driver: inProcess(smallClient(sick)),
      cases,
      limitMs: slow ? 8_000 : 6_000,
      properties: aims.some(isProperty) ? PROPERTIES : [],
    });
    return [...new Set(results.filter(isRed).map((result) => result.case.slug))];
  } catch (error) {
    if (error instanceof DriverError) return [EVERYTHING];
    throw error;
  }
}

/** HTTP/2 only where a mutant is made for the case, or the case is about it. */
function narrowed(one: ClientCase, aims: readonly string[]): ClientCase {
  return aims.includes(one.slug) || one.axes?.http ? one : { ...one, axes: { ...one.axes, http: ['http1'] } };
}

function isRed({ verdict, findings }: RunResult): boolean {
  return verdict !== 'SKIP' && (verdict === 'UNTESTABLE' || findings.some(({ holds }) => !holds));
}
