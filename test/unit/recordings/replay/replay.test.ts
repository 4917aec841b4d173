import { describe, expect, test } from 'vitest';
import { type BedrockOptions, createBedrock } from '../../../../src/mock-server/index.ts';
import {
  type Recording,
  type RecordingFile,
  REPLAYING,
  type ReplayOptions,
  replayScenarios,
} from '../../../../src/recordings/index.ts';

const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';
const OPERATION_PATH = { Converse: 'converse', InvokeModel: 'invoke' } as const;

interface Asked {
  readonly body: unknown;
  readonly modelId?: string;
  readonly operation?: keyof typeof OPERATION_PATH;
}

function recording({ body, modelId = MODEL, operation = 'Converse' }: Asked, answer: string): Recording {
  return {
    format: 'touchstone-recording/1',
    operation,
    modelId,
    recordedAt: '2026-01-01T00:00:00.000Z',
    request: { method: 'POST', target: '/', headers: [], body: { json: body } },
    response: {
      atMs: 0,
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: { text: answer },
      ending: 'complete',
      endedAtMs: 0,
    },
    redacted: [],
  };
}

function files(...recordings: readonly Recording[]): RecordingFile[] {
  return recordings.map((one, i) => ({ file: `recordings/${i + 1}.json`, recording: one }));
}

function replay(recorded: readonly Recording[], options: ReplayOptions & BedrockOptions = {}) {
  const bedrock = createBedrock({
    auth: 'off',
    ...REPLAYING,
    ...options,
    scenarios: replayScenarios(files(...recorded), options),
  });
  return async ({ body, modelId = MODEL, operation = 'Converse' }: Asked) => {
    const url = `http://x/model/${encodeURIComponent(modelId)}/${OPERATION_PATH[operation]}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await bedrock.fetch(url, { method: 'POST', body: text });
    return {
      status: response.status,
      text: await response.text(),
      reason: response.headers.get('x-touchstone-reason'),
    };
  };
}

const HI = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }], inferenceConfig: { maxTokens: 5 } };

describe('a request is answered by its recording', () => {
  test('whatever the order and spacing of its members', async () => {
    const ask = replay([recording({ body: HI }, 'one')]);
    const spaced =
      '{ "inferenceConfig": { "maxTokens": 5.0 }, "messages": [{"content": [{"text": "H\\u0069"}], "role": "user"}] }';
    expect(await ask({ body: spaced })).toMatchObject({ status: 200, text: 'one' });
  });

  test('in their order, if there are several, and then by the last', async () => {
    const ask = replay([
      recording({ body: HI }, 'one'),
      recording({ body: {} }, 'other'),
      recording({ body: HI }, 'two'),
    ]);
    const texts: string[] = [];
    for (let i = 0; i < 3; i++) texts.push((await ask({ body: HI })).text);
    expect(texts).toEqual(['one', 'two', 'two']);
  });

  test.each([
    ['cycle', ['one', 'two', 'one']],
    ['fall-through', ['one', 'two', 400]],
  ] as const)('and then, as told: %s', async (afterLast, answers) => {
    const ask = replay([recording({ body: HI }, 'one'), recording({ body: HI }, 'two')], { afterLast });
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { status, text } = await ask({ body: HI });
      seen.push(status === 200 ? text : status);
    }
    expect(seen).toEqual(answers);
  });

  test('but for paths that are ignored, there or not', async () => {
    const ask = replay([recording({ body: { ...HI, requestMetadata: { id: '1' } } }, 'one')], {
      ignore: ['$.requestMetadata.id', '$.inferenceConfig'],
    });
    const { messages } = HI;
    expect((await ask({ body: { messages, requestMetadata: { id: '2' } } })).text).toBe('one');
    expect((await ask({ body: { messages, requestMetadata: {} } })).text).toBe('one');
    expect((await ask({ body: { messages, requestMetadata: { other: 1 } } })).status).toBe(400);
  });

  test('of a model the catalogue does not know, and with a body it would refuse', async () => {
    const asked = { body: { any: 'thing' }, modelId: 'somebody.new-model-v9:0', operation: 'InvokeModel' as const };
    expect(await replay([recording(asked, 'one')])(asked)).toMatchObject({ status: 200, text: 'one' });
  });

  test('where something was redacted, whatever stands there now', async () => {
    const arn = (account: string) => `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/abc`;
    const body = (content: unknown, note: string) => ({
      messages: [{ role: 'user', content }],
      requestMetadata: { note },
    });
    const ask = replay([
      recording({ body: body('[redacted]', 'of [redacted] at 000000000000'), modelId: arn('000000000000') }, 'one'),
    ]);
    const modelId = arn('210987654321');
    expect((await ask({ body: body([{ text: 'x' }], 'of Ann at 210987654321'), modelId })).text).toBe('one');
    expect((await ask({ body: body([{ text: 'x' }], 'by Ann at 210987654321'), modelId })).status).toBe(400);
  });
});

test('of the control plane, by its query as well', async () => {
  const list = (query: string, answer: string): Recording => ({
    ...recording({ body: undefined, modelId: '' }, answer),
    operation: 'ListFoundationModels',
    request: { method: 'GET', target: `/foundation-models${query}`, headers: [] },
  });
  const recorded = files(list('?byProvider=Anthropic&byOutputModality=TEXT', 'one'), list('', 'all'));
  const bedrock = createBedrock({ auth: 'off', ...REPLAYING, scenarios: replayScenarios(recorded) });
  const ask = async (query: string) => (await bedrock.fetch(`http://x/foundation-models${query}`)).text();
  expect(await ask('?byOutputModality=TEXT&byProvider=Anthropic')).toBe('one');
  expect(await ask('')).toBe('all');
});

