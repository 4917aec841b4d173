import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenarioFiles, loadScenarios, ScenarioError } from '../../../../src/mock-server/matching/index.ts';

const file = 'greetings.yaml';

async function scenariosOf(text: string): Promise<unknown> {
  return (await loadScenarios(text, { file })).scenarios;
}

async function problemsOf(reading: Promise<unknown>): Promise<ScenarioError> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ScenarioError)) throw new Error(`no ScenarioError but ${String(error)}`);
  return error;
}

async function linesOf(text: string): Promise<string[]> {
  return (await problemsOf(loadScenarios(text, { file }))).message.split('\n');
}

describe('the short forms', () => {
  it.each([
    ['- reply: Hello', { answer: { reply: 'Hello' } }],
    ['- reply: { text: Hello }', { answer: { reply: { text: 'Hello' } } }],
    ['- reply: ""', { answer: { reply: '' } }],
    ['- error: ThrottlingException', { answer: { error: 'ThrottlingException' } }],
    ['- raw: { body: oops }', { answer: { raw: { body: 'oops' } } }],
    [
      '- choose: [{ reply: a, weight: 2 }, { reply: b }]',
      { answer: { choose: [{ reply: 'a', weight: 2 }, { reply: 'b' }] } },
    ],
    ['- replies: [a, { text: b }]', { answer: [{ reply: 'a' }, { reply: { text: 'b' } }] }],
    ['- answer: Hello', { answer: 'Hello' }],
    ['- answer: [{ error: ThrottlingException }, Hello]', { answer: [{ error: 'ThrottlingException' }, 'Hello'] }],
    [
      '- { reply: a, timing: { jitter: 0.5 }, faults: { delay: 5 } }',
      { answer: { timing: { jitter: 0.5 }, faults: { delay: 5 }, reply: 'a' } },
    ],
    [
      '- { answer: [a, { reply: b, faults: [] }], faults: { delay: 5 } }',
      {
        answer: [
          { faults: { delay: 5 }, reply: 'a' },
          { faults: [], reply: 'b' },
        ],
      },
    ],
    [
      '- { when: { prompt: a }, reply: b, times: 2, afterLast: cycle }',
      { when: { prompt: 'a' }, answer: { reply: 'b' }, times: 2, afterLast: 'cycle' },
    ],
  ])('%s', async (text, expected) => {
    expect(await scenariosOf(text)).toEqual([{ name: 'greetings#1', ...expected }]);
  });

  it('gives names from the file and the number', async () => {
    expect(await scenariosOf('[{ reply: a }, { name: two, reply: b }, { reply: c }]')).toMatchObject([
      { name: 'greetings#1' },
      { name: 'two' },
      { name: 'greetings#3' },
    ]);
  });

  it('puts defaults where a scenario says nothing', async () => {
    const text = `
      version: 1
      $schema: ./scenarios.schema.json
      defaults: { when: { operation: Converse, turn: 1 }, timing: { tokensPerSecond: 5 }, afterLast: cycle }
      scenarios:
        - reply: a
        - { when: { turn: 2 }, replies: [b], timing: {}, afterLast: repeat-last }`;
    expect(await scenariosOf(text)).toEqual([
      {
        name: 'greetings#1',
        when: { operation: 'Converse', turn: 1 },
        answer: { timing: { tokensPerSecond: 5 }, reply: 'a' },
        afterLast: 'cycle',
      },
      {
        name: 'greetings#2',
        when: { operation: 'Converse', turn: 2 },
        answer: [{ timing: {}, reply: 'b' }],
        afterLast: 'repeat-last',
      },
    ]);
  });

  it('takes aliases and merged maps', async () => {
    const text = '- &a { name: a, reply: hi, times: 2 }\n- { <<: *a, name: b }';
    expect(await scenariosOf(text)).toEqual([
      { name: 'a', answer: { reply: 'hi' }, times: 2 },
      { name: 'b', answer: { reply: 'hi' }, times: 2 },
    ]);
  });

  it('takes JSON, indented with tabs', async () => {
    expect(await scenariosOf('{\n\t"scenarios": [\n\t\t{ "reply": "a" }\n\t]\n}')).toEqual([
      { name: 'greetings#1', answer: { reply: 'a' } },
    ]);
  });

  it('takes a byte order mark', async () => {
    expect(await scenariosOf('\uFEFF- reply: a')).toEqual([{ name: 'greetings#1', answer: { reply: 'a' } }]);
  });

  it('takes an empty list', async () => {
    expect(await scenariosOf('[]')).toEqual([]);
  });
});

