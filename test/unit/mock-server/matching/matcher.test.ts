import { describe, expect, it } from 'vitest';
import type { Scenario, When } from '../../../../src/fixtures/scenario.ts';
import { compileScenarios, createCounters, match, type Input } from '../../../../src/mock-server/matching/index.ts';
import { HAIKU, input, turn } from './asks.ts';

function holds(when: When, told: Input): boolean {
  const set = compileScenarios([{ name: 'only', when, answer: 'yes' }]);
  return match(set, createCounters(), told).scenario !== undefined;
}

/** What a set answers to so many equal requests: the scenario's name and its reply. */
function answers(scenarios: readonly Scenario[], times: number, seed = 0): string[] {
  const set = compileScenarios(scenarios);
  const counters = createCounters(seed);
  return Array.from({ length: times }, () => {
    const found = match(set, counters, input());
    return found.scenario ? `${found.scenario.name} ${found.index}: ${found.answer.reply as string}` : 'nothing';
  });
}

const toolRound = input({
  tools: [
    { name: 'get_weather', inputSchema: {} },
    { name: 'get_time', inputSchema: {} },
  ],
  turns: [
    turn('user', 'What is the weather?'),
    turn('assistant', '', { toolUses: [{ toolUseId: 't1', name: 'get_weather' }] }),
    turn('user', '', { toolResults: [{ toolUseId: 't1', text: '18 degrees' }] }),
  ],
});

