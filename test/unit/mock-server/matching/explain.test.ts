import { describe, expect, it } from 'vitest';
import type { Scenario, When } from '../../../../src/fixtures/scenario.ts';
import {
  compileScenarios,
  createCounters,
  match,
  nearest,
  nearestLine,
  why,
} from '../../../../src/mock-server/matching/index.ts';
import type { Input } from '../../../../src/mock-server/matching/index.ts';
import { HAIKU, input, turn } from './asks.ts';

function lines(when: When, told: Input): readonly string[] | undefined {
  return nearest(compileScenarios([{ name: 'a', when, answer: 'x' }]), told)?.differences;
}

const LINES: readonly [when: When, told: Input, line: string][] = [
  [
    { prompt: 'weather' },
    input({ prompt: "What's the wether?" }),
    `prompt: wanted text containing "weather", got "What's the wether?"; closest is "wether" at 11`,
  ],
  [
    { prompt: 'weather' },
    input({ prompt: 'Good morning' }),
    'prompt: wanted text containing "weather", got "Good morning"',
  ],
  [
    { prompt: 'weather' },
    input({ prompt: 'The Weather' }),
    'prompt: wanted text containing "weather", got "The Weather"; letters differ only in size at 4',
  ],
  [
    { prompt: { equals: 'Say one.' } },
    input({ prompt: 'Say two.' }),
    'prompt: wanted "Say one.", got "Say two."; they part at 4: wanted "one.", got "two."',
  ],
  [{ prompt: /^a+$/i }, input(), 'prompt: wanted text matching /^a+$/i, got "Hello"'],
  [{ system: 'pirate' }, input(), 'system: wanted text containing "pirate", got ""'],
  [
    { operation: ['InvokeModel', 'CountTokens'] },
    input(),
    'operation: wanted "InvokeModel" or "CountTokens", got "Converse"',
  ],
  [
    { model: '*sonnet*' },
    input({ modelId: `us.${HAIKU.modelId}` }),
    `model: wanted "*sonnet*", got ["us.${HAIKU.modelId}","${HAIKU.modelId}"]`,
  ],
  [
    { tools: 'get_time' },
    input({ tools: [{ name: 'send', inputSchema: {} }] }),
    'tools: wanted "get_time" among them, got ["send"]',
  ],
  [{ turn: 2 }, input(), 'turn: wanted 2, got 1'],
  [{ toolResult: true }, input(), 'toolResult: wanted true, got false'],
  [
    { toolResult: { tool: 'add', text: '4' } },
    input({ turns: [turn('user', '', { toolResults: [{ toolUseId: 'x', text: '5' }] })] }),
    'toolResult: wanted a result of "add" with text containing "4", got [{"tool":"","text":"5"}]',
  ],
  [{ headers: { 'X-User': 'ann' } }, input(), 'headers.X-User: wanted text containing "ann", got nothing'],
  [{ headers: { 'x-user': true } }, input(), 'headers.x-user: wanted any value, got nothing'],
  [
    { headers: { 'x-user': false } },
    input({ headers: ['x-user', 'a'] }),
    'headers.x-user: wanted no such header, got "a"',
  ],
  [{ body: { 'a.b': { c: 1 } } }, input({ body: { a: { b: 2 } } }), 'body a.b: wanted {"c":1}, got 2'],
  [
    { body: { 'm[*].r': 'z' } },
    input({ body: { m: [{ r: 'x' }, { r: 'y' }] } }),
    'body m[*].r: wanted "z", got ["x","y"]',
  ],
  [{ body: { n: /x/ } }, input(), 'body n: wanted text matching /x/, got nothing'],
  [{ test: () => false }, input(), 'test: wanted true, got false'],
  [{ test: () => 'too early' }, input(), 'test: wanted true, got "too early"'],
  [
    {
      test: () => {
        throw new Error('oops');
      },
    },
    input(),
    'test: wanted true, got an error: oops',
  ],
];