const WRONG: readonly [title: string, text: string, ...lines: string[]][] = [
  ['unknown member', '- reply: a\n  tims: 3', '2:3: scenarios[0].tims: unknown member; did you mean "times"?'],
  [
    'a member of when outside it',
    '- reply: a\n  prompt: hi',
    '2:3: scenarios[0].prompt: unknown member; it belongs into "when"',
  ],
  [
    'a member unlike all',
    '- reply: { xyzzy: 1 }',
    '1:12: scenarios[0].reply.xyzzy: unknown member; known are text, content, stopReason, stopSequence, usage, embeddings, ranking, latencyMs, guardrail',
  ],
  ['wrong type', '- reply: [a]', '1:10: scenarios[0].reply: wants text or an object, got a list'],
  ['number for text', '- reply: { text: 5 }', '1:18: scenarios[0].reply.text: wants text, got 5; put it in quotes'],
  [
    'text for number',
    '- { reply: a, times: two }',
    '1:22: scenarios[0].times: wants a whole number from 1 on, got the text "two"',
  ],
  [
    'out of range',
    '- { reply: a, timing: { jitter: 2 } }',
    '1:33: scenarios[0].timing.jitter: wants a number from 0 to 1, got 2',
  ],
  [
    'not above',
    '- { reply: a, timing: { tokensPerSecond: 0 } }',
    '1:42: scenarios[0].timing.tokensPerSecond: wants a number above 0, got 0',
  ],
  [
    'no number',
    '- { reply: a, faults: { delay: .inf } }',
    '1:32: scenarios[0].faults.delay: wants a number from 0 on, got Infinity',
  ],
  ['nothing where something is wanted', '- reply: a\n  when:', '2:8: scenarios[0].when: wants an object, got nothing'],
  ['no scenario', '- ', '1:3: scenarios[0]: wants an object, got nothing'],
  ['no answer', '- when: { turn: 1 }', '1:3: scenarios[0]: wants one of reply, error, raw, choose, replies or answer'],
  ['two answers', '- reply: a\n  error: ThrottlingException', '2:3: scenarios[0].error: may not stand beside "reply"'],
  ['an empty sequence', '- replies: []', '1:12: scenarios[0].replies: is empty; wants one entry at least'],
  ['an empty name', '- { name: "", reply: a }', '1:11: scenarios[0].name: is empty'],
  [
    'a name twice',
    '- { name: a, reply: a }\n- { name: a, reply: b }',
    '2:11: scenarios[1].name: "a" is the name of scenarios[0] in greetings.yaml already',
  ],
  [
    'a bad pattern',
    "- { when: { prompt: { regex: '(' } }, reply: a }",
    '1:30: scenarios[0].when.prompt.regex: Invalid regular expression: /(/: Unterminated group',
  ],
  [
    'bad flags',
    '- { when: { prompt: { regex: a, flags: ii } }, reply: a }',
    "1:30: scenarios[0].when.prompt.regex: Invalid flags supplied to RegExp constructor 'ii'",
  ],
  [
    'flags that are none',
    '- { when: { prompt: { regex: a, flags: x } }, reply: a }',
    '1:40: scenarios[0].when.prompt.flags: "x" may hold only the letters d, g, i, m, s, u, v, y',
  ],
  [
    'flags without a pattern',
    '- { when: { prompt: { equals: a, flags: i } }, reply: a }',
    '1:34: scenarios[0].when.prompt.flags: stands only beside regex',
  ],
  [
    'a pattern between slashes',
    '- { when: { system: /x/i }, reply: a }',
    '1:21: scenarios[0].when.system: "/x/i" looks like a pattern; write { regex: "…", flags: "…" } for one, or { contains: "…" } for this very text',
  ],
  [
    'a bad JSON path',
    '- { when: { body: { $..a: 1 } }, reply: a }',
    '1:21: scenarios[0].when.body["$..a"]: the JSON path "$..a" cannot be read from "..a" on; it takes .name, [\'name\'], [0], [-1] and [*]',
  ],
  [
    'a bad pattern for a value',
    "- { when: { body: { a: { regex: '[' } } }, reply: a }",
    '1:24: scenarios[0].when.body.a: Invalid regular expression: /[/: Unterminated character class',
  ],
  [
    'a function',
    '- { when: { test: x }, reply: a }',
    '1:19: scenarios[0].when.test: wants a function, which only TypeScript has, got the text "x"',
  ],
  [
    'an unknown fault',
    '- { reply: a, faults: { delai: 1 } }',
    '1:25: scenarios[0].faults.delai: unknown member; did you mean "delay"?',
  ],
  [
    'two faults in one',
    '- { reply: a, faults: [{ delay: 1, split: 2 }] }',
    '1:36: scenarios[0].faults[0].split: may not stand beside "delay"',
  ],
  [
    'a fault with an option of another',
    '- { reply: a, faults: { delay: 1, event: 2 } }',
    '1:35: scenarios[0].faults.event: stands only beside exception, error or corrupt',
  ],
  [
    'a place that is none',
    '- { reply: a, faults: { cut: {} } }',
    '1:30: scenarios[0].faults.cut: wants one of event or byte',
  ],
  [
    'an unknown checksum',
    '- { reply: a, faults: { corrupt: crc } }',
    '1:34: scenarios[0].faults.corrupt: "crc" is unknown. Known are prelude-crc, message-crc',
  ],
  ['no weight', '- choose: [{ reply: a, weight: 0 }]', '1:11: scenarios[0].choose: gives no answer a weight above 0'],
  [
    'pieces of another text',
    '- reply: { content: [{ text: ab, pieces: [a, c] }] }',
    '1:42: scenarios[0].reply.content[0].pieces: make "ac" together, not the text',
  ],
  [
    'a tool without a name',
    '- reply: { content: [{ toolUse: { input: {} } }] }',
    '1:33: scenarios[0].reply.content[0].toolUse: wants a member "name"',
  ],
  ['another version', 'version: 2\nscenarios: []', '1:10: version: wants the number 1, got 2'],
  ['no list', 'defaults: {}', '1:1: wants a member "scenarios"'],
  ['a scenario without its list', 'reply: Hello', '1:1: reply: unknown member; it belongs into "scenarios"'],
  ['a mere text', 'Hello', '1:1: wants a list of scenarios, or an object with "scenarios"'],
  ['an empty file', '# nothing\n', '1:1: is empty; wants a list of scenarios, or an object with "scenarios"'],
  [
    'an alias by mistake',
    '- when: { model: *haiku* }\n  reply: a',
    '1:18: *haiku* is an alias in YAML; a text that begins with * needs quotes: "*haiku*"',
  ],
  [
    'a colon by mistake',
    '- reply: Hello: world',
    '1:10: nested mappings are not allowed in compact mappings; a text with ": " in it needs quotes',
  ],
  ['a tab', '- when:\n\t  turn: 1', '2:1: tabs are not allowed as indentation; indent with spaces'],
  ['a member twice', '- reply: a\n  reply: b', '2:3: map keys must be unique'],
  [
    'far too many aliases',
    'a: &a [1, 1, 1]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: &d [*c, *c, *c]\ne: [*d, *d, *d]',
    '1:1: Excessive alias count indicates a resource exhaustion attack',
  ],
  ['an unknown tag', '- reply: !x a', '1:10: unresolved tag: !x'],
];

