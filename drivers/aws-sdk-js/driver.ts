/** The AWS SDK for JavaScript under test: its default form over HTTP/2, and NodeHttpHandler over HTTP/1.1. */
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ResponseStream,
} from '@aws-sdk/client-bedrock-runtime';
import sdk from '@aws-sdk/client-bedrock-runtime/package.json' with { type: 'json' };
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { createClients } from '../../src/conformance/drivers/clients.ts';
import type { DriverFunction, RunRequest } from '../../src/conformance/drivers/driver.ts';
import { plain } from '../../src/conformance/drivers/plain.ts';
import type { JsonValue } from '../../src/conformance/json.ts';
import type { ClientObservation, ObservedError } from '../../src/conformance/observation.ts';

export const awsSdk: DriverFunction = {
  name: '@aws-sdk/client-bedrock-runtime',
  version: sdk.version,
  capabilities: [
    'InvokeModel',
    'InvokeModelWithResponseStream',
    'Converse',
    'ConverseStream',
    'http1',
    'http2',
    'sigv4',
    'session-token',
    'bearer',
    'events',
    'bytes',
    'abort',
    'break',
    'max-attempts',
    'read-timeout',
    'headers',
    'query',
    'session',
  ],
  run: (request, signal) =>
    clients.use(request, (client) => OPERATIONS[request.operation]({ client, request, signal })),
  stop: () => clients.stop(),
};

const clients = createClients({
  make: (request) => new BedrockRuntimeClient(configOf(request)),
  close: (client) => client.destroy(),
});

function configOf({ endpoint, region, http, credentials, apiKey, options }: RunRequest): BedrockRuntimeClientConfig {
  const { maxAttempts, readTimeoutMs } = options;
  return {
    endpoint,
    region,
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(credentials && { credentials: { ...credentials } }),
    ...(apiKey !== undefined && { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
    ...handler(http, readTimeoutMs),
  };
}

/** Over HTTP/2 without a limit: the client as it comes. */
function handler(http: RunRequest['http'], limit: number | undefined): Partial<BedrockRuntimeClientConfig> {
  if (http === 'http1')
    return { requestHandler: new NodeHttpHandler(limit === undefined ? {} : { socketTimeout: limit }) };
  if (limit === undefined) return {};
  return { requestHandler: new NodeHttp2Handler({ requestTimeout: limit, disableConcurrentStreams: true }) };
}

interface Call {
  readonly client: BedrockRuntimeClient;
  readonly request: RunRequest;
  readonly signal: AbortSignal;
}

const OPERATIONS: Readonly<Record<RunRequest['operation'], (call: Call) => Promise<ClientObservation>>> = {
  Converse: ({ client, request, signal }) =>
    observe(async () => {
      const answer = await client.send(adorned(new ConverseCommand(request.input as never), request), {
        abortSignal: signal,
      });
      const { output, stopReason, usage, $metadata } = answer;
      return {
        message: plain(output?.message),
        usage: plain(usage),
        ...(stopReason && { stopReason }),
        ...($metadata.requestId && { requestId: $metadata.requestId }),
      };
    }),
  InvokeModel: ({ client, request, signal }) =>
    observe(async () => {
      const { body } = await client.send(adorned(new InvokeModelCommand(invocation(request)), request), {
        abortSignal: signal,
      });
      return { body: Buffer.from(body).toString('base64') };
    }),
  ConverseStream: async ({ client, request, signal }) => {
    const events: JsonValue[] = [];
    const end = await observe(async () => {
      const controller = following(signal);
      const command = adorned(new ConverseStreamCommand(request.input), request);
      const { stream } = await client.send(command, { abortSignal: controller.signal });
      await read(stream ?? [], { request, controller, take: (event) => events.push(plain(event)) });
      return {};
    });
    return { events, ...end };
  },
  InvokeModelWithResponseStream: async ({ client, request, signal }) => {
    const chunks: string[] = [];
    const end = await observe(async () => {
      const controller = following(signal);
      const command = adorned(new InvokeModelWithResponseStreamCommand(invocation(request)), request);
      const { body } = await client.send(command, { abortSignal: controller.signal });
      const take = ({ chunk }: ResponseStream): void => {
        if (chunk?.bytes) chunks.push(Buffer.from(chunk.bytes).toString('base64'));
      };
      await read(body ?? [], { request, controller, take });
      return {};
    });
    return { chunks, ...end };
  },
};

function invocation({ input: { modelId, body } }: RunRequest) {
  return { modelId, body: JSON.stringify(body), contentType: 'application/json' };
}

interface Building {
  readonly request: { readonly headers: object; readonly query: object };
}
type Middleware = (next: (args: Building) => unknown) => (args: Building) => unknown;
interface Stack {
  add(middleware: Middleware, options: { readonly step: 'build'; readonly name: string }): void;
}

/** With the headers and the query of the run, before they are signed. */
function adorned<Command extends { readonly middlewareStack: unknown }>(
  command: Command,
  { options: { headers, query } }: RunRequest,
): Command {
  if (!headers && !query) return command;
  const adorn: Middleware = (next) => (args) => {
    Object.assign(args.request.headers, headers);
    Object.assign(args.request.query, query);
    return next(args);
  };
  (command.middlewareStack as Stack).add(adorn, { step: 'build', name: 'adorn' });
  return command;
}

function following(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort());
  return controller;
}

interface Reader<Event> {
  readonly request: RunRequest;
  readonly controller: AbortController;
  readonly take: (event: Event) => void;
}

async function read<Event>(
  stream: AsyncIterable<Event> | Iterable<Event>,
  { request, controller, take }: Reader<Event>,
) {
  const { afterEvents, how } = request.options.cancel ?? { afterEvents: Infinity, how: 'break' };
  let count = 0;
  for await (const event of stream) {
    take(event);
    if (++count < afterEvents) continue;
    if (how === 'break') return;
    controller.abort();
  }
}

async function observe(call: () => Promise<ClientObservation>): Promise<ClientObservation> {
  try {
    return await call();
  } catch (thrown) {
    return { error: errorOf(thrown as Thrown) };
  }
}

interface Thrown extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $retryable?: object;
}

function errorOf({ name, message, $metadata, $retryable }: Thrown): ObservedError {
  return {
    type: name,
    message,
    ...($metadata?.httpStatusCode !== undefined && { status: $metadata.httpStatusCode }),
    ...($metadata?.requestId !== undefined && { requestId: $metadata.requestId }),
    ...($retryable && { retryable: true }),
  };
}
