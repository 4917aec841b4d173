import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/fixtures/index.ts';
import { createBedrock } from '../../../src/mock-server/index.ts';
import { type Recording, readRecordings, REPLAYING, replayScenarios } from '../../../src/recordings/index.ts';
import { CLAUDE, CLIENT_KEYS, OWN_KEYS, rawAnswer, setStage, steady } from './stage.ts';

const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
const INVOKE = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] };

const HTTP1 = { requestHandler: new NodeHttpHandler() };

function client(endpoint: string, options = {}): BedrockRuntimeClient {
  const credentials = CLIENT_KEYS;
  return new BedrockRuntimeClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...options });
}

async function recorded(directory: string): Promise<Recording[]> {
  return (await readRecordings(directory)).map(({ recording }) => recording);
}

async function streamedText(bedrock: BedrockRuntimeClient, text = 'Hi'): Promise<string> {
  const asked = [{ role: 'user' as const, content: [{ text }] }];
  const { stream = [] } = await bedrock.send(new ConverseStreamCommand({ modelId: CLAUDE, messages: asked }));
  const texts: string[] = [];
  for await (const event of stream) texts.push(event.contentBlockDelta?.delta?.text ?? '');
  return texts.join('');
}

/** A double that answers from the recordings, as `touchstone serve --recordings` does. */
async function replaying(directory: string) {
  const scenarios = replayScenarios(await readRecordings(directory));
  return createBedrock({ auth: 'off', ...REPLAYING, scenarios, seed: 2 });
}

describe('a client of the AWS SDK', () => {
  test.each([
    ['HTTP/2', {}],
    ['HTTP/1.1', HTTP1],
  ])('is verified, its request signed anew, its stream passed on and kept: %s', async (_, options) => {
    await using stage = await setStage({ scenarios: [{ name: 'hello', reply: 'Hello there.' }] });
    const url = await stage.record();
    expect(await streamedText(client(url, options))).toBe('Hello there.');
    expect(stage.service.journal.last?.caller?.accessKeyId).toBe(OWN_KEYS.accessKeyId);
    await stage.finish();
    const [recording] = await recorded(stage.directory);
    expect(recording).toMatchObject({
      operation: 'ConverseStream',
      modelId: CLAUDE,
      request: { method: 'POST', body: { json: { messages } } },
      response: { status: 200, ending: 'complete' },
      redacted: [{ rule: 'credentials', at: expect.stringMatching(/^\$\.request\.headers\[\d+\]\[1\]$/) as string }],
    });
    const frames = recording?.response.frames ?? [];
    const types = frames.map((frame) => ('headers' in frame ? frame.headers[0]?.[1] : 'raw'));
    expect(new Set(types)).toEqual(
      new Set(['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']),
    );
  });

  test('with keys the recorder does not know goes no further', async () => {
    await using stage = await setStage();
    const url = await stage.record();
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wrong' };
    await expect(streamedText(client(url, { credentials }))).rejects.toThrow(/signature/);
    expect(stage.service.journal.length).toBe(0);
    await stage.finish();
    expect(await recorded(stage.directory)).toEqual([]);
  });

  test('plays the same from the recordings', async () => {
    await using stage = await setStage({ scenarios: [{ name: 'hello', reply: 'Hello there.' }] });
    const url = await stage.record();
    await streamedText(client(url));
    await stage.finish();
    await using double = await replaying(stage.directory);
    expect(await streamedText(client((await double.listen()).url))).toBe('Hello there.');
    expect(double.journal.last?.scenario).toMatch(/0001-ConverseStream-anthropic\.claude-3-haiku-20240307-v1_0\.json$/);
  });

  test('ten streams at once are kept each whole', async () => {
    const timing = { timeToFirstToken: 5, tokensPerSecond: 200 };
    const scenarios = Array.from({ length: 10 }, (_, i) => ({
      name: `${i}`,
      when: { prompt: { equals: `prompt ${i}` } },
      reply: `This is the answer to prompt ${i}, and to no other.`,
      timing,
    }));
    await using stage = await setStage({ scenarios });
    const url = await stage.record();
    const asked = scenarios.map((_, i) => streamedText(client(url), `prompt ${i}`));
    const answers = scenarios.map(({ reply }) => reply);
    expect(await Promise.all(asked)).toEqual(answers);
    await stage.finish();
    expect(await recorded(stage.directory)).toHaveLength(10);
    await using double = await replaying(stage.directory);
    const again = await double.listen();
    const replayed = scenarios.map((_, i) => streamedText(client(again.url), `prompt ${i}`));
    expect(await Promise.all(replayed)).toEqual(answers);
  });
});

