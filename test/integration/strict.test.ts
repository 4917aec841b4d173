/** A strict server answers only what a scenario matches, and says which came nearest. */
import { expect, test } from 'vitest';
import { createBedrock, scenario } from '../../src/index.ts';

const bedrock = createBedrock({
  auth: 'off',
  strict: true,
  scenarios: [scenario('weather').when({ prompt: 'weather', operation: 'Converse' }).replies('Sunny.')],
});

async function converse(text: string): Promise<[number, string]> {
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] });
  const response = await bedrock.fetch('http://bedrock/model/amazon.nova-lite-v1:0/converse', { method: 'POST', body });
  return [response.status, await response.text()];
}

test('what matches is answered', async () => {
  expect((await converse('How is the weather?'))[0]).toBe(200);
});

test('what does not is refused, with the nearest scenario and where it differs', async () => {
  const [status, text] = await converse('How is the wether?');
  expect(status).toBe(400);
  expect(text).toMatch(/^\{"message":"No scenario matches this Converse request, and the server is strict\. /);
  expect(text).toContain('weather');
  expect(text).toContain('wether');
});

test('the catalogue needs no scenario', async () => {
  expect((await bedrock.fetch('http://bedrock/foundation-models')).status).toBe(200);
});
