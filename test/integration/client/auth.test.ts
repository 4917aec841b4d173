/** Who asks, as the double verifies it. */
import { getToken } from '@aws/bedrock-token-generator';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnthropicBedrock, CredentialsError, PermissionDeniedError } from '../../../src/client/index.ts';
import { AWS_KEYS, stage } from './carriers.ts';
import type { Stage } from './carriers.ts';

const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };
const BEARER = 'ABSKQmVkcm9ja0FQSUtleS1leGFtcGxlOmV4YW1wbGU=';

let there: Stage;
let now = Date.now();
beforeAll(async () => {
  there = await stage(undefined, {
    clock: () => now,
    bearerKeys: [{ token: BEARER }],
    credentials: [{ accessKeyId: 'AKIDSESSION', secretAccessKey: 'test', sessionToken: 'TOK/EN+==' }],
  });
});
afterAll(() => there.close());
beforeEach(() => {
  there.double.reset();
  now = Date.now();
});

const caller = () => there.double.journal.last?.caller;
const of = (env: Record<string, string>) => new AnthropicBedrock({ env, baseURL: there.double.url });

describe('credentials', () => {
  it('given', async () => {
    await there.client().completions.create(PROMPT);
    expect(caller()).toMatchObject({ kind: 'sigv4', accessKeyId: 'AKIDEXAMPLE', region: 'us-east-1' });
  });

  it('given with a session token', async () => {
    const credentials = { accessKeyId: 'AKIDSESSION', secretAccessKey: 'test', sessionToken: 'TOK/EN+==' };
    await there.client({ credentials }).completions.create(PROMPT);
    expect(caller()).toMatchObject({ accessKeyId: 'AKIDSESSION' });
  });

  it('given, in an environment full of others', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      AWS_SESSION_TOKEN: 'ambient',
      AWS_BEARER_TOKEN_BEDROCK: 'ABSKambient',
    };
    await there.client({ env }).completions.create(PROMPT);
    expect(caller()).toMatchObject({ kind: 'sigv4', accessKeyId: 'AKIDEXAMPLE' });
  });

  it('of the environment', async () => {
    await of({
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
    }).completions.create(PROMPT);
    expect(caller()).toMatchObject({ accessKeyId: 'test', region: 'eu-central-1' });
  });

  it("of AWS's default provider chain, which is loaded for it", async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    await of({}).completions.create(PROMPT);
    vi.unstubAllEnvs();
    expect(caller()).toMatchObject({ accessKeyId: 'test' });
  });

  it('that nobody has are an error that says where was looked', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('HOME', '/nonexistent');
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
    const failure = of({}).completions.create(PROMPT);
    await expect(failure).rejects.toBeInstanceOf(CredentialsError);
    await expect(failure).rejects.toThrow(/^No credentials: .*set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
    vi.unstubAllEnvs();
    expect(there.double.journal).toHaveLength(0);
  });

  it('with a wrong secret are refused', async () => {
    const failure = there
      .client({ awsAccessKey: AWS_KEYS.awsAccessKey, awsSecretKey: 'wrong' })
      .completions.create(PROMPT);
    await expect(failure).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(failure).rejects.toMatchObject({ type: 'InvalidSignatureException', retryable: false });
  });
});

describe('API keys', () => {
  it('long-term', async () => {
    await there.client({ apiKey: BEARER }).completions.create(PROMPT);
    expect(caller()).toMatchObject({ kind: 'bearer' });
  });

  it('short-term, by the generator of AWS', async () => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: AWS_KEYS.awsSecretKey };
    await there.client({ apiKey: await getToken({ credentials, region: 'us-east-1' }) }).completions.create(PROMPT);
    expect(there.double.journal.last?.status).toBe(200);
  });

  it('of the environment', async () => {
    await of({ AWS_BEARER_TOKEN_BEDROCK: BEARER }).completions.create(PROMPT);
    expect(caller()).toMatchObject({ kind: 'bearer' });
  });

  it('that nobody knows', async () => {
    await expect(there.client({ apiKey: 'ABSKunknown' }).completions.create(PROMPT)).rejects.toMatchObject({
      type: 'AccessDeniedException',
      message: 'Authentication failed: Please make sure your API Key is valid.',
    });
  });
});

describe('a clock that is wrong', () => {
  it.each([11, -11])('by %d minutes is corrected by the first answer', async (minutes) => {
    now = Date.now() + minutes * 60_000;
    const client = there.client();
    await client.completions.create(PROMPT, { maxRetries: 1 });
    await client.completions.create(PROMPT, { maxRetries: 0 });
    expect(there.double.journal.all().map(({ status }) => status)).toEqual([403, 200, 200]);
  });
});
