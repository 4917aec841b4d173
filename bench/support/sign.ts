/** Requests as the AWS SDK for JavaScript sends them, signed now: a signature is good for five minutes. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { EXAMPLE_CREDENTIALS } from '../../src/mock-server/auth/index.ts';
import { type Asked, MODEL_ID, promptFor } from './workload.ts';

export type Protocol = 'h1' | 'h2';

export interface SignedRequest {
  readonly path: string;
  /** Without `content-length`, which every client adds by itself, and over h2 without `:authority`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const SIGNER = new SignatureV4({
  service: 'bedrock',
  region: 'us-east-1',
  credentials: EXAMPLE_CREDENTIALS[0]!,
  sha256: Sha256,
});

const OPERATIONS: Readonly<Record<Asked, string>> = {
  body: 'invoke',
  'stream, one write each': 'invoke-with-response-stream',
  'stream, shared writes': 'invoke-with-response-stream',
  'slow stream': 'invoke-with-response-stream',
};

export async function signedRequest(asked: Asked, port: number, protocol: Protocol = 'h1'): Promise<SignedRequest> {
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 1_000,
    temperature: 0.5,
    messages: [{ role: 'user', content: [{ type: 'text', text: promptFor(asked) }] }],
  });
  const path = `/model/${encodeURIComponent(MODEL_ID)}/${OPERATIONS[asked]}`;
  const { headers } = await SIGNER.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path,
    headers: unsignedHeaders(body, port, protocol),
    body,
  });
  const { 'content-length': _, ':authority': __, ...sent } = headers;
  return { path, headers: sent, body };
}

function unsignedHeaders(body: string, port: number, protocol: Protocol): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-user-agent': 'aws-sdk-js/3.1161.0',
    'user-agent': 'aws-sdk-js/3.1161.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/bedrock-runtime#3.1161.0 m/N,E,e',
    [protocol === 'h1' ? 'host' : ':authority']: `127.0.0.1:${port}`,
    'amz-sdk-invocation-id': '4d8e5ec8-5ea2-4030-a2b1-5dca41c0523d',
    'amz-sdk-request': 'attempt=1; max=3',
  };
}
