/**
 * What one intercepted call costs in each form, in microseconds of CPU time, the AWS SDK's own work included: the
 * double's forms, each beside one that gives the same bytes ready-made on the same way (plain msw among them), and
 * aws-sdk-client-mock, which never gets as far as a request. One process, alternating rounds, no network but the loopback.
 * `npm ci --prefix bench`, then `npm run bench:forms`; about a minute.
 */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { type Bedrock, type BedrockRequestHandler, createBedrock } from '../src/index.ts';
import { bedrockHandlers } from '../src/msw/index.ts';
import { median } from './support/row.ts';

const ROUNDS = 9;
/** Rounds that do not count, until everything is compiled. */
const WARMING = 3;
const CALLS = 300;
const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';
const INPUT = {
  modelId: MODEL,
  contentType: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 400,
    messages: [{ role: 'user', content: 'Tell me something of nine letters. '.repeat(8) }],
  }),
};
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const AWS = 'https://bedrock-runtime.us-east-1.amazonaws.com/*';

type Call = () => Promise<unknown>;

interface Form {
  readonly name: string;
  /** Which of the others does the same with ready bytes. */
  readonly beside?: string;
  /** Sets up, and returns the call and how to take down again. */
  open(): Promise<readonly [Call, () => Promise<void> | void]> | readonly [Call, () => Promise<void> | void];
}

function clientCall(config: BedrockRuntimeClientConfig): Call {
  const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials: CREDENTIALS, ...config });
  return () => client.send(new InvokeModelCommand(INPUT));
}

function double(): Bedrock {
  return createBedrock({ scenarios: [{ name: 'words', answer: 'Something is a word of nine letters.' }] });
}

const listening = (name: string, config: () => BedrockRuntimeClientConfig): Form => ({
  name,
  async open() {
    const bedrock = double();
    const { url } = await bedrock.listen();
    return [clientCall({ endpoint: url, ...config() }), () => bedrock.close()];
  },
});

function intercepting(name: string, config: () => BedrockRuntimeClientConfig, beside: string): Form {
  const bedrock = double();
  return {
    name,
    beside,
    open() {
      const handlers = bedrockHandlers(bedrock);
      return [clientCall(config()), intercept(handlers, () => handlers[Symbol.dispose]())];
    },
  };
}

const plain = (name: string, config: () => BedrockRuntimeClientConfig, bytes: Buffer): Form => ({
  name,
  open() {
    const headers = { 'content-type': 'application/json' };
    const give = () => HttpResponse.arrayBuffer(new Uint8Array(bytes).buffer, { headers });
    return [clientCall(config()), intercept([http.post(AWS, give)])];
  },
});

function intercept(handlers: Parameters<typeof setupServer>, also = () => {}): () => void {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  return () => {
    server.close();
    also();
  };
}

/** The SDK's handler calls the global `fetch`. */
const fetching = (name: string, own: typeof fetch, beside?: string): Form => ({
  name,
  ...(beside !== undefined && { beside }),
  open() {
    const { fetch } = globalThis;
    globalThis.fetch = own;
    return [clientCall({ requestHandler: new FetchHttpHandler() }), () => void (globalThis.fetch = fetch)];
  },
});

const handling = (name: string, requestHandler: BedrockRequestHandler, beside?: string): Form => ({
  name,
  ...(beside !== undefined && { beside }),
  open: () => [clientCall({ requestHandler }), () => {}],
});

function readyHandler(bytes: Buffer): BedrockRequestHandler {
  const headers = { 'content-type': 'application/json' };
  const response = () => ({ statusCode: 200, headers, body: Readable.from([bytes], { objectMode: false }) });
  return { ...double().requestHandler(), handle: () => Promise.resolve({ response: response() }) };
}

function readyFetch(bytes: Buffer): typeof fetch {
  const headers = { 'content-type': 'application/json' };
  return () => Promise.resolve(new Response(new Uint8Array(bytes), { headers }));
}

/** As much of aws-sdk-client-mock as is used: its types are not there where the benchmark's dependencies are not. */
interface ClientMock {
  mockClient(client: unknown): {
    on(command: unknown): { resolves(answer: unknown): unknown };
    restore(): void;
  };
}

/** It answers in place of `send`: nothing is serialized, signed or parsed. */
function clientMock(bytes: Buffer): Form {
  return {
    name: 'aws-sdk-client-mock',
    open() {
      const { mockClient } = createRequire(import.meta.url)('aws-sdk-client-mock') as ClientMock;
      const mock = mockClient(BedrockRuntimeClient);
      mock.on(InvokeModelCommand).resolves({ body: bytes, contentType: 'application/json' });
      return [clientCall({}), () => mock.restore()];
    },
  };
}

async function answerBytes(): Promise<Buffer> {
  const answer = await clientCall({ requestHandler: double().requestHandler() })();
  return Buffer.from((answer as { body: Uint8Array }).body);
}

/** Microseconds of CPU time of one call, on the average: what stays true on a machine that is shared. */
async function costOf(form: Form): Promise<number> {
  const [call, close] = await form.open();
  await call();
  const start = process.cpuUsage();
  for (let n = 0; n < CALLS; n++) await call();
  const { user, system } = process.cpuUsage(start);
  await close();
  return (user + system) / CALLS;
}

async function measure(forms: readonly Form[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const costs = new Map(forms.map(({ name }) => [name, [] as number[]]));
  for (let round = -WARMING; round < ROUNDS; round++) {
    for (const form of round % 2 === 0 ? forms : forms.toReversed()) {
      const cost = await costOf(form);
      if (round >= 0) costs.get(form.name)!.push(cost);
    }
  }
  return costs;
}

/** The medians of the ratios and of the differences of two runs of one round. */
function compared(costs: readonly number[], others: readonly number[]): string {
  const times = median(costs.map((cost, round) => cost / others[round]!));
  const more = median(costs.map((cost, round) => cost - others[round]!));
  return `${times.toFixed(2)} | ${more.toFixed(0)}`;
}

async function main(): Promise<void> {
  const bytes = await answerBytes();
  const node = () => ({ requestHandler: new NodeHttpHandler() });
  const fetch = () => ({ requestHandler: new FetchHttpHandler() });
  const forms: readonly Form[] = [
    handling('bedrock.requestHandler()', double().requestHandler(), 'ready bytes, requestHandler'),
    fetching('bedrock.fetch', double().fetch, 'ready bytes, fetch'),
    intercepting('bedrockHandlers(bedrock), fetch', fetch, 'plain msw, fetch'),
    intercepting('bedrockHandlers(bedrock), node:http', node, 'plain msw, node:http'),
    listening('bedrock.listen(), HTTP/1.1', node),
    listening('bedrock.listen(), HTTP/2 (default client)', () => ({})),
    plain('plain msw, fetch', fetch, bytes),
    plain('plain msw, node:http', node, bytes),
    handling('ready bytes, requestHandler', readyHandler(bytes)),
    fetching('ready bytes, fetch', readyFetch(bytes)),
    clientMock(bytes),
  ];
  const costs = await measure(forms);
  console.log(`InvokeModel by the AWS SDK, ${CALLS} calls one after the other, medians of ${ROUNDS} rounds\n`);
  console.log('| form | CPU µs a call | ÷ ready bytes | more, µs |\n|---|--:|--:|--:|');
  for (const { name, beside } of forms) {
    const list = costs.get(name)!;
    const besides = beside === undefined ? ' | ' : compared(list, costs.get(beside)!);
    console.log(`| ${name} | ${median(list).toFixed(0)} | ${besides} |`);
  }
}

await main();
