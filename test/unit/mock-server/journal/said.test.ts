/** What models said, in every recorded answer. */
import { describe, expect, test } from 'vitest';
import type { SentEvent } from '../../../../src/mock-server/journal/events.ts';
import { textOfBody, textOfEvents } from '../../../../src/mock-server/journal/said.ts';
import { hasShared, type Recording, recordings, WITHOUT_SHARED } from '../../../support/shared.ts';

describe.skipIf(!hasShared)(`the recordings${WITHOUT_SHARED}`, () => {
  const answered = recordings().filter(({ response }) => response.status === 200);

  test('all have a text, but for those whose model only used a tool, said nothing, or was never asked', () => {
    const silent = answered.filter((recording) => said(recording) === undefined).map(({ id }) => id);
    expect(answered.length).toBe(297);
    expect(silent).toEqual([
      'Arize-ai__openinference#3',
      'Arize-ai__openinference#13',
      'Arize-ai__openinference#14',
      'Arize-ai__openinference#40',
      'open-telemetry__opentelemetry-python-contrib#8',
    ]);
  });

  test.each([
    ['InvokeModelWithResponseStream', 'mistral.mistral-small-2402-v1:0', /^ I'm an AI, so I don't have feelings/],
    ['InvokeModelWithResponseStream', 'cohere.command-r-v1:0', /^This is indeed a test\. Hopefully, it's/],
    ['InvokeModel', 'ai21.j2-ultra-v1', /^\nThe 4 cardinal directions are north, south, east, and west\./],
    ['InvokeModel', 'meta.llama2-13b-chat-v1', /^ {2}Oh my gosh, a llama in your garden\?/],
    ['Converse', 'mistral.mistral-7b-instruct-v0:2', /^ I'm an artificial intelligence language model/],
    ['InvokeModelWithResponseStream', 'us.amazon.nova-micro-v1:0', /^In the year 2145, humanity launched/],
  ])('%s of %s', (operation, modelId, text) => {
    const found = answered.filter((one) => one.operation === operation && one.modelId === modelId);
    expect(found.map(said)).toContainEqual(expect.stringMatching(text));
  });
});

test('an embedding says nothing', () => {
  expect(textOfBody({ embedding: [0.1, 0.2], inputTextTokenCount: 3 })).toBe(undefined);
  expect(textOfEvents([])).toBe(undefined);
});

test('bytes that are no event say nothing, those around them do', () => {
  const broken = { sentAt: '', base64: 'AAAA', problem: 'the checksum is wrong' };
  expect(textOfEvents([delta('Sun'), broken, delta('ny.')])).toBe('Sunny.');
});

function delta(text: string): SentEvent {
  return { sentAt: '', headers: {}, payload: { delta: { text } } };
}

function said({ response }: Recording): string | undefined {
  const { frames, body = '' } = response;
  return frames ? textOfEvents(frames.map(toEvent)) : textOfBody(parse(body));
}

function toEvent({ headers, payload }: NonNullable<Recording['response']['frames']>[number]): SentEvent {
  const value = parse(payload) as { bytes?: string };
  const chunk = value.bytes === undefined ? {} : { chunk: parse(Buffer.from(value.bytes, 'base64').toString()) };
  return { sentAt: '', headers, payload: value, ...chunk };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
