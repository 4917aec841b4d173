import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenarios, ScenarioError, scenarioSchema } from '../../../../src/mock-server/matching/index.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
const accepts = ajv.compile(scenarioSchema());

/** What a schema cannot say, and our own validator says beyond it. */
const BEYOND = new Set(['unreadable', 'inconsistent', 'duplicate-name']);

function problemCodes(document: unknown): readonly string[] {
  try {
    readScenarios(document);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ code }) => code);
    throw error;
  }
}

function weAccept(document: unknown): boolean {
  return problemCodes(document).every((code) => BEYOND.has(code));
}

const EXAMPLES: readonly unknown[] = [
  [],
  [{ reply: 'Hello' }],
  [{ name: 'a', answer: ['x', { error: 'ThrottlingException' }], afterLast: 'cycle', times: 3 }],
  [{ error: { type: 'X', message: 'm', status: 418, members: { a: [1] }, headers: { 'retry-after': '1' } } }],
  [{ raw: { status: 200, headers: { a: 'b' }, body: { base64: 'AA==' } } }],
  [
    {
      choose: [
        { reply: 'a', weight: 3 },
        { choose: [{ raw: {} }], timing: { jitter: 0 } },
      ],
    },
  ],
  [{ replies: ['a', { text: 'b', stopReason: 'end_turn', usage: { inputTokens: 1 }, latencyMs: 0.5 }] }],
  [
    {
      when: {
        operation: ['Converse', 'InvokeModel'],
        model: '*claude*',
        prompt: 'a',
        system: { regex: 'a', flags: 'i' },
        tools: ['a', 'b*'],
        toolResult: { tool: 'a', text: { equals: 'x' } },
        turn: 2,
        body: { '$.a[0]': { any: [null] }, b: null },
        headers: { 'x-a': true, 'x-b': { contains: 'c' } },
      },
      reply: {
        content: [
          { text: 'ab', pieces: ['a', 'b'], citations: [{ title: 't', location: { documentChar: { start: 1 } } }] },
          { toolUse: { name: 't', input: { a: 1 }, toolUseId: 'x', pieces: ['{', '}'] } },
          { thinking: 'hm', signature: 's' },
          { redactedThinking: 'AA==' },
        ],
        stopSequence: 's',
        embeddings: [[0.1, -1], []],
        ranking: [{ index: 0, relevanceScore: 0.5 }],
        guardrail: {
          action: 'NONE',
          actionReason: 'No action.',
          inputAssessment: { id: { topicPolicy: { topics: [] } } },
          modelOutput: ['a'],
          outputAssessments: { id: [{}] },
        },
      },
      timing: { timeToFirstToken: 1, tokensPerSecond: 0.5, jitter: 1 },
      faults: [
        { delay: 1.5 },
        { stall: { event: 0 } },
        { cut: { byte: 3 } },
        { reset: { event: 1 } },
        { end: { event: 2 } },
        { exception: 'throttlingException', event: 1, message: 'm' },
        { error: 'e', message: 'm' },
        { corrupt: 'message-crc', event: 1 },
        { split: 1 },
        { coalesce: 2 },
      ],
    },
  ],
  {
    $schema: './scenarios.schema.json',
    version: 1,
    defaults: { when: { toolResult: false }, faults: { delay: 1 }, afterLast: 'fall-through' },
    scenarios: [{ answer: { reply: 'a' } }],
  },
];

const BAD: readonly unknown[] = [
  null,
  'Hello',
  {},
  { scenarios: [], more: 1 },
  { scenarios: [], version: 2 },
  [null],
  [{}],
  [{ reply: 'a', error: 'b' }],
  [{ reply: 'a', when: { prompt: '/a/' } }],
  [{ reply: 'a', when: { prompt: { equals: 'a', contains: 'b' } } }],
  [{ reply: 'a', when: { prompt: { equals: 'a', flags: 'i' } } }],
  [{ reply: 'a', when: { operation: 'Convers' } }],
  [{ reply: 'a', when: { tools: [] } }],
  [{ reply: 'a', when: { turn: 0.5 } }],
  [{ reply: 'a', when: { test: true } }],
  [{ reply: 'a', times: 0 }],
  [{ reply: { content: [{ text: 'a', signature: 's' }] } }],
  [{ reply: { content: [{ toolUse: { name: 'a' } }] } }],
  [{ reply: { guardrail: { action: 'BLOCKED' } } }],
  [{ error: { status: 500 } }],
  [{ raw: { status: 600 } }],
  [{ choose: [] }],
  [{ choose: [{ reply: 'a', weight: -1 }] }],
  [{ reply: 'a', timing: { tokensPerSecond: 0 } }],
  [{ reply: 'a', timing: { jitter: 1.1 } }],
  [{ reply: 'a', faults: { delay: 1, split: 1 } }],
  [{ reply: 'a', faults: { split: 1, message: 'm' } }],
  [{ reply: 'a', faults: { cut: { event: -1 } } }],
];

