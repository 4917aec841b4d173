/**
 * Verifying one signature: this project's own code against signing anew with `@smithy/signature-v4`, in alternating
 * rounds of one run. Prints medians and ratios. Run it with `npx tsx bench/verify.ts`.
 */
import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { createAuthenticator, EXAMPLE_CREDENTIALS } from '../src/mock-server/auth/index.ts';
import { Refusal, type WireRequest } from '../src/mock-server/exchange.ts';

const ROUNDS = 41;
const WARM_UP_ROUNDS = 5;
const CALLS_PER_ROUND = 2_000;

const signingDate = new Date('2026-11-21T01:46:31Z');
const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 64, messages: 'm'.repeat(228) });

/** What the AWS SDK for JavaScript sends over HTTP/1.1. */
const unsigned = {
  method: 'POST',
  protocol: 'http:',
  hostname: '127.0.0.1',
  port: 7357,
  path: '/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/invoke',
  headers: {
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(body.length),
    'x-amz-user-agent': 'aws-sdk-js/3.1161.0',
    'user-agent': 'aws-sdk-js/3.1161.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/bedrock-runtime#3.1161.0 m/N,E,e',
    host: '127.0.0.1:7357',
    'amz-sdk-invocation-id': '4d8e5ec8-5ea2-4030-a2b1-5dca41c0523d',
    'amz-sdk-request': 'attempt=1; max=3',
  },
  body,
};

class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

type Call = () => unknown;

function resigning(sha256: typeof Sha256 | typeof NodeSha256): Call {
  const signer = new SignatureV4({
    service: 'bedrock',
    region: 'us-east-1',
    credentials: EXAMPLE_CREDENTIALS[0]!,
    sha256,
  });
  return () => signer.sign(unsigned, { signingDate });
}

async function verifying(): Promise<Call> {
  const { headers } = (await resigning(NodeSha256)()) as typeof unsigned;
  const request: WireRequest = {
    protocol: 'HTTP/1.1',
    method: 'POST',
    target: unsigned.path,
    rawHeaders: Object.entries({ ...headers, Connection: 'keep-alive' }).flat(),
    body: Buffer.from(body),
  };
  const { authenticate } = createAuthenticator({ mode: 'enforce', credentials: EXAMPLE_CREDENTIALS, bearerKeys: [] });
  const expected = { signingName: 'bedrock' };
  const verify = () => authenticate(request, expected, signingDate.getTime());
  const outcome = verify();
  if (outcome instanceof Refusal) throw new Error(`the benchmark's own request was refused: ${outcome.reason}`);
  return verify;
}

/** Microseconds a call. */
async function round(call: Call): Promise<number> {
  const start = process.hrtime.bigint();
  for (let index = 0; index < CALLS_PER_ROUND; index++) {
    const result = call();
    if (result instanceof Promise) await result;
  }
  return Number(process.hrtime.bigint() - start) / 1000 / CALLS_PER_ROUND;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const contenders: Record<string, Call> = {
  'verify (touchstone)': await verifying(),
  're-sign (@smithy/signature-v4, node:crypto)': resigning(NodeSha256),
  're-sign (@smithy/signature-v4, sha256-js)': resigning(Sha256),
};
const times: Record<string, number[]> = {};
for (let index = -WARM_UP_ROUNDS; index < ROUNDS; index++) {
  for (const [name, call] of Object.entries(contenders)) {
    const time = await round(call);
    if (index >= 0) (times[name] ??= []).push(time);
  }
}
const own = median(times['verify (touchstone)']!);
console.log(`one signature, ${body.length}-byte body, ${ROUNDS} alternating rounds of ${CALLS_PER_ROUND}`);
for (const [name, measured] of Object.entries(times)) {
  const time = median(measured);
  console.log(`${name.padEnd(44)} ${time.toFixed(2).padStart(7)} µs  ${(time / own).toFixed(2).padStart(6)} ×`);
}
