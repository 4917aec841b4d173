import { describe, expect, test } from 'vitest';
import { createBedrock } from '../../../src/mock-server/index.ts';
import type { SmithyRequest } from '../../../src/mock-server/smithy.ts';

const REQUEST: SmithyRequest = {
  method: 'POST',
  protocol: 'https:',
  hostname: 'bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/amazon.nova-lite-v1%3A0/converse',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
};

describe('requestHandler', () => {
  test('puts what was asked as it was asked into the journal', async () => {
    const bedrock = createBedrock({ auth: 'off' });
    const { response } = await bedrock.requestHandler().handle(REQUEST);
    expect(response.statusCode).toBe(200);
    expect(bedrock.journal.raw()[0]?.request).toMatchObject({
      protocol: 'in-process',
      method: 'POST',
      target: REQUEST.path,
      rawHeaders: ['Content-Type', 'application/json', 'host', REQUEST.hostname],
    });
  });

  test('of a sandbox is for that sandbox, and a prefix in the path goes before it', async () => {
    const bedrock = createBedrock({ auth: 'off' });
    const handler = bedrock.sandbox('one').requestHandler();
    await handler.handle(REQUEST);
    await handler.handle({ ...REQUEST, path: `/_sandbox/two${REQUEST.path}` });
    const lengths = [bedrock, bedrock.sandbox('one'), bedrock.sandbox('two')].map(({ journal }) => journal.length);
    expect(lengths).toEqual([0, 1, 1]);
  });

  test('takes its timeouts at the start, later, or with the call', async () => {
    const scenarios = [{ name: 'slow', answer: { reply: '', faults: { delay: 3_600_000 } } }];
    const bedrock = createBedrock({ auth: 'off', scenarios });
    const early = bedrock.requestHandler({ requestTimeout: 11 });
    await expect(early.handle(REQUEST)).rejects.toThrow('11 ms');
    await expect(early.handle(REQUEST, { requestTimeout: 12 })).rejects.toThrow('12 ms');
    const late = bedrock.requestHandler();
    late.updateHttpClientConfig('socketTimeout', 13);
    expect(late.httpHandlerConfigs()).toEqual({ socketTimeout: 13 });
    await expect(late.handle(REQUEST)).rejects.toThrow('13 ms');
    expect(bedrock.journal.all().map(({ outcome }) => outcome)).toEqual(Array(3).fill('client-gone'));
  });
});

describe('fetch', () => {
  test('reaches the control API, for the server and for a sandbox', async () => {
    const bedrock = createBedrock({ auth: 'off' });
    const add = (face: { fetch: typeof bedrock.fetch }, name: string) =>
      face.fetch('http://bedrock/_touchstone/scenarios', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, reply: 'Hello!' }),
      });
    await add(bedrock, 'for all');
    await add(bedrock.sandbox('one'), 'for one');
    const names = [bedrock, bedrock.sandbox('one')].map(({ scenarios }) => scenarios.list().map(({ name }) => name));
    expect(names).toEqual([['for all'], ['for one']]);
  });

  test.each([
    ['a string', (url: string) => url],
    ['a URL', (url: string) => new URL(url)],
    ['a Request', (url: string) => new Request(url)],
  ])('takes %s', async (_, given) => {
    const bedrock = createBedrock({ auth: 'off', scenarios: [{ name: 'all', answer: 'Hello.' }] });
    const init = { method: 'POST', body: String(REQUEST.body) };
    const response = await bedrock.fetch(given(`https://${REQUEST.hostname}${REQUEST.path}`), init);
    expect(await response.json()).toMatchObject({ output: { message: { content: [{ text: 'Hello.' }] } } });
  });

  test('takes a whole Request', async () => {
    const bedrock = createBedrock({ auth: 'off' });
    const body = String(REQUEST.body);
    const request = new Request(`https://${REQUEST.hostname}${REQUEST.path}`, { method: 'POST', body });
    expect((await bedrock.fetch(request)).status).toBe(200);
    expect(bedrock.journal.raw()[0]?.request.body.toString()).toBe(body);
  });
});