const STREAM = `/model/${encodeURIComponent(CLAUDE)}/invoke-with-response-stream`;
const UNARY = `/model/${encodeURIComponent(CLAUDE)}/invoke`;

interface Broken {
  readonly name: string;
  readonly path: string;
  readonly faults: Fault;
  readonly response: object;
}

const BROKEN: readonly Broken[] = [
  { name: 'a stream cut off', path: STREAM, faults: { cut: { byte: 700 } }, response: { ending: 'truncated' } },
  { name: 'a stream that is reset', path: STREAM, faults: { reset: { event: 2 } }, response: { ending: 'reset' } },
  {
    name: 'an exception in a stream',
    path: STREAM,
    faults: { exception: 'modelStreamErrorException', event: 2 },
    response: { ending: 'complete' },
  },
  {
    name: 'a checksum that does not fit',
    path: STREAM,
    faults: { corrupt: 'message-crc', event: 1 },
    response: {
      ending: 'complete',
      frames: expect.arrayContaining([{ atMs: expect.anything(), raw: expect.any(String) }]),
    },
  },
  {
    name: 'the checksum of a prelude that does not fit',
    path: STREAM,
    faults: { corrupt: 'prelude-crc', event: 1 },
    response: { ending: 'complete' },
  },
  {
    name: 'a body cut off',
    path: UNARY,
    faults: { cut: { byte: 20 } },
    response: { ending: 'truncated', status: 200 },
  },
  { name: 'a body that is reset', path: UNARY, faults: { reset: { byte: 20 } }, response: { ending: 'reset' } },
  {
    name: 'a reset before the head',
    path: UNARY,
    faults: { reset: 'head' },
    response: { ending: 'reset', headers: [] },
  },
  {
    name: 'an end before the head',
    path: STREAM,
    faults: { cut: 'head' },
    response: { ending: 'truncated', headers: [] },
  },
];

describe('byte for byte, but for dates and ids', () => {
  const reply = 'Hello there, this is an answer in several events.';

  test.each([
    { name: 'a stream', path: STREAM, response: { status: 200, ending: 'complete' } },
    { name: 'a body', path: UNARY, response: { status: 200, ending: 'complete' } },
  ])('$name: the service, the recorder and the recording say the same', async ({ path, response }) => {
    await using stage = await setStage({ scenarios: [{ name: 'hello', reply }] });
    await sameBytes(stage, { path, response });
  });

  test.each(BROKEN)('$name', async ({ path, faults, response }) => {
    await using stage = await setStage({ scenarios: [{ name: 'broken', answer: [{ reply, faults }] }] });
    await sameBytes(stage, { path, response });
  });

  test.each([
    ['throttled', { error: 'ThrottlingException' as const }, 429],
    ['unavailable', { error: { type: 'ServiceUnavailableException', headers: { 'retry-after': '2' } } }, 503],
    ['a gateway', { raw: { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway' } }, 502],
  ])('%s', async (name, answer, status) => {
    await using stage = await setStage({ scenarios: [{ name, answer }] });
    await sameBytes(stage, { path: UNARY, response: { status, ending: 'complete' } });
  });
});

interface Expected {
  readonly path: string;
  /** What is recorded, in part. */
  readonly response: object;
}

/** From the double itself, through the recorder, and replayed. */
async function sameBytes(stage: Awaited<ReturnType<typeof setStage>>, { path, response }: Expected): Promise<void> {
  const url = await stage.record({ double: { auth: 'off' } });
  const passed = steady(await rawAnswer(url, path, INVOKE));
  await stage.finish();
  const [recording] = await recorded(stage.directory);
  expect(recording?.response).toMatchObject(response);
  await using double = await replaying(stage.directory);
  const replayed = steady(await rawAnswer((await double.listen()).url, path, INVOKE));
  expect(replayed).toBe(passed);
}
