/** What is msw's alone: handlers beside others, sandboxes, and HTTP/2, which msw cannot intercept. */
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createBedrock } from '../../../src/index.ts';
import { bedrockHandlers } from '../../../src/msw/index.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const AWS = 'https://bedrock-runtime.us-east-1.amazonaws.com';

/** A connection that leads nowhere, so that nothing leaves the machine. */
const NOWHERE = { createConnection: () => new PassThrough() };

function intercept(...handlers: Parameters<typeof setupServer>): ReturnType<typeof setupServer> {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  return server;
}

async function ask(config: object = { requestHandler: new NodeHttpHandler() }): Promise<string | undefined> {
  const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 2, ...config });
  const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
  const { output } = await client.send(new ConverseCommand({ modelId: 'amazon.nova-lite-v1:0', messages }));
  return output?.message?.content?.[0]?.text;
}

/** A server whose h2 sessions are not our business. */
async function otherServer(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => vi.restoreAllMocks());

describe('bedrockHandlers', () => {
  test('answer from a sandbox', async () => {
    const bedrock = createBedrock({ scenarios: [{ name: 'all', answer: 'From the server.' }] });
    const sandbox = bedrock.sandbox('one');
    sandbox.scenarios.add({ name: 'own', answer: 'From the sandbox.' });
    using handlers = bedrockHandlers(sandbox);
    intercept(...handlers);
    expect([await ask(), sandbox.journal.length, bedrock.journal.length]).toEqual(['From the sandbox.', 1, 0]);
  });

  test('stand beside others, and can be overridden', async () => {
    using handlers = bedrockHandlers(createBedrock({ scenarios: [{ name: 'all', answer: 'Hello.' }] }));
    const server = intercept(
      ...handlers,
      http.get('https://example.org/', () => HttpResponse.text('other')),
    );
    expect(await (await fetch('https://example.org/')).text()).toBe('other');
    server.use(
      http.post(`${AWS}/*`, () => HttpResponse.json({ output: { message: { content: [{ text: 'Mine.' }] } } })),
    );
    expect(await ask()).toBe('Mine.');
    server.resetHandlers();
    expect(await ask()).toBe('Hello.');
  });

  test('answer a client that knows nothing of them', async () => {
    const bedrock = createBedrock({ scenarios: [{ name: 'all', answer: 'Hello there.' }] });
    using handlers = bedrockHandlers(bedrock);
    intercept(...handlers);
    const client = new AnthropicBedrock({ awsRegion: 'eu-central-2', awsAccessKey: 'test', awsSecretKey: 'test' });
    const request = {
      model: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
      max_tokens: 100,
      messages: [{ role: 'user' as const, content: 'Hi' }],
    };
    const message = await client.messages.create(request);
    expect(message.content).toEqual([{ type: 'text', text: 'Hello there.' }]);
    let text = '';
    for await (const event of await client.messages.create({ ...request, stream: true }))
      text += event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';
    expect(text).toBe('Hello there.');
    expect(bedrock.journal.length).toBe(2);
  });

  test('say nothing of a client that leaves', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const scenarios = [{ name: 'slow', answer: { reply: '', faults: { delay: 3_600_000 } } }];
    const bedrock = createBedrock({ auth: 'off', validation: false, scenarios });
    using handlers = bedrockHandlers(bedrock);
    intercept(...handlers);
    const controller = new AbortController();
    const asked = fetch(`${AWS}/model/amazon.nova-lite-v1%3A0/converse`, {
      method: 'POST',
      body: '{}',
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(bedrock.journal.last?.outcome).toBe('pending'));
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(bedrock.journal.last?.outcome).toBe('client-gone');
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
  });
});

describe('the default client of the AWS SDK, which speaks HTTP/2', () => {
  const REMEDY = 'new BedrockRuntimeClient({ requestHandler: bedrock.requestHandler() })';

  test('is refused with the remedy, and warned of once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    using handlers = bedrockHandlers(createBedrock());
    intercept(...handlers);
    for (let n = 0; n < 2; n++) {
      await expect(ask({})).rejects.toMatchObject({
        code: 'TOUCHSTONE_HTTP2',
        message: expect.stringContaining(REMEDY) as string,
        $metadata: { attempts: 1 },
      });
    }
    const told = warn.mock.calls.filter(
      ([, type]) => (type as { code?: string } | undefined)?.code === 'TOUCHSTONE_HTTP2',
    );
    expect(told).toEqual([[expect.stringContaining(REMEDY), expect.anything()]]);
  });

  test('works with the remedy', async () => {
    const bedrock = createBedrock({ scenarios: [{ name: 'all', answer: 'Hello.' }] });
    using handlers = bedrockHandlers(bedrock);
    intercept(...handlers);
    expect(await ask({ requestHandler: bedrock.requestHandler() })).toBe('Hello.');
  });

  test('may pass with a warning, or without', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const ignoring = bedrockHandlers(createBedrock(), { http2: 'ignore' });
    connect(AWS, NOWHERE).destroy();
    expect(warn).not.toHaveBeenCalled();
    const warning = bedrockHandlers(createBedrock(), { http2: 'warn' });
    connect(AWS, NOWHERE).destroy();
    expect(warn).toHaveBeenCalledTimes(1);
    for (const handlers of [ignoring, warning]) handlers[Symbol.dispose]();
  });

  test('is let alone elsewhere, and when the handlers are gone', async () => {
    const url = await otherServer();
    const before = connect;
    const first = bedrockHandlers(createBedrock());
    const second = bedrockHandlers(createBedrock());
    expect(connect).not.toBe(before);
    connect(url).close();
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(() => connect(AWS)).toThrow('HTTP/2');
    second[Symbol.dispose]();
    expect(connect).toBe(before);
  });
});