describe('the published schema', () => {
  it('is the one the declaration gives', () => {
    const published = new URL('../../../../schema/scenarios.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toStrictEqual(scenarioSchema());
  });

  it.each(EXAMPLES.map((example) => [example]))('accepts %j, as we do', (example) => {
    expect([accepts(example), problemCodes(example)]).toEqual([true, []]);
  });

  it.each(BAD.map((example) => [example]))('refuses %j, as we do', (example) => {
    expect([accepts(example), weAccept(example)]).toEqual([false, false]);
  });

  it('says of every member what it is for', () => {
    const silent: string[] = [];
    JSON.stringify(
      scenarioSchema(),
      (key, value: { properties?: Record<string, { description?: string; $ref?: string }> }) => {
        for (const [name, member] of Object.entries(value?.properties ?? {})) {
          if (!member.description && !member.$ref) silent.push(`${key}.${name}`);
        }
        return value;
      },
    );
    expect(silent).toEqual([]);
  });
});

/** All words of the schema, so that a random document has a chance to be nearly right. */
const words = [...new Set(JSON.stringify(scenarioSchema()).match(/(?<=")[\w$-]+(?=")/g))];
const scalar = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(0, 1, 2, 0.5, -1, 600, 1e300, true, false, null, '', '/a/', 'a', 'Converse', 'i', '$.a', '..'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 3 }),
  ),
}));

interface Change {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  how: fc.constantFrom('replace', 'remove', 'add'),
  name: fc.constantFrom(...words),
  value,
});

/** One of the places in a document changed: its value replaced or taken out, or a member added beside it. */
function changed(document: unknown, { at, how, name, value }: Change): unknown {
  const copy = { root: structuredClone(document) };
  const places: (readonly [holder: Record<string, unknown>, key: string])[] = [];
  const walk = (holder: object): void => {
    for (const [key, child] of Object.entries(holder)) {
      places.push([holder as Record<string, unknown>, key]);
      if (typeof child === 'object' && child !== null) walk(child);
    }
  };
  walk(copy);
  const [holder, key] = places[at % places.length] as (typeof places)[number];
  if (how === 'replace') holder[key] = value;
  else if (Array.isArray(holder)) holder.push(value);
  else if (how === 'add') holder[name] = value;
  else delete holder[key];
  return copy.root;
}

describe('the schema and our validator', () => {
  const settings = { seed: 20261121, numRuns: 5000 };

  it('agree on good documents with a few changes', () => {
    const example = fc.constantFrom(...EXAMPLES);
    let good = 0;
    fc.assert(
      fc.property(example, fc.array(change, { minLength: 1, maxLength: 3 }), (document, changes) => {
        const one = changes.reduce(changed, document);
        const accepted = accepts(one);
        if (accepted) good++;
        expect(weAccept(one)).toBe(accepted);
      }),
      settings,
    );
    expect(good).toBeGreaterThan(settings.numRuns / 10);
  });

  it('agree on documents at random', () => {
    fc.assert(
      fc.property(value, (inner) => {
        const documents = [
          inner,
          [inner],
          [{ reply: 'a', when: inner }],
          [{ reply: 'a', faults: inner }],
          [{ answer: inner }],
        ];
        expect(documents.map(weAccept)).toEqual(documents.map((one) => accepts(one)));
      }),
      settings,
    );
  });
});

describe('scenarios that are values already', () => {
  it('may hold what only TypeScript has', () => {
    const when = { prompt: /a/, body: { a: /b/ }, test: () => true };
    expect(readScenarios([{ name: 'a', when, reply: 'x' }]).scenarios).toEqual([
      { name: 'a', when, answer: { reply: 'x' } },
    ]);
  });

  it('stay the same object where there is nothing to write out', () => {
    const scenario = { name: 'a', answer: 'x', when: { prompt: undefined } };
    expect(readScenarios([scenario]).scenarios[0]).toBe(scenario);
  });

  it('take undefined for absent', () => {
    const document = { defaults: { faults: { delay: 1 } }, scenarios: [{ name: 'a', reply: 'x', faults: undefined }] };
    expect(readScenarios(document).scenarios).toStrictEqual([
      { name: 'a', answer: { faults: { delay: 1 }, reply: 'x' } },
    ]);
  });

  it('are named by a label and told of without a file', () => {
    expect(readScenarios([{ reply: 'x' }], 'test').scenarios).toMatchObject([{ name: 'test#1' }]);
    expect(() =>
      readScenarios([
        { name: 'a', reply: 'x' },
        { name: 'a', error: 3 },
      ]),
    ).toThrow(
      'scenarios[1].error: wants text or an object, got 3; put it in quotes\nscenarios[1].name: "a" is the name of scenarios[0] already',
    );
  });
});
