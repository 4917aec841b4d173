import { describe, expect, it } from 'vitest';
import { compileFilter, type Filter, type Input } from '../../../../src/mock-server/matching/index.ts';
import { HAIKU, input, turn } from './asks.ts';

function differences(filter: Filter, told: Input): readonly string[] {
  return compileFilter(filter).judge(told).differences;
}

const TOOLS = [
  { name: 'get_weather', inputSchema: {} },
  { name: 'send', inputSchema: {} },
];
const RESULT = turn('user', '', { toolResults: [{ toolUseId: 'x', text: '5' }] });

const JUDGED: readonly [filter: Filter, told: Input, difference: string][] = [
  [
    { model: /sonnet/ },
    input({ modelId: `us.${HAIKU.modelId}` }),
    `model: wanted text matching /sonnet/, got "us.${HAIKU.modelId}"`,
  ],
  [{ tools: /time$/ }, input({ tools: TOOLS }), 'tools: wanted text matching /time$/, got ["get_weather","send"]'],
  [
    { tools: expect.arrayContaining(['get_time']) },
    input({ tools: TOOLS }),
    'tools: wanted ArrayContaining ["get_time"], got ["get_weather","send"]',
  ],
  [{ turn: expect.any(String) }, input(), 'turn: wanted Any<String>, got 1'],
  [
    { operation: expect.stringMatching(/^Invoke/) },
    input(),
    'operation: wanted StringMatching /^Invoke/, got "Converse"',
  ],
  [
    { toolResult: { text: expect.stringContaining('4') } },
    input({ turns: [RESULT] }),
    'toolResult: wanted a result with StringContaining "4", got [{"tool":"","text":"5"}]',
  ],
  [
    { headers: { 'x-user': expect.stringContaining('ann') } },
    input({ headers: ['X-User', 'bob'] }),
    'headers.x-user: wanted StringContaining "ann", got "bob"',
  ],
  [
    { headers: expect.objectContaining({ 'x-user': 'ann' }) },
    input({ headers: [':path', '/', 'X-User', 'bob'] }),
    'headers: wanted ObjectContaining {"x-user":"ann"}, got {"x-user":"bob"}',
  ],
  [
    { body: { m: [{ r: expect.any(Number) }] } },
    input({ body: { m: [{ r: 1, s: 2 }] } }),
    'body m: wanted [{"r":Any<Number>}], got [{"r":1,"s":2}]',
  ],
  [
    { body: expect.objectContaining({ a: 1 }) },
    input({ body: { a: 2 } }),
    'body: wanted ObjectContaining {"a":1}, got {"a":2}',
  ],
  [{ prompt: { asymmetricMatch: () => false } }, input(), 'prompt: wanted a matcher, got "Hello"'],
  [{ prompt: 'Bye', turn: 1 }, input(), 'prompt: wanted text containing "Bye", got "Hello"'],
];

describe('a filter', () => {
  it.each(JUDGED)('%#: tells what does not hold', (filter, told, difference) => {
    expect(differences(filter, told)).toEqual([difference]);
  });

  it.each([
    [{ model: /haiku/ }, input({ modelId: HAIKU.modelId })],
    [{ tools: /send/g }, input({ tools: TOOLS.slice(1) })],
    [{ tools: /^send$/ }, input({ tools: TOOLS })],
    [{ tools: expect.arrayContaining(['send']) }, input({ tools: TOOLS })],
    [{ tools: expect.stringContaining('weather') }, input({ tools: TOOLS })],
    [{ toolResult: expect.arrayContaining([{ tool: '', text: '5' }]) }, input({ turns: [RESULT] })],
    [{ body: { m: [{ r: expect.any(Number) }, 'x'] } }, input({ body: { m: [{ r: 1 }, 'x'] } })],
    [{ body: { '$.a': expect.anything() } }, input({ body: { a: 0 } })],
    [{ prompt: undefined }, input()],
  ] as [Filter, Input][])('%#: passes', (filter, told) => {
    const { judge } = compileFilter(filter);
    expect([judge(told).differences, judge(told).differences]).toEqual([[], []]);
  });

  it('tells what it wants, in the order of conditions', () => {
    expect(
      compileFilter({ prompt: 'x', body: { a: 1, b: /y/ }, operation: ['Converse', 'InvokeModel'] }).wanted,
    ).toEqual([
      'operation: "Converse" or "InvokeModel"',
      'prompt: text containing "x"',
      'body a: 1',
      'body b: text matching /y/',
    ]);
    expect(compileFilter({}).wanted).toEqual([]);
  });

  it('tells which of two requests is nearer', () => {
    const { judge } = compileFilter({ prompt: 'weather' });
    expect(judge(input({ prompt: 'wether' })).likeness).toBeGreaterThan(judge(input({ prompt: 'Hello' })).likeness);
  });
});
