import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario, TextMatch, When } from '../../../../src/fixtures/scenario.ts';
import { compileScenarios, createCounters, match } from '../../../../src/mock-server/matching/index.ts';
import { createLiteralIndex } from '../../../../src/mock-server/matching/literal-index.ts';
import { input } from './asks.ts';

/** Few different characters, so that texts often contain each other; some beyond eight bits, and a lone surrogate. */
const text = fc
  .array(fc.constantFrom('a', 'b', ' ', 'é', '\u0161', '天', '\u{1F600}', '\ud800'), { maxLength: 14 })
  .map((units) => units.join(''));
const textMatch: fc.Arbitrary<TextMatch> = fc.oneof(
  text,
  text.map((contains) => ({ contains })),
  text.map((equals) => ({ equals })),
  fc.constantFrom(/a+b/, /aabb/, /天./, { regex: 'AB A', flags: 'i' }, /a{4}|é/),
);
const when: fc.Arbitrary<When> = fc.record(
  { prompt: textMatch, system: textMatch, turn: fc.constantFrom(1, 2) },
  { requiredKeys: [] },
);
const scenarios = fc
  .array(fc.record({ when, times: fc.constantFrom(1, 2, 9) }), { maxLength: 30 })
  .map((all) => all.map((one, i): Scenario => ({ name: String(i), answer: 'x', ...one })));

/** What the documentation of a condition says, one scenario after the other. */
function naive(all: readonly Scenario[], asked: { prompt: string; system: string }, used: Map<string, number>) {
  const found = all.find(({ name, when: { prompt, system, turn } = {}, times = Infinity }) => {
    const holds = says(prompt, asked.prompt) && says(system, asked.system) && (turn ?? 1) === 1;
    return holds && (used.get(name) ?? 0) < times;
  });
  if (found) used.set(found.name, (used.get(found.name) ?? 0) + 1);
  return found?.name;
}

function says(match: TextMatch | undefined, text: string): boolean {
  if (match === undefined) return true;
  if (typeof match === 'string') return text.split(match).length > 1 || match === '';
  if (match instanceof RegExp) return match.test(text);
  if ('contains' in match) return says(match.contains, text);
  if ('equals' in match) return text === match.equals;
  return new RegExp(match.regex, match.flags).test(text);
}

const whole = (text: string, position: number) => ({ literal: { text, whole: true }, position });

describe('the index', () => {
  it('finds what a look at every scenario finds', () => {
    const asks = fc.array(fc.record({ prompt: text, system: text }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(scenarios, asks, (all, asked) => {
        const [set, counters, used] = [compileScenarios(all), createCounters(), new Map<string, number>()];
        const found = asked.map((one) => match(set, counters, input(one)).scenario?.name);
        expect(found).toEqual(asked.map((one) => naive(all, one, used)));
      }),
      { seed: 20261121, numRuns: 3000 },
    );
  });

  it('leads to the few that matter', () => {
    const filed = Array.from({ length: 1000 }, (_, i) => ({
      literal: { text: `question number ${i} of all`, whole: false },
      position: i,
    }));
    const find = createLiteralIndex(filed);
    expect(find('Here is question number 417 of all the questions.')).toContain(417);
    expect(find('Here is question number 417 of all the questions.').length).toBeLessThanOrEqual(12);
    expect(find('What is the weather?')).toEqual([]);
  });

  it('looks a whole text up', () => {
    const find = createLiteralIndex([whole('a', 0), whole('b', 1), whole('a', 4)]);
    expect([find('a'), find('b'), find('ab')]).toEqual([[0, 4], [1], []]);
  });

  it('keeps the order of the set over both texts and the scenarios that cannot be filed', () => {
    const set = compileScenarios([
      { name: 'system', when: { system: 'pirate' }, answer: 'x', times: 1 },
      { name: 'any', answer: 'x', times: 1 },
      { name: 'whole', when: { prompt: { equals: 'Hello' } }, answer: 'x', times: 1 },
      { name: 'part', when: { prompt: 'Hello' }, answer: 'x', times: 1 },
      { name: 'short', when: { prompt: 'Hel' }, answer: 'x', times: 1 },
    ]);
    const counters = createCounters();
    const names = Array.from({ length: 6 }, () => match(set, counters, input({ system: 'a pirate' })).scenario?.name);
    expect(names).toEqual(['system', 'any', 'whole', 'part', 'short', undefined]);
  });
});
