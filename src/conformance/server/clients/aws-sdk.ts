/** The AWS SDK for JavaScript as a client of a server under test, if it is installed here. */
import type { ClientOperation } from '../../case.ts';
import { type ClientDriver, type RunRequest, Skip } from '../../drivers/driver.ts';
import { inProcess } from '../../drivers/in-process.ts';
import { plain } from '../../drivers/plain.ts';
import type { JsonValue } from '../../json.ts';
import type { ClientObservation } from '../../observation.ts';

/** As names that the compiler does not follow: the packages are not dependencies. */
const SDK: string = '@aws-sdk/client-bedrock-runtime';
const HANDLER: string = '@smithy/node-http-handler';

type Made = Record<string, unknown>;
interface Client {
  send(command: unknown, options: { readonly abortSignal: AbortSignal }): Promise<Made>;
  destroy(): void;
}
type Package = Readonly<Record<string, new (options?: object) => Client>>;

export function awsSdk(): ClientDriver {
  return inProcess({ name: SDK, version: '', capabilities: [], run });
}

async function run(request: RunRequest, abortSignal: AbortSignal): Promise<ClientObservation> {
  const sdk = await load(SDK);
  const handler = request.http === 'http1' ? await load(HANDLER) : undefined;
  const { endpoint, region, credentials, apiKey } = request;
  const client = made(sdk, 'BedrockRuntimeClient', {
    endpoint,
    region,
    maxAttempts: 1,
    ...(credentials && { credentials: { ...credentials } }),
    ...(apiKey !== undefined && { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
    ...(handler && { requestHandler: made(handler, 'NodeHttpHandler') }),
  });
  try {
    const answer = await client.send(made(sdk, `${request.operation}Command`, inputOf(request)), { abortSignal });
    return await READERS[request.operation](answer);
  } catch (thrown) {
    return { error: errorOf(thrown as Thrown) };
  } finally {
    client.destroy();
  }
}

async function load(name: string): Promise<Package> {
  try {
    return (await import(name)) as Package;
  } catch {
    throw new Skip(`${name} is not installed here; npm install it to hear what it makes of the server`);
  }
}

function made(from: Package, name: string, options?: object): Client {
  const Class = from[name];
  if (!Class) throw new Skip(`the package that is installed here has no ${name}`);
  return new Class(options);
}

function inputOf({ input, operation }: RunRequest): object {
  if (operation.startsWith('Converse')) return input;
  return { modelId: input.modelId, body: JSON.stringify(input['body']), contentType: 'application/json' };
}

const READERS: Readonly<Record<ClientOperation, (answer: Made) => Promise<ClientObservation> | ClientObservation>> = {
  Converse: ({ output, stopReason }) => ({
    message: plain((output as { message?: unknown }).message),
    stopReason: String(stopReason),
  }),
  InvokeModel: ({ body }) => ({ body: Buffer.from(body as Uint8Array).toString('base64') }),
  ConverseStream: async ({ stream }) => {
    const events: JsonValue[] = [];
    for await (const event of stream as AsyncIterable<unknown>) events.push(plain(event));
    return { events };
  },
  InvokeModelWithResponseStream: async ({ body }) => {
    const chunks: string[] = [];
    for await (const { chunk } of body as AsyncIterable<{ chunk?: { bytes?: Uint8Array } }>)
      if (chunk?.bytes) chunks.push(Buffer.from(chunk.bytes).toString('base64'));
    return { chunks };
  },
};

interface Thrown extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function errorOf({ name, message, $metadata }: Thrown): NonNullable<ClientObservation['error']> {
  const status = $metadata?.httpStatusCode;
  return { type: name, message, ...(status !== undefined && { status }) };
}
