/** What a test is told that forgot to script: in the answer, in a header and in the journal. */
import { expect, test } from 'vitest';
import { createBedrock, scenario } from '../../../src/index.ts';

const WEATHER = scenario('weather').when({ prompt: 'weather', operation: 'Converse' }).replies('Sunny.');
const NEAREST = `No scenario matched this request. The nearest is "weather" (1 of 2 conditions hold): prompt: wanted text containing "weather", got "How is the wether?"; closest is "wether" at 11`;
const NOTHING =
  'Nothing is scripted here: give createBedrock({ scenarios: [...] }) some, touchstone serve --scenarios FILE, or POST them to /_touchstone/scenarios.';
const HELLO =
  'Hello! This is Touchstone, speaking for Nova Lite. You said: "How is the wether?" This answer is made up. ';

async function ask(bedrock: ReturnType<typeof createBedrock>, action: string, more: object = {}) {
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'How is the wether?' }] }], ...more });
  const response = await bedrock.fetch(`http://bedrock/model/amazon.nova-lite-v1:0/${action}`, {
    method: 'POST',
    body,
  });
  await response.arrayBuffer();
  const { text, note } = bedrock.journal.last ?? {};
  return { status: response.status, reason: response.headers.get('x-touchstone-reason'), text, note };
}

test.each([
  ['converse', NEAREST],
  [
    'converse-stream',
    `No scenario matched this request. The nearest is "weather" (0 of 2 conditions hold): operation: wanted "Converse", got "ConverseStream"; prompt: wanted text containing "weather", got "How is the wether?"; closest is "wether" at 11`,
  ],
])('%s: the nearest scenario and where it differs', async (action, told) => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [WEATHER] });
  expect(await ask(bedrock, action)).toEqual({ status: 200, reason: told, text: HELLO + told, note: told });
});

test('one that is used up', async () => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [{ name: 'once', reply: 'Hi.', times: 1 }] });
  expect(await ask(bedrock, 'converse')).toEqual({ status: 200, reason: null, text: 'Hi.', note: undefined });
  const told =
    'No scenario matched this request. The nearest is "once" (0 of 0 conditions hold): used up: 1 of 1 times';
  expect(await ask(bedrock, 'converse')).toEqual({ status: 200, reason: told, text: HELLO + told, note: told });
});

test('no scenario at all: how to script one, and no note for each line of a log', async () => {
  const bedrock = createBedrock({ auth: 'off' });
  expect(await ask(bedrock, 'converse')).toEqual({
    status: 200,
    reason: NOTHING,
    text: HELLO + NOTHING,
    note: undefined,
  });
});

test('where the client limits the answer, the header tells it all', async () => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [WEATHER] });
  const limited = await ask(bedrock, 'converse', { inferenceConfig: { maxTokens: 3 } });
  expect(limited).toEqual({ status: 200, reason: NEAREST, text: 'Hello! This', note: NEAREST });
});

test('what needs no scenario says nothing of any', async () => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [WEATHER] });
  const response = await bedrock.fetch('http://bedrock/foundation-models');
  expect([response.status, response.headers.get('x-touchstone-reason')]).toEqual([200, null]);
  expect(bedrock.journal.last?.note).toBeUndefined();
});