describe('what is wrong', () => {
  it.each(WRONG)('%s', async (_, text, ...lines) => {
    expect(await linesOf(text)).toEqual(lines.map((line) => `${file}:${line}`));
  });

  it('lists the operations', async () => {
    const [line] = await linesOf('- { when: { operation: [Converse, Convers] }, reply: a }');
    expect(line).toMatch(
      /^greetings\.yaml:1:35: scenarios\[0\]\.when\.operation\[1\]: "Convers" is unknown; did you mean "Converse"\? Known are InvokeModel, InvokeModelWithResponseStream, Converse, /,
    );
  });

  it('tells everything at once, in the order of the file', async () => {
    const text = `
- name: a
  when:
    opertion: Converse
    turn: 0
  reply: hi
- name: a
  reply: hi
  error: x
- nonsense`;
    expect(await linesOf(text)).toEqual([
      'greetings.yaml:4:5: scenarios[0].when.opertion: unknown member; did you mean "operation"?',
      'greetings.yaml:5:11: scenarios[0].when.turn: wants a whole number from 1 on, got 0',
      'greetings.yaml:7:9: scenarios[1].name: "a" is the name of scenarios[0] in greetings.yaml already',
      'greetings.yaml:9:3: scenarios[1].error: may not stand beside "reply"',
      'greetings.yaml:10:3: scenarios[2]: wants an object, got the text "nonsense"',
    ]);
  });

  it('tells of all places where the syntax fails', async () => {
    expect(await linesOf('a: b: c\nd: @x\nmodel: *y')).toEqual([
      'greetings.yaml:1:4: nested mappings are not allowed in compact mappings; a text with ": " in it needs quotes',
      'greetings.yaml:2:4: plain value cannot start with reserved character @; a text that begins so needs quotes',
      'greetings.yaml:3:8: *y is an alias in YAML; a text that begins with * needs quotes: "*y"',
    ]);
  });

  it('is there as data too', async () => {
    const { name, problems } = await problemsOf(loadScenarios('- reply: 1', { file }));
    expect({ name, problems }).toEqual({
      name: 'ScenarioError',
      problems: [
        {
          code: 'wrong-type',
          file,
          line: 1,
          column: 10,
          path: 'scenarios[0].reply',
          message: 'wants text or an object, got 1; put it in quotes',
        },
      ],
    });
  });

  it('finds its place behind an alias', async () => {
    const lines = await linesOf('- { name: a, when: &w { turn: x }, reply: a }\n- { name: b, when: *w, reply: b }');
    expect(lines).toEqual([
      'greetings.yaml:1:31: scenarios[0].when.turn: wants a whole number from 1 on, got the text "x"',
      'greetings.yaml:1:31: scenarios[1].when.turn: wants a whole number from 1 on, got the text "x"',
    ]);
  });
});

