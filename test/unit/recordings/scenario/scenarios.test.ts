import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createBedrock } from '../../../../src/mock-server/index.ts';
import { type Recording, toScenarios } from '../../../../src/recordings/index.ts';
import { toRecording } from '../../../support/recorded.ts';
import { hasShared, recordings, WITHOUT_SHARED } from '../../../support/shared.ts';

const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';

const CONVERSE: Recording = {
  format: 'touchstone-recording/1',
  operation: 'Converse',
  modelId: MODEL,
  recordedAt: '2026-01-01T00:00:00.000Z',
  request: {
    method: 'POST',
    target: `/model/${MODEL}/converse`,
    headers: [],
    body: { json: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] } },
  },
  response: {
    atMs: 1,
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: {
      json: {
        output: { message: { role: 'assistant', content: [{ text: 'Hello!' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
        metrics: { latencyMs: 7 },
      },
    },
    ending: 'complete',
    endedAtMs: 2,
  },
  redacted: [],
};

const STREAM: Recording = {
  ...CONVERSE,
  operation: 'ConverseStream',
  response: {
    atMs: 1,
    status: 200,
    headers: [['Content-Type', 'application/vnd.amazon.eventstream']],
    frames: [
      event('messageStart', { role: 'assistant' }),
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hel' } }),
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'lo' } }),
    ],
    ending: 'complete',
    endedAtMs: 2,
  },
};

function event(type: string, json: unknown, messageType = 'event') {
  const headers = [
    [`:${messageType}-type`, type],
    [':message-type', messageType],
  ] as const;
  return { atMs: 1, headers, payload: { json } };
}

function scenarioOf(recording: Recording, response: Partial<Recording['response']> = {}) {
  const changed = { ...recording, response: { ...recording.response, ...response } };
  return toScenarios([{ file: 'recordings/0001-x.json', recording: changed }])[0];
}

describe('a recording as a scenario', () => {
  test('what the model said, to whom', () => {
    expect(scenarioOf(CONVERSE)).toEqual({
      name: '0001-x',
      when: { operation: 'Converse', model: MODEL, prompt: { equals: 'Hi' } },
      reply: {
        content: [{ text: 'Hello!' }],
        stopReason: 'end_turn',
        usage: { inputTokens: 3, outputTokens: 2, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
        latencyMs: 7,
      },
    });
  });

  test('an error, by its name', () => {
    const response = {
      status: 429,
      headers: [['x-amzn-ErrorType', 'ThrottlingException:http://internal.amazon.com/coral/x/']] as const,
      body: { json: { message: 'Too many requests, please wait before trying again.' } },
    };
    expect(scenarioOf(CONVERSE, response)).toMatchObject({
      error: {
        type: 'ThrottlingException',
        message: 'Too many requests, please wait before trying again.',
        status: 429,
      },
    });
  });

  test('a stream cut as it was', () => {
    expect(scenarioOf(STREAM)).toMatchObject({ reply: { content: [{ text: 'Hello', pieces: ['Hel', 'lo'] }] } });
  });

  test.each([
    ['truncated', { cut: { event: 3 } }],
    ['reset', { reset: { event: 3 } }],
    ['stalled', { stall: { event: 3 } }],
  ] as const)('a stream that ended %s has a fault', (ending, fault) => {
    expect(scenarioOf(STREAM, { ending })).toMatchObject({ reply: { content: [{ text: 'Hello' }] }, faults: fault });
  });

  test('an exception in a stream is a fault at its event', () => {
    const frames = [
      ...(STREAM.response.frames ?? []),
      event('throttlingException', { message: 'Slow down.' }, 'exception'),
    ];
    expect(scenarioOf(STREAM, { frames })?.faults).toEqual({
      exception: 'ThrottlingException',
      event: 3,
      message: 'Slow down.',
    });
  });

  test.each([
    ['a body that is no JSON', CONVERSE, { status: 502, body: { text: '<html>' } }],
    ['an error without a type', CONVERSE, { status: 500, headers: [] }],
    ['a block no reply has', CONVERSE, { body: { json: { output: { message: { content: [{ video: {} }] } } } } }],
    ['a body that broke off', CONVERSE, { ending: 'truncated' }],
    ['a frame that is not legal', STREAM, { frames: [{ atMs: 1, raw: 'AAAA' }] }],
    ['bytes that are no message', STREAM, { ending: 'truncated', trailing: { atMs: 2, raw: 'AAAA' } }],
  ] as const)('%s is played from its bytes', (_, recording, response) => {
    const scenario = scenarioOf(recording, response);
    expect(scenario).toMatchObject({ raw: { headers: expect.any(Array) as unknown } });
    expect(scenario).not.toHaveProperty('reply');
  });

  test('several answers to one kind of request are a sequence', () => {
    const files = [CONVERSE, STREAM, CONVERSE].map((recording, i) => ({ file: `${i}.json`, recording }));
    const [first, second, ...more] = toScenarios(files);
    expect([first?.name, second?.name, more]).toEqual(['0', '1', []]);
    expect(first?.answer).toHaveLength(2);
  });

  test.skipIf(!hasShared)(`all that is published makes scenarios that can be loaded${WITHOUT_SHARED}`, () => {
    const files = recordings().map((shared) => ({ file: `${shared.id}.json`, recording: toRecording(shared) }));
    const scenarios = parse(JSON.stringify(toScenarios(files))) as ReturnType<typeof toScenarios>;
    expect(scenarios.length).toBeGreaterThan(100);
    expect(createBedrock({ scenarios }).scenarios.list()).toHaveLength(scenarios.length);
  });
});
