/**
 * What a request and a stream of 1,000 frames cost a client: the reference client beside the two SDKs most people use,
 * against the same server in one run, alternating. `npx tsx bench/client.ts`; some minutes, and a quiet machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { GCProfiler } from 'node:v8';
import BedrockSdk from '@anthropic-ai/bedrock-sdk';
import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AnthropicBedrock } from '../src/client/index.ts';

const ROUNDS = 9;
/** Rounds that do not count, until everything is compiled. */
const WARMING = 4;
const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';
const PARAMS = {
  model: MODEL,
  max_tokens: 400,
  messages: [{ role: 'user' as const, content: 'Tell me something of nine letters. '.repeat(8) }],
};
const BODY = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: PARAMS.max_tokens,
  messages: PARAMS.messages,
});

/** One client: a request whose answer is parsed, and a stream whose events are parsed and counted. */
interface Subject {
  readonly name: string;
  request(): Promise<unknown>;
  stream(): Promise<number>;
}

async function countOf(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _event of events) count++;
  return count;
}

function touchstone(url: string): Subject {
  const client = new AnthropicBedrock({ baseURL: url, awsAccessKey: 'test', awsSecretKey: 'test' });
  return {
    name: 'touchstone',
    request: async () => await client.messages.create(PARAMS),
    stream: async () => await countOf(await client.messages.create({ ...PARAMS, stream: true })),
  };
}

function bedrockSdk(url: string): Subject {
  const client = new BedrockSdk({ baseURL: url, awsRegion: 'us-east-1', awsAccessKey: 'test', awsSecretKey: 'test' });
  return {
    name: '@anthropic-ai/bedrock-sdk',
    request: async () => await client.messages.create(PARAMS),
    stream: async () => await countOf(await client.messages.create({ ...PARAMS, stream: true })),
  };
}

/** Over HTTP/1.1, as the others: its default opens an HTTP/2 session for each request, which costs it more. */
function awsSdk(url: string): Subject {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new BedrockRuntimeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials,
    requestHandler: new NodeHttpHandler(),
  });
  const input = { modelId: MODEL, contentType: 'application/json', body: BODY };
  const decoder = new TextDecoder();
  const parsed = async function* (body: AsyncIterable<{ chunk?: { bytes?: Uint8Array | undefined } | undefined }>) {
    for await (const { chunk } of body) yield JSON.parse(decoder.decode(chunk?.bytes)) as unknown;
  };
  return {
    name: '@aws-sdk/client-bedrock-runtime',
    request: async () => JSON.parse(decoder.decode((await client.send(new InvokeModelCommand(input))).body)) as unknown,
    stream: async () =>
      await countOf(parsed((await client.send(new InvokeModelWithResponseStreamCommand(input))).body as never)),
  };
}

interface Cost {
  readonly cpu: number;
  readonly time: number;
  readonly memory: number;
}

/** Microseconds and bytes of one call, on the average of so many. */
async function costOf(call: () => Promise<unknown>, times: number): Promise<Cost> {
  const profiler = new GCProfiler();
  profiler.start();
  const [cpu, start, heap] = [process.cpuUsage(), performance.now(), process.memoryUsage().heapUsed];
  for (let n = 0; n < times; n++) await call();
  const { user, system } = process.cpuUsage(cpu);
  const time = (performance.now() - start) * 1000;
  const collected = profiler
    .stop()
    .statistics.map(
      ({ beforeGC, afterGC }) => beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    );
  const allocated = process.memoryUsage().heapUsed - heap + collected.reduce((sum, bytes) => sum + bytes, 0);
  return { cpu: (user + system) / times, time: time / times, memory: allocated / times };
}

function median(costs: readonly Cost[], member: keyof Cost): number {
  return costs.map((cost) => cost[member]).sort((a, b) => a - b)[Math.floor(costs.length / 2)] as number;
}

async function measure(
  what: string,
  subjects: readonly Subject[],
  call: (subject: Subject) => Promise<unknown>,
  times: number,
): Promise<void> {
  const costs = new Map(subjects.map(({ name }) => [name, [] as Cost[]]));
  for (let n = 0; n < WARMING; n++) for (const subject of subjects) await costOf(() => call(subject), times);
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of subjects) costs.get(subject.name)?.push(await costOf(() => call(subject), times));
  }
  const own = costs.get('touchstone') as Cost[];
  console.log(`\n${what}: median of ${ROUNDS} rounds of ${times}\n`);
  console.log('| client | CPU µs | ÷ touchstone | time µs | allocated KiB |\n|---|--:|--:|--:|--:|');
  for (const [name, list] of costs) {
    const ratio = (median(list, 'cpu') / median(own, 'cpu')).toFixed(2);
    console.log(
      `| ${name} | ${median(list, 'cpu').toFixed(0)} | ${ratio} | ${median(list, 'time').toFixed(0)} | ${(median(list, 'memory') / 1024).toFixed(1)} |`,
    );
  }
}

async function main(): Promise<void> {
  const server = spawn(process.execPath, ['--import', 'tsx', new URL('client-server.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
  try {
    const subjects = [touchstone, awsSdk, bedrockSdk].map((make) => make(`http://127.0.0.1:${port}`));
    await measure('One request', subjects, (subject) => subject.request(), 200);
    await measure('One stream of 1,000 frames', subjects, (subject) => subject.stream(), 10);
  } finally {
    server.kill();
  }
}

await main();