describe('an exception that is not known', () => {
  it.each([
    [
      '- error: ThrotlingException',
      'scenarios[0].error',
      '"ThrotlingException" is unknown; did you mean "ThrottlingException"? It is played as it stands',
    ],
    [
      '- error: { type: TeapotException }',
      'scenarios[0].error.type',
      '"TeapotException" is unknown. It is played as it stands',
    ],
    [
      '- { reply: a, faults: { exception: oops } }',
      'scenarios[0].faults.exception',
      '"oops" is unknown. It is played as it stands',
    ],
  ])('%s', async (text, path, message) => {
    const { hints, scenarios } = await loadScenarios(text, { file });
    expect(hints).toMatchObject([{ code: 'unknown-exception', line: 1, path, message }]);
    expect(scenarios).toHaveLength(1);
  });

  it('is known in the form of the stream member too', async () => {
    const text = '- { reply: a, faults: { exception: throttlingException } }';
    expect((await loadScenarios(text, { file })).hints).toEqual([]);
  });
});

describe('files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'scenarios-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  function directoryOf(files: Readonly<Record<string, string>>): string {
    const own = mkdtempSync(join(directory, 'd-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
    return own;
  }

  it('come in the order of their names, and others are left alone', async () => {
    const files = {
      'b.json': '[{"reply":"b"}]',
      'a.yml': '- reply: a',
      'c.yaml': '- reply: c',
      '.d.yaml': '?',
      'e.txt': '?',
    };
    const { scenarios } = await loadScenarioFiles(directoryOf(files));
    expect(scenarios.map(({ name }) => name)).toEqual(['a#1', 'b#1', 'c#1']);
  });

  it('may be one alone, whatever its name', async () => {
    const path = join(directoryOf({ 'one.txt': '- reply: a' }), 'one.txt');
    expect((await loadScenarioFiles(path)).scenarios).toEqual([{ name: 'one#1', answer: { reply: 'a' } }]);
  });

  it('tell the problems of all of them, and names shared between them', async () => {
    const path = directoryOf({ 'a.yaml': '- { name: x, reply: 1 }', 'b.yaml': '- { name: x, reply: a }' });
    const { message } = await problemsOf(loadScenarioFiles(path));
    expect(message.split('\n')).toEqual([
      `${join(path, 'a.yaml')}:1:21: scenarios[0].reply: wants text or an object, got 1; put it in quotes`,
      `${join(path, 'b.yaml')}:1:11: scenarios[0].name: "x" is the name of scenarios[0] in ${join(path, 'a.yaml')} already`,
    ]);
  });

  it('must be there', async () => {
    const [gone, empty] = [join(directory, 'gone.yaml'), directoryOf({})];
    expect((await problemsOf(loadScenarioFiles(gone))).message).toBe(`${gone}: there is no such file or directory`);
    expect((await problemsOf(loadScenarioFiles(empty))).message).toBe(
      `${empty}: there is no .yaml, .yml, .json file in this directory`,
    );
  });
});
