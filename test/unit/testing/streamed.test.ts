import { beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, createBedrock, type Fault } from '../../../src/index.ts';
import { assertStreamedToCompletion, streamedToCompletion } from '../../../src/testing/index.ts';
import { ask, converse, failure, NOVA } from './calls.ts';

const REPLY = 'one two three';
const FLAWS: readonly [name: string, fault: Fault, flaw: string][] = [
  ['cut', { cut: { event: 2 } }, 'the connection was cut, as scripted, after 2 events'],
  ['reset', { reset: { event: 2 } }, 'the connection was reset, as scripted, after 2 events'],
  ['end', { end: { event: 2 } }, 'it ended after 2 events, without the last of its protocol'],
  [
    'exception',
    { exception: 'modelStreamErrorException', event: 2, message: 'Broken.' },
    'modelStreamErrorException after 3 events: Broken.',
  ],
  ['corrupt', { corrupt: 'message-crc', event: 1 }, 'event 1 cannot be read: the checksum of the message is wrong'],
];

let bedrock: Bedrock;

beforeAll(() => {
  bedrock = createBedrock({
    auth: 'off',
    scenarios: [
      ...FLAWS.map(([name, faults]) => ({ name, when: { prompt: name }, reply: REPLY, faults })),
      { name: 'stall', when: { prompt: 'stall' }, reply: REPLY, faults: { stall: { event: 2 } } },
      { name: 'slow', when: { prompt: 'slow' }, reply: REPLY, timing: { tokensPerSecond: 0.001 } },
      { name: 'busy', when: { prompt: 'busy' }, answer: [{ error: 'ThrottlingException' }, { reply: 'Hi.' }] },
      { name: 'whole', reply: REPLY },
    ],
  });
});

async function stream(sandbox: ReturnType<Bedrock['sandbox']>, text: string): Promise<void> {
  const response = await converse(sandbox, text, {}, 'converse-stream');
  await response.arrayBuffer().catch(() => {});
}

describe('a stream that came to its end', () => {
  it('of Converse', async () => {
    const sandbox = bedrock.sandbox('converse');
    await stream(sandbox, 'Hi');
    expect(streamedToCompletion(sandbox).pass).toBe(true);
  });

  it.each([
    [
      'anthropic.claude-3-haiku-20240307-v1:0',
      { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
    ],
    ['meta.llama3-8b-instruct-v1:0', { prompt: 'Hi' }],
  ])('of InvokeModel, %s', async (model, body) => {
    const sandbox = bedrock.sandbox(model.slice(0, 9));
    const response = await sandbox.fetch(`http://bedrock/model/${model}/invoke-with-response-stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    expect(streamedToCompletion(sandbox).pass).toBe(true);
  });

  it('after an attempt that was refused', async () => {
    const sandbox = bedrock.sandbox('retried');
    await stream(sandbox, 'busy?');
    expect(failure(() => assertStreamedToCompletion(sandbox)))
      .toBe(`expected streams of sandbox "retried" to have come to their end
but there was none. Received without a stream:
  #1 ConverseStream ${NOVA} "busy?" → 429 ThrottlingException (scenario "busy")`);
    await stream(sandbox, 'busy?');
    expect(streamedToCompletion(sandbox, { prompt: 'busy' }).pass).toBe(true);
  });

  it('is told where it should not have', async () => {
    const sandbox = bedrock.sandbox('told');
    await stream(sandbox, 'Hi');
    expect(streamedToCompletion(sandbox, { prompt: 'Hi' }).message())
      .toBe(`expected streams of sandbox "told" with prompt: text containing "Hi" not to have come to their end
but all did:
  #1 ConverseStream ${NOVA} "Hi" → 200 "one two three" (scenario "whole")`);
  });
});

describe('a stream that did not', () => {
  it.each(FLAWS)('%s', async (name, _, flaw) => {
    const sandbox = bedrock.sandbox(name);
    await stream(sandbox, 'Hi');
    await stream(sandbox, name);
    const { pass, message } = streamedToCompletion(sandbox);
    expect(pass).toBe(false);
    const [first, second, line, told, ...rest] = message().split('\n');
    expect([first, second, told, rest]).toEqual([
      `expected streams of sandbox "${name}" to have come to their end`,
      'but 1 of 2 did not:',
      `    ${flaw}`,
      [],
    ]);
    expect(line).toMatch(new RegExp(`^  #2 ConverseStream ${NOVA} "${name}" → 200 .*\\(scenario "${name}"\\)$`));
    expect(streamedToCompletion(sandbox, { prompt: 'Hi' }).pass).toBe(true);
  });

  it.each([
    ['slow', 'still under way after 1 event', 'the client went away after 1 event'],
    ['stall', 'it stalled, as scripted, after 2 events', 'the client went away after 2 events'],
  ])('%s: under way, and once the client gave up', async (name, before, after) => {
    const sandbox = bedrock.sandbox(name);
    const response = await converse(sandbox, name, {}, 'converse-stream');
    const reader = response.body!.getReader();
    await reader.read();
    expect(streamedToCompletion(sandbox).message()).toContain(`\n    ${before}`);
    await reader.cancel();
    expect(streamedToCompletion(sandbox).message()).toContain(`\n    ${after}`);
  });

  it('because there was none', async () => {
    const sandbox = bedrock.sandbox('none');
    expect(streamedToCompletion(sandbox).message()).toBe(
      'expected streams of sandbox "none" to have come to their end\nbut there was none',
    );
    await ask(sandbox, 'Hi');
    expect(streamedToCompletion(sandbox).pass).toBe(false);
  });
});
