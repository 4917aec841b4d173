/** Drivers for this project's own client: its operations, and Claude on top of them. */
import {
  AnthropicBedrock,
  type AnthropicBedrockOptions,
  APIError,
  BedrockRuntime,
  type BedrockRuntimeOptions,
  type RequestOptions,
  VERSION,
} from '../../client/index.ts';
import type { Capability } from '../case.ts';
import type { JsonValue } from '../json.ts';
import type { ClientObservation, ObservedError } from '../observation.ts';
import { type ClientDriver, type DriverFunction, type RunRequest, Skip } from './driver.ts';
import { createClients } from './clients.ts';
import { inProcess } from './in-process.ts';
import { plain } from './plain.ts';

const COMMON: readonly Capability[] = [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'http1',
  'http2',
  'sigv4',
  'session-token',
  'bearer',
  'environment',
  'events',
  'abort',
  'break',
  'max-attempts',
  'read-timeout',
  'headers',
  'query',
  'session',
];

/** `BedrockRuntime`. */
export function referenceRuntime(): ClientDriver {
  const clients = createClients({
    make: (request) => new BedrockRuntime(optionsOf(request)),
    close: (client) => client.close(),
  });
  return inProcess({
    name: 'bedrock-touchstone BedrockRuntime',
    version: VERSION,
    capabilities: [...COMMON, 'Converse', 'ConverseStream', 'message', 'bytes'],
    run: (request, signal) => clients.use(request, (client) => runtime(client, request, signal)),
    stop: clients.stop,
  } satisfies DriverFunction);
}

/** `AnthropicBedrock`. */
export function referenceAnthropic(): ClientDriver {
  const clients = createClients({
    make: (request) => new AnthropicBedrock(anthropicOptionsOf(request)),
    close: (client) => client.close(),
  });
  return inProcess({
    name: 'bedrock-touchstone AnthropicBedrock',
    version: VERSION,
    capabilities: [...COMMON, 'claude', 'message', 'anthropic'],
    run: (request, signal) => clients.use(request, (client) => claude(client, request, signal)),
    stop: clients.stop,
  } satisfies DriverFunction);
}

/** Nothing but what the run says: no variable of this process, no log. */
function optionsOf({
  endpoint,
  region,
  http,
  credentials,
  apiKey,
  options,
  environment = {},
}: RunRequest): BedrockRuntimeOptions {
  const { maxAttempts, readTimeoutMs } = options;
  return {
    endpoint,
    region,
    env: environment,
    ...(http === 'http2' && { http2: true }),
    ...(credentials && { credentials }),
    ...(apiKey !== undefined && { apiKey }),
    ...(maxAttempts !== undefined && { maxRetries: maxAttempts - 1 }),
    ...(readTimeoutMs !== undefined && { timeout: { read: readTimeoutMs } }),
  };
}

/** The same under the names of Anthropic's libraries. */
function anthropicOptionsOf(request: RunRequest): AnthropicBedrockOptions {
  const { endpoint, region, ...others } = optionsOf(request);
  return { baseURL: endpoint, awsRegion: region, ...others };
}

/** Of one call, beside those of its client. */
function callOptions({ options: { headers, query } }: RunRequest, signal: AbortSignal): RequestOptions {
  return { signal, ...(headers && { headers }), ...(query && { query }) };
}

type Call<Client> = (client: Client, request: RunRequest, signal: AbortSignal) => Promise<ClientObservation>;

const RUNTIME: Readonly<Record<RunRequest['operation'], Call<BedrockRuntime>>> = {
  Converse: (client, request, signal) =>
    observe(async () => {
      const { output, stopReason, usage, requestId } = await client.converse(
        request.input,
        callOptions(request, signal),
      );
      return { message: plain(output.message), stopReason, usage: plain(usage), ...(requestId && { requestId }) };
    }),
  InvokeModel: (client, request, signal) =>
    observe(async () => {
      const { body, requestId } = await client.invokeModel(request.input as never, callOptions(request, signal));
      return { body: Buffer.from(body).toString('base64'), ...(requestId && { requestId }) };
    }),
  ConverseStream: async (client, request, signal) => {
    const events: JsonValue[] = [];
    const end = await observe(async () => {
      const stream = await client.converseStream(request.input, callOptions(request, signal));
      if (await read(stream, request, { take: (event) => events.push(plain(event)), abort: () => stream.abort() }))
        return {};
      const { output, stopReason, usage } = await stream.result();
      return { message: plain(output.message), stopReason, ...(usage && { usage: plain(usage) }) };
    });
    return { events, ...end };
  },
  InvokeModelWithResponseStream: async (client, request, signal) => {
    const chunks: string[] = [];
    const end = await observe(async () => {
      const stream = await client.invokeModelWithResponseStream(request.input as never, callOptions(request, signal));
      const take = ({ chunk: { bytes } }: { chunk: { bytes: Uint8Array } }): void => {
        chunks.push(Buffer.from(bytes).toString('base64'));
      };
      await read(stream, request, { take, abort: () => stream.abort() });
      return {};
    });
    return { chunks, ...end };
  },
};

const runtime: Call<BedrockRuntime> = (client, request, signal) => RUNTIME[request.operation](client, request, signal);

const claude: Call<AnthropicBedrock> = async (client, request, signal) => {
  const { modelId, body } = request.input;
  const params = { model: modelId, ...(body as object) } as never;
  if (request.operation === 'InvokeModel') {
    return observe(async () => {
      const message = await client.messages.create(params, callOptions(request, signal));
      return { message: plain(message), ...(message.requestId && { requestId: message.requestId }) };
    });
  }
  if (request.operation !== 'InvokeModelWithResponseStream') throw new Skip('AnthropicBedrock has no Converse');
  const events: JsonValue[] = [];
  const end = await observe(async () => {
    const stream = client.messages.stream(params, callOptions(request, signal));
    await read(stream, request, { take: (event) => events.push(plain(event)), abort: () => stream.abort() });
    return {};
  });
  return { events, ...end };
};

interface Reader<Event> {
  readonly take: (event: Event) => void;
  readonly abort: () => void;
}

/** Reads a stream as the run says; tells whether it stopped early of its own accord. */
async function read<Event>(
  stream: AsyncIterable<Event>,
  { options }: RunRequest,
  reader: Reader<Event>,
): Promise<boolean> {
  const { afterEvents, how } = options.cancel ?? { afterEvents: Infinity, how: 'break' };
  let count = 0;
  for await (const event of stream) {
    reader.take(event);
    if (++count < afterEvents) continue;
    if (how === 'break') return true;
    reader.abort();
  }
  return false;
}

async function observe(call: () => Promise<ClientObservation>): Promise<ClientObservation> {
  try {
    return await call();
  } catch (thrown) {
    return { error: errorOf(thrown) };
  }
}

function errorOf(thrown: unknown): ObservedError {
  if (!(thrown instanceof APIError)) return { type: (thrown as Error).name, message: String(thrown) };
  const { message, status, requestId, retryable, partial } = thrown;
  return {
    type: thrown.type ?? thrown.name,
    message,
    retryable,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(partial !== undefined && { partial: plain(partial) }),
  };
}