describe('the line of a condition', () => {
  it.each(LINES)('%j', (when, told, line) => {
    expect(lines(when, told)).toEqual([line]);
  });

  it('is short, however long the texts are', () => {
    const [line] = lines({ prompt: 'x'.repeat(5000) }, input({ prompt: 'y'.repeat(50000) })) ?? [];
    expect(line).toBe(`prompt: wanted text containing "${'x'.repeat(101)} …, got "${'y'.repeat(117)} …`);
  });
});

function nameOf(scenarios: readonly Scenario[], told: Input): string | undefined {
  return nearest(compileScenarios(scenarios), told)?.scenario.name;
}

describe('the nearest scenario', () => {
  it('meets the most conditions', () => {
    const far: Scenario = { name: 'far', when: { operation: 'InvokeModel', prompt: 'Hell' }, answer: 'x' };
    const near: Scenario = { name: 'near', when: { operation: 'Converse', prompt: 'Hell', turn: 4 }, answer: 'x' };
    expect(nameOf([far, near], input())).toBe('near');
  });

  it('of several the one with fewer unmet', () => {
    const far: Scenario = { name: 'far', when: { prompt: 'Hell', turn: 3, system: 'x' }, answer: 'x' };
    const near: Scenario = { name: 'near', when: { prompt: 'Hell', turn: 3 }, answer: 'x' };
    expect(nameOf([far, near], input())).toBe('near');
  });

  it('of several the one with the likest text, then the first', () => {
    const scenarios = ['joke', 'weather', 'leather'].map((prompt) => ({ name: prompt, when: { prompt }, answer: 'x' }));
    expect(nameOf(scenarios, input({ prompt: 'the wether' }))).toBe('weather');
    expect(nameOf(scenarios, input({ prompt: '' }))).toBe('joke');
  });

  it('is told with what it has met and where it differs', () => {
    const when: When = { operation: 'Converse', prompt: 'Bye', turn: 2 };
    const told = nearest(compileScenarios([{ name: 'a', when, answer: 'x' }]), input());
    expect(told).toMatchObject({ scenario: { name: 'a' }, met: 1, conditions: 3 });
    expect(told?.differences).toEqual(['turn: wanted 2, got 1', 'prompt: wanted text containing "Bye", got "Hello"']);
  });

  it('may be one that is used up', () => {
    const set = compileScenarios([{ name: 'once', answer: 'x', times: 1 }]);
    expect(nearest(set, input())?.differences).toEqual(['used up: 1 of 1 times']);
  });

  it('is told in one line', () => {
    const set = compileScenarios([{ name: 'a', when: { operation: 'Converse', turn: 2, system: 'x' }, answer: 'x' }]);
    expect(nearestLine(set, input())).toBe(
      'The nearest is "a" (1 of 3 conditions hold): turn: wanted 2, got 1; system: wanted text containing "x", got ""',
    );
    expect(nearestLine(compileScenarios([]), input())).toBe('There are no scenarios.');
  });

  it('is none where there are no scenarios', () => {
    expect(nearest(compileScenarios([]), input())).toBeUndefined();
  });
});

describe('why the others did not answer', () => {
  const set = compileScenarios([
    { name: 'other', when: { operation: 'InvokeModel', prompt: 'Bye' }, answer: 'x' },
    { name: 'twice', answer: 'x', times: 2 },
    { name: 'sequence', answer: ['x'], afterLast: 'fall-through' },
    { name: 'all', answer: 'x' },
    { name: 'late', answer: 'x' },
  ]);

  it('names the first unmet condition, what is used up and what comes later', () => {
    const counters = createCounters();
    const outcomes = [1, 2, 3, 4].map(() => match(set, counters, input()));
    const reasons = outcomes.map((outcome) =>
      why(set, outcome, input()).map((one) => `${one.scenario}: ${one.because}`),
    );
    const other = 'other: operation: wanted "InvokeModel", got "Converse"';
    expect(reasons[0]).toEqual([
      other,
      'sequence: comes after "twice"',
      'all: comes after "twice"',
      'late: comes after "twice"',
    ]);
    expect(reasons[3]).toEqual([
      other,
      'twice: used up: 2 of 2 times',
      'sequence: used up: 1 of 1 answers',
      'late: comes after "all"',
    ]);
  });
});