describe('a request that no recording answers is told the nearest, and where it differs', () => {
  const ASKED: readonly (readonly [string, Asked, string])[] = [
    [
      'a value',
      { body: { ...HI, inferenceConfig: { maxTokens: 6 } } },
      'body $.inferenceConfig.maxTokens: wanted 5, got 6; test: wanted true, got "$.inferenceConfig.maxTokens: recorded 5, asked 6"',
    ],
    [
      'a member too many',
      { body: { ...HI, system: [] } },
      'test: wanted true, got "$.system: recorded nothing, asked []"',
    ],
    [
      'a list that is longer',
      { body: { ...HI, messages: [...HI.messages, { role: 'user' }] } },
      'test: wanted true, got "$.messages[1]: recorded nothing, asked {\\"role\\":\\"user\\"}"',
    ],
    [
      'another model',
      { body: HI, modelId: 'amazon.nova-lite-v1:0' },
      `test: wanted true, got "the model id: recorded \\"${MODEL}\\", asked \\"amazon.nova-lite-v1:0\\""`,
    ],
  ];

  test.each(ASKED)('%s', async (_, asked, difference) => {
    const ask = replay([recording({ body: { messages: [] } }, 'other'), recording({ body: HI }, 'one')]);
    const { status, reason } = await ask(asked);
    expect(status).toBe(400);
    expect(reason).toMatch(/^The nearest is "recordings\/2\.json" \(\d of 5 conditions hold\): /);
    expect(reason?.split('hold): ')[1]).toBe(difference);
  });
});

describe('pace', () => {
  const stream: Recording = {
    ...recording({ body: HI }, ''),
    response: {
      atMs: 100,
      status: 200,
      headers: [['Content-Type', 'application/vnd.amazon.eventstream']],
      frames: [
        { atMs: 110, headers: [], payload: { json: {} } },
        { atMs: 150, headers: [], payload: { json: {} } },
      ],
      ending: 'reset',
      endedAtMs: 400,
    },
  };

  interface Played {
    readonly raw: { readonly writes: readonly { readonly at?: number }[] };
    readonly timing?: object;
    readonly faults: object;
  }

  function timesOf(pace: number) {
    const [{ answer }] = replayScenarios(files(stream), { pace }) as unknown as [{ answer: [Played] }];
    const [{ raw, timing, faults }] = answer;
    return { timing, faults, writes: raw.writes.map(({ at }) => at) };
  }

  test.each([
    [1, { timeToFirstToken: 100 }, [10, 50, 300]],
    [0.1, { timeToFirstToken: 10 }, [1, 5, 30]],
  ])('%d: when each was due, and when it broke off', (pace, timing, writes) => {
    expect(timesOf(pace)).toEqual({ timing, writes, faults: { reset: { event: 3 } } });
  });

  test('none: all at once', () => {
    expect(timesOf(0)).toEqual({ timing: undefined, writes: [undefined, undefined], faults: { reset: { event: 2 } } });
  });
});
