import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { createBedrock } from 'bedrock-touchstone';
import { assertNoUnmatched, assertReceived, assertReceivedTimes, useSandbox } from 'bedrock-touchstone/testing';
import { translate } from '../src/translate.js';

const bedrock = createBedrock({
  scenarios: [{ name: 'French', when: { system: 'French', prompt: { equals: 'Good morning' } }, reply: 'Bonjour' }],
});
before(() => bedrock.listen());
after(() => bedrock.close());

/** The client as in production, HTTP/2 and all, but for its address. */
function clientOf(t, endpoint) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new BedrockRuntimeClient({ endpoint, region: 'us-east-1', credentials });
  t.after(() => client.destroy());
  return client;
}

// Each test has a sandbox of its own, so that they may run at once.
describe('translate', { concurrency: true }, () => {
  test('says what the model said', async (t) => {
    const sandbox = useSandbox(t, bedrock);
    assert.equal(await translate(clientOf(t, sandbox.url), 'Good morning', 'French'), 'Bonjour');
    const [exchange] = assertReceived(sandbox, {
      operation: 'Converse',
      model: 'anthropic.claude-3-haiku*',
      body: { 'inferenceConfig.maxTokens': 500 },
    });
    assert.equal(exchange.protocol, 'HTTP/2.0');
    assertNoUnmatched(sandbox);
  });

  test('is tried again when Bedrock is busy', async (t) => {
    const answer = [{ error: 'ThrottlingException' }, { reply: 'Buongiorno' }];
    const sandbox = useSandbox(t, bedrock, { scenarios: [{ name: 'busy', when: { system: 'Italian' }, answer }] });
    assert.equal(await translate(clientOf(t, sandbox.url), 'Good morning', 'Italian'), 'Buongiorno');
    assertReceivedTimes(sandbox, 2, { system: 'Italian' });
  });

  test('is not cut short in silence', async (t) => {
    const reply = { text: 'Bon', stopReason: 'max_tokens' };
    const sandbox = useSandbox(t, bedrock, { scenarios: [{ name: 'long', reply }] });
    await assert.rejects(translate(clientOf(t, sandbox.url), 'Good morning', 'French'), /longer than 500 tokens/);
  });
});
