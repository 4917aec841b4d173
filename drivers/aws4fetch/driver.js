// A plain client, as one is written with aws4fetch in a few lines: it signs, sends, and reads JSON. node driver.js
import { AwsClient } from 'aws4fetch';
import { serve, versionOf } from '../support/driver.js';

const PATHS = { Converse: 'converse', InvokeModel: 'invoke' };

class Failed extends Error {
  constructor(response, body) {
    super(body);
    this.status = response.status;
    this.requestId = response.headers.get('x-amzn-requestid') ?? undefined;
    this.type = response.headers.get('x-amzn-errortype')?.split(':')[0];
  }
}

async function call({ operation, input, endpoint, region, credentials, options }, seen) {
  const retries = options.maxAttempts === undefined ? {} : { retries: options.maxAttempts - 1 };
  const client = new AwsClient({ ...credentials, region, service: 'bedrock', ...retries });
  const { modelId, body, ...members } = input;
  const response = await client.fetch(`${endpoint}/model/${encodeURIComponent(modelId)}/${PATHS[operation]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? members),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Failed(response, bytes.toString());
  seen.requestId = response.headers.get('x-amzn-requestid');
  if (operation === 'InvokeModel') {
    seen.body = bytes.toString('base64');
    return;
  }
  const { output, stopReason, usage } = JSON.parse(bytes.toString());
  Object.assign(seen, { message: output.message, stopReason, usage });
}

await serve(
  {
    name: 'aws4fetch',
    version: `${versionOf('aws4fetch')}, Node ${process.version}`,
    capabilities: ['InvokeModel', 'Converse', 'http1', 'sigv4', 'session-token', 'bytes', 'max-attempts'],
    // It has no errors: what the service says is read by whoever uses it, here from the header alone.
    without: ['error-types'],
  },
  call,
  ({ status, requestId }) => ({ status, requestId }),
);
