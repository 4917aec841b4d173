import { beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, createBedrock } from '../../../src/index.ts';
import { assertReceived, assertReceivedTimes, received, receivedTimes } from '../../../src/testing/index.ts';
import { ask, failure, NOVA } from './calls.ts';

let bedrock: Bedrock;

beforeAll(async () => {
  bedrock = createBedrock({
    auth: 'off',
    scenarios: [
      { name: 'weather', when: { prompt: 'weather' }, reply: 'It is sunny.' },
      { name: 'busy', when: { prompt: 'busy' }, error: 'ThrottlingException' },
    ],
  });
  await ask(bedrock, 'How is the weather?', { system: [{ text: 'You are a pirate.' }] });
  await ask(bedrock, "What's the wether?", { inferenceConfig: { maxTokens: 8 } });
  await ask(bedrock, 'Are you busy?');
});

const RECEIVED = `  #1 Converse ${NOVA} "How is the weather?" → 200 "It is sunny." (scenario "weather")
  #2 Converse ${NOVA} "What's the wether?" → 200 (no scenario matched)
  #3 Converse ${NOVA} "Are you busy?" → 429 ThrottlingException (scenario "busy")`;

describe('a request that came', () => {
  it.each([
    {},
    { operation: 'Converse' },
    { operation: ['InvokeModel', 'Converse'] },
    { model: 'amazon.nova-*' },
    { model: /nova/ },
    { model: expect.stringContaining('nova') },
    { prompt: 'weather' },
    { prompt: /^how is/i },
    { prompt: { equals: 'Are you busy?' } },
    { prompt: expect.stringMatching(/busy/) },
    { system: 'pirate' },
    { body: { 'inferenceConfig.maxTokens': 8 } },
    { body: { inferenceConfig: { maxTokens: expect.any(Number) } } },
    { body: expect.objectContaining({ inferenceConfig: { maxTokens: 8 } }) },
    { headers: { 'X-Tenant': 'acme' } },
    { headers: expect.objectContaining({ 'x-tenant': 'acme' }) },
    { turn: 1, toolResult: false },
    { prompt: 'weather', times: 1 },
    { test: ({ conversation }: { conversation: { maxTokens?: number } }) => conversation.maxTokens === 8 },
    { operation: expect.stringMatching(/^Conv/), prompt: undefined },
  ] as object[])('%o', (filter) => {
    expect(received(bedrock, filter).pass).toBe(true);
  });

  it('is handed out', () => {
    expect(assertReceived(bedrock, { prompt: 'weather' })).toMatchObject([{ scenario: 'weather', status: 200 }]);
  });

  it('counts, though it was refused before anybody read it', async () => {
    const closed = createBedrock();
    await ask(closed, 'Hi');
    expect(received(closed, { operation: 'Converse', model: NOVA, body: { 'messages[0].role': 'user' } }).pass).toBe(
      true,
    );
    expect(failure(() => assertReceived(closed, { prompt: 'Hi' })))
      .toBe(`expected the double to have received a request with
  prompt: text containing "Hi"
but the only one it received is another
The nearest is #1 Converse ${NOVA} → 403 AccessDeniedException
  prompt: wanted text containing "Hi", got ""
Received:
  #1 Converse ${NOVA} → 403 AccessDeniedException`);
  });
});

describe('a request that did not come', () => {
  it('is told with the nearest and where it differs', () => {
    expect(failure(() => assertReceived(bedrock, { prompt: 'the weather!', operation: 'Converse' })))
      .toBe(`expected the double to have received a request with
  operation: "Converse"
  prompt: text containing "the weather!"
but none of the 3 it received is one
The nearest is #1 Converse ${NOVA} "How is the weather?" → 200 "It is sunny." (scenario "weather")
  prompt: wanted text containing "the weather!", got "How is the weather?"; closest is "the weather" at 7
Received:
${RECEIVED}`);
  });

  it('has the fewest differences before it has the likest text', () => {
    const filter = {
      prompt: 'weather',
      body: { 'inferenceConfig.maxTokens': { equals: 9 } },
      headers: { 'x-tenant': 'no' },
    };
    expect(failure(() => assertReceived(bedrock, { ...filter, system: 'Pirat' }))).toContain(
      `The nearest is #1 Converse ${NOVA} "How is the weather?"`,
    );
    expect(failure(() => assertReceived(bedrock, { prompt: 'x', body: { 'inferenceConfig.maxTokens': 8 } }))).toContain(
      `The nearest is #2 Converse ${NOVA} "What's the wether?"`,
    );
  });

  it('is told where nothing came', () => {
    expect(failure(() => assertReceived(createBedrock()))).toBe(
      'expected the double to have received a request\nbut it received none at all',
    );
  });

  it('shows matchers of the framework as it does', () => {
    const filter = { model: /titan/, prompt: expect.stringContaining('rain'), body: { a: { b: expect.any(Number) } } };
    expect(failure(() => assertReceived(bedrock, filter)))
      .toContain(`expected the double to have received a request with
  model: text matching /titan/
  prompt: StringContaining "rain"
  body a: {"b":Any<Number>}
but none of the 3 it received is one
The nearest is #3 Converse ${NOVA} "Are you busy?" → 429 ThrottlingException (scenario "busy")
  model: wanted text matching /titan/, got "${NOVA}"
  prompt: wanted StringContaining "rain", got "Are you busy?"
  body a: wanted {"b":Any<Number>}, got nothing
`);
  });

  it('shows of long texts and lists what has room', async () => {
    const sandbox = bedrock.sandbox('long');
    for (let i = 1; i <= 12; i++) await ask(sandbox, `${i} ${'very '.repeat(50)}long`);
    const lines = failure(() => assertReceived(sandbox, { prompt: 'short' })).split('\n');
    expect(lines[0]).toBe('expected sandbox "long" to have received a request with');
    expect(lines.slice(5, 8)).toEqual([
      'Received:',
      '  (2 before)',
      `  #3 Converse ${NOVA} "3 ${'very '.repeat(11)}ve…" → 200 (no scenario matched)`,
    ]);
    expect(lines).toHaveLength(17);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(320);
  });
});