const CONDITIONS: readonly [title: string, when: When, told: Input, expected: boolean][] = [
  ['nothing asked', {}, input(), true],
  ['operation', { operation: 'Converse' }, input(), true],
  ['another operation', { operation: 'InvokeModel' }, input(), false],
  ['one of several operations', { operation: ['InvokeModel', 'Converse'] }, input(), true],
  ['model by its id', { model: HAIKU.modelId }, input(), true],
  ['a part of the id is not the id', { model: 'haiku' }, input(), false],
  ['model by a glob', { model: '*haiku*' }, input(), true],
  ['? is one character', { model: 'anthropic.claude-?-haiku-*' }, input(), true],
  ['? is not two', { model: 'anthropic.claude?-haiku-*' }, input(), false],
  ['a glob begins where the id begins', { model: 'claude-3-*' }, input(), false],
  ['* is any character at all', { model: 'a*b' }, input({ modelId: 'a\nb' }), true],
  ['a dot in a glob is a dot', { model: 'anthropicxclaude*' }, input(), false],
  ['model as given', { model: 'us.*' }, input({ modelId: `us.${HAIKU.modelId}` }), true],
  ['model as followed', { model: 'anthropic.*' }, input({ modelId: `us.${HAIKU.modelId}` }), true],
  ['one of several models', { model: ['amazon.*', 'anthropic.*'] }, input(), true],
  ['text contained', { prompt: 'ell' }, input(), true],
  ['text in another case', { prompt: 'hello' }, input(), false],
  ['text by contains', { prompt: { contains: 'ell' } }, input(), true],
  ['text equal', { prompt: { equals: 'Hello' } }, input(), true],
  ['text not equal but contained', { prompt: { equals: 'Hell' } }, input(), false],
  ['text by RegExp', { prompt: /^h.llo$/i }, input(), true],
  ['text by regex in data', { prompt: { regex: '^h.llo$', flags: 'i' } }, input(), true],
  ['a plain RegExp without i minds case', { prompt: /hello/ }, input(), false],
  ['a plain RegExp with i does not', { prompt: /hello/i }, input(), true],
  ['the prompt outlasts a tool result', { prompt: 'weather' }, toolRound, true],
  ['the prompt is the last', { prompt: 'one' }, input({ turns: [turn('user', 'one'), turn('user', 'two')] }), false],
  ['the prompt is the user’s', { prompt: '{' }, input({ turns: [turn('user', 'x'), turn('assistant', '{')] }), false],
  ['texts to embed', { prompt: { equals: 'a\nb' } }, input({ turns: [], inputs: ['a', 'b'] }), true],
  ['system', { system: 'pirate' }, input({ system: 'You are a pirate.' }), true],
  ['no system', { system: 'pirate' }, input(), false],
  ['a tool offered', { tools: 'get_time' }, toolRound, true],
  ['a tool not offered', { tools: ['get_time', 'send'] }, toolRound, false],
  ['tools by glob', { tools: ['get_*', '*_time'] }, toolRound, true],
  ['any tool result', { toolResult: true }, toolRound, true],
  ['no tool result wanted', { toolResult: false }, toolRound, false],
  ['no tool result', { toolResult: false }, input(), true],
  ['result of a tool', { toolResult: { tool: 'get_weather' } }, toolRound, true],
  ['result of another tool', { toolResult: { tool: 'get_time' } }, toolRound, false],
  ['result with text', { toolResult: { text: '18' } }, toolRound, true],
  ['result with another text', { toolResult: { tool: 'get_weather', text: '19' } }, toolRound, false],
  ['the first turn', { turn: 1 }, input(), true],
  ['the second turn', { turn: 2 }, toolRound, true],
  ['a prefill is no turn of its own', { turn: 1 }, input({ turns: [turn('user', 'x'), turn('assistant', '{')] }), true],
  [
    'a value',
    { body: { '$.inferenceConfig.maxTokens': 10 } },
    input({ body: { inferenceConfig: { maxTokens: 10 } } }),
    true,
  ],
  ['another value', { body: { 'a.b': 10 } }, input({ body: { a: { b: '10' } } }), false],
  ['a whole text', { body: { a: 'x' } }, input({ body: { a: 'xy' } }), false],
  ['an object', { body: { a: { b: [1] } } }, input({ body: { a: { b: [1] } } }), true],
  ['null', { body: { a: null } }, input({ body: { a: null } }), true],
  ['null is not absence', { body: { a: null } }, input({ body: {} }), false],
  ['a pattern', { body: { 'm[0].role': /^us/ } }, input({ body: { m: [{ role: 'user' }] } }), true],
  ['a pattern over a number', { body: { n: { regex: '^1' } } }, input({ body: { n: 17 } }), true],
  ['a pattern over nothing', { body: { n: /.*/ } }, input({ body: {} }), false],
  [
    'a value that looks like a pattern',
    { body: { a: { equals: { regex: 'x' } } } },
    input({ body: { a: { regex: 'x' } } }),
    true,
  ],
  [
    'an object that only resembles a pattern',
    { body: { a: { regex: 'x', b: 1 } } },
    input({ body: { a: 'x' } }),
    false,
  ],
  ['any element', { body: { 'tools[*].name': 'b' } }, input({ body: { tools: [{ name: 'a' }, { name: 'b' }] } }), true],
  ['the last element', { body: { 'm[-1]': 2 } }, input({ body: { m: [1, 2] } }), true],
  ['inherited members are not there', { body: { toString: { regex: '' } } }, input({ body: {} }), false],
  ['no body', { body: { a: 1 } }, input({ body: undefined }), false],
  ['a header', { headers: { 'X-User': 'ann' } }, input({ headers: ['x-uSer', 'ann'] }), true],
  [
    'a header of another value',
    { headers: { 'x-user': { equals: 'ann' } } },
    input({ headers: ['X-User', 'anna'] }),
    false,
  ],
  [
    'a header twice',
    { headers: { 'x-user': { equals: 'a, b' } } },
    input({ headers: ['X-User', 'a', 'x-user', 'b'] }),
    true,
  ],
  ['a header present', { headers: { 'x-user': true } }, input({ headers: ['X-User', ''] }), true],
  ['a header absent', { headers: { 'x-user': true } }, input(), false],
  ['no header wanted', { headers: { 'x-user': false } }, input(), true],
  ['no header wanted but there', { headers: { 'x-user': false } }, input({ headers: ['X-User', 'a'] }), false],
  ['a function', { test: (ask) => ask.conversation.turns.length === 1 }, input(), true],
  ['a function that says no', { test: () => false }, input(), false],
  ['a function that says why not', { test: () => 'too early' }, input(), false],
  ['a function that throws', { test: (ask) => (ask.body as { a: { b: number } }).a.b === 1 }, input(), false],
  ['all conditions', { operation: 'Converse', prompt: 'Hello' }, input(), true],
  ['all but one', { operation: 'Converse', prompt: 'Bye' }, input(), false],
];

describe('conditions', () => {
  it.each(CONDITIONS)('%s', (_, when, told, expected) => {
    expect(holds(when, told)).toBe(expected);
  });

  it('remembers nothing between two requests, whatever the flags of a pattern', () => {
    const set = compileScenarios([{ name: 'a', when: { prompt: /l+/gy }, answer: 'yes' }]);
    const found = [1, 2, 3].map(() => match(set, createCounters(), input()).scenario?.name);
    expect(found).toEqual(['a', 'a', 'a']);
  });

  it.each([
    [{ prompt: { regex: '(' } }, 'scenario "only": when.prompt: Invalid regular expression: /(/: Unterminated group'],
    [
      { body: { '$..a': 1 } },
      'scenario "only": when.body: the JSON path "$..a" cannot be read from "..a" on; it takes .name, [\'name\'], [0], [-1] and [*]',
    ],
  ])('refuses %j', (when, message) => {
    expect(() => compileScenarios([{ name: 'only', when, answer: 'yes' }])).toThrow(message);
  });
});

