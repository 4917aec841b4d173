import { describe, expect, expectTypeOf } from 'vitest';
import type { NamedSandbox } from '../../../src/index.ts';
import { bedrockTest } from '../../../src/vitest/index.ts';
import { ask, failure, NOVA } from '../testing/calls.ts';

const test = bedrockTest({
  auth: 'off',
  scenarios: [{ name: 'weather', when: { prompt: 'weather' }, reply: 'Sunny.' }],
});

describe('the fixture', () => {
  test('is a sandbox of its own', async ({ bedrock, double }) => {
    expectTypeOf(bedrock).toEqualTypeOf<NamedSandbox>();
    bedrock.scenarios.add({ name: 'own', reply: 'Own.' });
    await ask(bedrock, 'Hi');
    expect([bedrock.name, bedrock.journal.last?.scenario, double.journal.length]).toEqual([
      'is-a-sandbox-of-its-own',
      'own',
      0,
    ]);
  });

  test('is closed after its test, and the double is the same for all of a file', ({ bedrock, double }) => {
    expect(double.sandboxes()).toEqual([bedrock.name]);
    expect(bedrock.scenarios.list().map(({ name }) => name)).toEqual(['weather']);
  });

  test('does not listen', ({ bedrock }) => {
    expect(() => bedrock.url).toThrow('the server is not listening');
  });

  test.for([1, 2])('listens for a test that takes the endpoint, %i', async (_, { bedrock, endpoint }) => {
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_sandbox\/listens-for-/);
    expect(endpoint).toBe(bedrock.url);
    const response = await fetch(`${endpoint}/_touchstone/health`);
    expect(response.status).toBe(200);
  });
});

describe('side by side', () => {
  test.concurrent.for(['one', 'two', 'three'])('%s sees only itself', async (text, { bedrock }) => {
    await Promise.all([ask(bedrock, text), ask(bedrock, text)]);
    expect(bedrock).toHaveReceivedTimes(2);
    expect(bedrock).toHaveReceivedTimes(2, { prompt: { equals: text } });
  });
});

describe('the matchers', () => {
  test('pass', async ({ bedrock }) => {
    await ask(bedrock, 'How is the weather?');
    const response = await bedrock.fetch(`http://bedrock/model/${NOVA}/converse-stream`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'And the weather?' }] }] }),
    });
    await response.arrayBuffer();
    expect(bedrock).toHaveReceived({ operation: 'Converse', model: 'amazon.nova-*', prompt: /how/i });
    expect(bedrock).toHaveReceived({ prompt: expect.stringContaining('weather'), times: 2 });
    expect(bedrock).toHaveReceivedTimes(1, { operation: 'ConverseStream' });
    expect(bedrock).toHaveStreamedToCompletion();
    expect(bedrock).toHaveMatchedEverything();
    expect(bedrock).toHaveUsedEveryScenario();
    expect(bedrock).not.toHaveReceived({ prompt: 'rain' });
    expect(bedrock).not.toHaveReceivedTimes(3);
  });

  test('fail in the words of the checks', async ({ bedrock }) => {
    await ask(bedrock, 'Hi');
    const line = `  #1 Converse ${NOVA} "Hi" → 200 (no scenario matched)`;
    const name = `sandbox "${bedrock.name}"`;
    expect(failure(() => expect(bedrock).toHaveReceived({ prompt: 'Ho' }))).toBe(
      [
        `expected ${name} to have received a request with`,
        '  prompt: text containing "Ho"',
        'but the only one it received is another',
        `The nearest is ${line.trim()}`,
        '  prompt: wanted text containing "Ho", got "Hi"',
        'Received:',
        line,
      ].join('\n'),
    );
    expect(failure(() => expect(bedrock).not.toHaveReceived({ prompt: 'Hi' }))).toBe(
      `expected ${name} not to have received a request with\n  prompt: text containing "Hi"\nbut it received 1:\n${line}`,
    );
    expect(failure(() => expect(bedrock).toHaveReceivedTimes(2))).toBe(
      `expected ${name} to have received 2 requests\nbut it received 1:\n${line}`,
    );
    expect(failure(() => expect(bedrock).not.toHaveReceivedTimes(1))).toBe(
      `expected ${name} not to have received 1 request\nbut it did:\n${line}`,
    );
    expect(failure(() => expect(bedrock).toHaveStreamedToCompletion())).toBe(
      `expected streams of ${name} to have come to their end\nbut there was none. Received without a stream:\n${line}`,
    );
    expect(failure(() => expect(bedrock).toHaveMatchedEverything())).toContain(
      `expected every request to ${name} to be answered by a scenario\nbut 1 of 1 was not:\n${line}`,
    );
    expect(failure(() => expect(bedrock).toHaveUsedEveryScenario())).toContain('but 1 never did:\n  "weather"');
    expect(failure(() => expect(1).toHaveReceived())).toBe(
      'received wants a double of createBedrock() or one of its sandboxes, not 1',
    );
  });

  test('know their words', ({ bedrock }) => {
    // @ts-expect-error not a condition
    expect(failure(() => expect(bedrock).toHaveReceived({ promt: 'x' }))).toContain('did you mean "prompt"?');
    // @ts-expect-error not an operation
    expect(failure(() => expect(bedrock).toHaveReceived({ operation: 'Convers' }))).toContain(
      'did you mean "Converse"?',
    );
  });
});