describe('how often', () => {
  it('counts what the filter describes', () => {
    expect(receivedTimes(bedrock, 3).pass).toBe(true);
    expect(receivedTimes(bedrock, 1, { prompt: 'weather' }).pass).toBe(true);
    expect(receivedTimes(bedrock, 0, { prompt: 'rain' }).pass).toBe(true);
    expect(receivedTimes(bedrock, 2).pass).toBe(false);
  });

  it('tells those that came, and the nearest of the others where it was too seldom', () => {
    expect(failure(() => assertReceivedTimes(bedrock, 2, { prompt: 'weather' })))
      .toBe(`expected the double to have received 2 requests with
  prompt: text containing "weather"
but it received 1:
  #1 Converse ${NOVA} "How is the weather?" → 200 "It is sunny." (scenario "weather")
The nearest is #2 Converse ${NOVA} "What's the wether?" → 200 (no scenario matched)
  prompt: wanted text containing "weather", got "What's the wether?"; closest is "wether" at 11
Received besides:
${RECEIVED.split('\n').slice(1).join('\n')}`);
    expect(failure(() => assertReceivedTimes(bedrock, 1))).toBe(
      `expected the double to have received 1 request\nbut it received 3:\n${RECEIVED}`,
    );
    expect(failure(() => assertReceivedTimes(createBedrock(), 1))).toBe(
      'expected the double to have received 1 request\nbut it received 0',
    );
  });

  it('says so of the opposite', () => {
    expect(receivedTimes(bedrock, 1, { prompt: 'weather' }).message())
      .toBe(`expected the double not to have received 1 request with
  prompt: text containing "weather"
but it did:
  #1 Converse ${NOVA} "How is the weather?" → 200 "It is sunny." (scenario "weather")`);
    expect(receivedTimes(bedrock, 0, { prompt: 'rain' }).message()).toBe(
      'expected the double not to have received 0 requests with\n  prompt: text containing "rain"',
    );
    expect(received(bedrock, { prompt: /e/ }).message()).toBe(`expected the double not to have received a request with
  prompt: text matching /e/
but it received 3:
${RECEIVED}`);
  });
});

describe('what a check cannot know', () => {
  it('is what was in exchanges that were dropped', async () => {
    const small = createBedrock({ auth: 'off', journal: { entries: 1 } });
    await ask(small, 'one');
    await ask(small, 'two');
    const dropped =
      'the journal keeps 1 of 2 exchanges, so that nothing can be said of the 1 dropped: createBedrock({ journal: { entries: 2 } }) keeps as many, journal.clear() begins anew';
    expect(received(small, { prompt: 'two' }).pass).toBe(true);
    expect(failure(() => received(small, { prompt: 'one' }))).toBe(dropped);
    expect(failure(() => receivedTimes(small, 1))).toBe(dropped);
  });

  it('is what a journal that keeps nothing would have kept', async () => {
    const none = createBedrock({ auth: 'off', journal: { entries: 0 } });
    await ask(none, 'one');
    expect(failure(() => received(none))).toContain('the journal keeps 0 of 1 exchanges');
  });
});

describe('misuse', () => {
  it.each([
    [
      { promt: 'x' },
      '"promt" is unknown; did you mean "prompt"? Known are operation, turn, model, tools, toolResult, prompt, system, headers, body, test.',
    ],
    [{ operation: 'Convers' }, 'operation: "Convers" is unknown; did you mean "Converse"? Known are '],
    [{ body: { 'a..b': 1 } }, 'the JSON path "a..b" cannot be read from "..b" on'],
    [{ times: 1.5 }, 'times wants a whole number from 0 on, got 1.5'],
  ])('%o', (filter, message) => {
    expect(failure(() => received(bedrock, filter as object))).toContain(message);
  });

  it.each([
    [undefined, 'undefined'],
    [Promise.resolve(), 'a promise; it lacks an await'],
    [{ bedrock: 1 }, 'another object'],
    [new Map(), 'a Map'],
  ])('%o is no double', (value, kind) => {
    expect(failure(() => received(value as never))).toBe(
      `received wants a double of createBedrock() or one of its sandboxes, not ${kind}`,
    );
  });

  it('points to the line of the test', () => {
    const thrown = (): Error => {
      try {
        assertReceivedTimes(bedrock, 9);
      } catch (error) {
        return error as Error;
      }
      return new Error('it passed');
    };
    expect(thrown().name).toBe('AssertionError');
    expect(
      thrown()
        .stack?.split('\n')
        .find((line) => line.startsWith('    at ')),
    ).toContain('received.test.ts');
  });
});