describe('order and number of answers', () => {
  it('takes the first that holds', () => {
    const scenarios = [
      { name: 'no', when: { prompt: 'Bye' }, answer: 'x' },
      { name: 'first', answer: 'x' },
      { name: 'second', answer: 'x' },
    ];
    expect(answers(scenarios, 2)).toEqual(['first 0: x', 'first 0: x']);
  });

  it('falls through once the times are used up', () => {
    const scenarios = [
      { name: 'twice', answer: 'x', times: 2 },
      { name: 'once', answer: 'y', times: 1 },
    ];
    expect(answers(scenarios, 4)).toEqual(['twice 0: x', 'twice 0: x', 'once 0: y', 'nothing']);
  });

  it.each([
    [undefined, ['a 0: 1', 'a 1: 2', 'a 1: 2', 'a 1: 2']],
    ['repeat-last', ['a 0: 1', 'a 1: 2', 'a 1: 2', 'a 1: 2']],
    ['cycle', ['a 0: 1', 'a 1: 2', 'a 0: 1', 'a 1: 2']],
    ['fall-through', ['a 0: 1', 'a 1: 2', 'b 0: 3', 'b 0: 3']],
  ] as const)('goes on after the last with %s', (afterLast, expected) => {
    const sequence = { name: 'a', answer: ['1', '2'], ...(afterLast && { afterLast }) };
    expect(answers([sequence, { name: 'b', answer: '3' }], 4)).toEqual(expected);
  });

  it('says which scenarios were used up', () => {
    const spent: Scenario = { name: 'spent', answer: 'x', times: 1 };
    const set = compileScenarios([spent]);
    const counters = createCounters();
    expect(match(set, counters, input()).usedUp).toEqual([]);
    expect(match(set, counters, input())).toEqual({ scenario: undefined, usedUp: [spent] });
  });

  it('counts apart for each sandbox, and on when a scenario is added', () => {
    const once: Scenario = { name: 'once', answer: 'x', times: 1 };
    const [set, longer] = [compileScenarios([once]), compileScenarios([once, { name: 'more', answer: 'y' }])];
    const [one, other] = [createCounters(), createCounters()];
    expect(match(set, one, input()).scenario?.name).toBe('once');
    expect(match(set, other, input()).scenario?.name).toBe('once');
    expect(match(longer, one, input()).scenario?.name).toBe('more');
  });

  it('compiles no scenario again that a set has already', () => {
    const old: Scenario = { name: 'old', answer: 'x' };
    const added: Scenario = { name: 'new', answer: 'x' };
    const set = compileScenarios([old]);
    const longer = compileScenarios([added, old], set);
    expect(longer.scenarios.map(({ scenario }) => scenario.name)).toEqual(['new', 'old']);
    expect(longer.scenarios[1]).toBe(set.scenarios[0]);
  });

  it('refuses an empty sequence', () => {
    expect(() => compileScenarios([{ name: 'a', answer: [] }])).toThrow('scenario "a": its list of answers is empty');
  });
});

describe('choices', () => {
  const choice: Scenario = {
    name: 'dice',
    answer: { choose: [{ reply: 'often', weight: 3 }, { reply: 'seldom' }, { reply: 'never', weight: 0 }] },
  };

  it('draws by weight', () => {
    const drawn = answers([choice], 4000);
    const seldom = drawn.filter((one) => one === 'dice 0: seldom').length;
    expect(drawn.filter((one) => one === 'dice 0: never')).toEqual([]);
    expect(Math.abs(seldom - 1000)).toBeLessThan(100);
  });

  it('draws the same with the same seed, another with another', () => {
    expect(answers([choice], 50, 7)).toEqual(answers([choice], 50, 7));
    expect(answers([choice], 50, 7)).not.toEqual(answers([choice], 50, 8));
  });

  it('is not disturbed by other scenarios', () => {
    const alone = answers([choice], 20, 7);
    const before: Scenario = { name: 'first', times: 3, answer: { choose: [{ reply: 'a' }, { reply: 'b' }] } };
    expect(answers([before, choice], 23, 7).slice(3)).toEqual(alone);
  });

  it('draws otherwise for another scenario', () => {
    const [one, other] = ['one', 'other'].map((name) =>
      answers([{ ...choice, name }], 50).map((text) => text.split(': ')[1]),
    );
    expect(one).not.toEqual(other);
  });

  it('keeps the timing and faults around it where the chosen has none', () => {
    const answer = {
      timing: { tokensPerSecond: 5 },
      faults: { split: 1 },
      choose: [{ choose: [{ error: 'ThrottlingException' as const, faults: [] }] }],
    };
    const found = match(compileScenarios([{ name: 'a', answer }]), createCounters(), input());
    expect(found).toMatchObject({ scenario: { name: 'a' }, index: 0 });
    expect('answer' in found && found.answer).toEqual({
      error: 'ThrottlingException',
      timing: { tokensPerSecond: 5 },
      faults: [],
    });
  });
});
