import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { type SandboxFace, scenario, toolUse } from 'bedrock-touchstone';
import { bedrockTest } from 'bedrock-touchstone/vitest';
import { describe, expect } from 'vitest';
import { chat, forecast } from '../src/forecast.ts';

const test = bedrockTest({
  scenarios: [
    scenario('asks for the weather')
      .when({ prompt: 'weather', toolResult: false })
      .replies([toolUse('get_weather', { city: 'Paris' })]),
    scenario('tells the weather')
      .when({ toolResult: { tool: 'get_weather' } })
      .replies('It rains in Paris.'),
  ],
});

function clientOf(bedrock: SandboxFace): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: bedrock.requestHandler(),
  });
}

async function all(words: AsyncIterable<string>): Promise<string> {
  let said = '';
  for await (const piece of words) said += piece;
  return said;
}

describe('forecast', () => {
  test('looks up what the model asks for', async ({ bedrock }) => {
    const asked: string[] = [];
    const weatherIn = (city: string) => (asked.push(city), 'rain');
    expect(await forecast(clientOf(bedrock), 'What is the weather?', weatherIn)).toBe('It rains in Paris.');
    expect(asked).toEqual(['Paris']);
    expect(bedrock).toHaveReceivedTimes(2, { operation: 'Converse', model: '*nova*', tools: 'get_weather' });
    expect(bedrock).toHaveReceived({ toolResult: { tool: 'get_weather', text: 'rain' } });
    expect(bedrock).toHaveMatchedEverything();
    expect(bedrock).toHaveUsedEveryScenario();
  });
});

// Each test has a sandbox of its own, so that they may run at once.
describe.concurrent('chat', () => {
  test('hands on the words as they come', async ({ bedrock }) => {
    bedrock.scenarios.add({ name: 'hello', reply: 'Hello there, how are you?' });
    expect(await all(chat(clientOf(bedrock), 'Hi'))).toBe('Hello there, how are you?');
    expect(bedrock).toHaveStreamedToCompletion();
  });

  test('says so when a stream breaks off', async ({ bedrock }) => {
    bedrock.scenarios.add({ name: 'breaks off', reply: 'Hello there', faults: { end: { event: 2 } } });
    await expect(all(chat(clientOf(bedrock), 'Hi'))).rejects.toThrow('The answer broke off.');
    expect(bedrock).not.toHaveStreamedToCompletion();
  });

  test('passes on what Bedrock says in the middle of a stream', async ({ bedrock }) => {
    bedrock.scenarios.add({
      name: 'fails',
      reply: 'Hello there',
      faults: { exception: 'modelStreamErrorException', event: 2, message: 'The model failed.' },
    });
    await expect(all(chat(clientOf(bedrock), 'Hi'))).rejects.toThrow('The model failed.');
  });
});
