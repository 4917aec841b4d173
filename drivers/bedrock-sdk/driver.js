// AnthropicBedrock of @anthropic-ai/bedrock-sdk, the newest or the last 0.x: node driver.js [bedrock-sdk-0x]
import { read, serve, versionOf } from '../support/driver.js';

const name = process.argv[2] ?? '@anthropic-ai/bedrock-sdk';
const { AnthropicBedrock } = await import(name);

function clientOf({ endpoint, region, credentials = {}, apiKey, options }) {
  return new AnthropicBedrock({
    baseURL: endpoint,
    awsRegion: region,
    awsAccessKey: credentials.accessKeyId,
    awsSecretKey: credentials.secretAccessKey,
    awsSessionToken: credentials.sessionToken,
    ...(apiKey && { apiKey }),
    ...(options.maxAttempts && { maxRetries: options.maxAttempts - 1 }),
  });
}

async function call(run, seen) {
  // The version of Bedrock is the client's own business.
  const { anthropic_version: _, ...body } = run.input.body;
  const given = { model: run.input.modelId, ...body };
  const { messages } = clientOf(run);
  if (run.operation === 'InvokeModel') {
    seen.message = await messages.create(given);
    return;
  }
  seen.events = [];
  const stream = messages.stream(given);
  const stopped = await read(stream, run, { take: (event) => seen.events.push(event), abort: () => stream.abort() });
  if (!stopped) seen.message = await stream.finalMessage();
}

await serve(
  {
    name: '@anthropic-ai/bedrock-sdk',
    version: versionOf(name),
    capabilities: [
      'InvokeModel',
      'InvokeModelWithResponseStream',
      'http1',
      'sigv4',
      'session-token',
      'bearer',
      'environment',
      'events',
      'message',
      'claude',
      'anthropic',
      'abort',
      'break',
      'max-attempts',
    ],
    without: ['error-types'],
  },
  call,
  (error) => ({ type: error.constructor.name, status: error.status, requestId: error.requestID }),
);
