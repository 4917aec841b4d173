/** The AWS SDK for JavaScript, unmodified, in each of its forms: what its users do must work, and throw what they catch. */
import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import {
  AccessDeniedException,
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InternalServerException,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ModelErrorException,
  ModelNotReadyException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bedrock, createBedrock } from '../../src/mock-server/index.ts';

const CLAUDE = 'anthropic.claude-3-5-sonnet-20241022-v2:0';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

let bedrock: Bedrock;

beforeAll(async () => {
  bedrock = createBedrock();
  await bedrock.listen();
});
afterAll(() => bedrock.close());
beforeEach(() => bedrock.reset());

const HANDLERS: Readonly<Record<string, () => Partial<BedrockRuntimeClientConfig>>> = {
  'the default client, HTTP/2 without TLS': () => ({}),
  'NodeHttpHandler, HTTP/1.1': () => ({ requestHandler: new NodeHttpHandler() }),
  'FetchHttpHandler, HTTP/1.1': () => ({ requestHandler: new FetchHttpHandler() }),
};

function runtime(config: Partial<BedrockRuntimeClientConfig> = {}): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ endpoint: bedrock.url, region: 'us-east-1', credentials: CREDENTIALS, ...config });
}

const MESSAGES = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Say hello.' }],
});

describe.each(Object.entries(HANDLERS))('%s', (_name, config) => {
  test('InvokeModel', async () => {
    bedrock.scenarios.add({ name: 'hello', answer: 'Hello there.' });
    const answer = await runtime(config()).send(
      new InvokeModelCommand({ modelId: CLAUDE, body: MESSAGES, contentType: 'application/json' }),
    );
    expect(answer.contentType).toBe('application/json');
    expect(JSON.parse(answer.body.transformToString())).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-3-5-sonnet-20241022',
      content: [{ type: 'text', text: 'Hello there.' }],
      stop_reason: 'end_turn',
    });
    expect(answer.$metadata.requestId).toBe(bedrock.journal.last?.requestId);
    expect(bedrock.journal.last).toMatchObject({ scenario: 'hello', operation: 'InvokeModel', modelId: CLAUDE });
  });

  test('InvokeModelWithResponseStream', async () => {
    bedrock.scenarios.add({ name: 'hello', answer: 'Hello there, and welcome to the double.' });
    const answer = await runtime(config()).send(
      new InvokeModelWithResponseStreamCommand({ modelId: CLAUDE, body: MESSAGES, contentType: 'application/json' }),
    );
    const chunks: { type: string; delta?: { text?: string } }[] = [];
    for await (const event of answer.body ?? []) chunks.push(JSON.parse(new TextDecoder().decode(event.chunk?.bytes)));
    expect(chunks[0]?.type).toBe('message_start');
    expect(chunks.map(({ delta }) => delta?.text ?? '').join('')).toBe('Hello there, and welcome to the double.');
    expect(Object.keys(chunks.at(-1) ?? {})).toEqual(['type', 'amazon-bedrock-invocationMetrics']);
    expect(answer.contentType).toBe('application/json');
  });

  test('Converse', async () => {
    bedrock.scenarios.add({
      name: 'hello',
      answer: { reply: { text: 'Hi.', usage: { inputTokens: 8, outputTokens: 3 }, latencyMs: 42 } },
    });
    const answer = await runtime(config()).send(
      new ConverseCommand({ modelId: `us.${CLAUDE}`, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
    expect(answer.output?.message).toEqual({ role: 'assistant', content: [{ text: 'Hi.' }] });
    expect(answer).toMatchObject({ stopReason: 'end_turn', metrics: { latencyMs: 42 } });
    expect(answer.usage).toMatchObject({ inputTokens: 8, outputTokens: 3, totalTokens: 11 });
  });

  test('ConverseStream with a tool', async () => {
    bedrock.scenarios.add({
      name: 'weather',
      answer: {
        reply: { content: [{ text: 'Let me look.' }, { toolUse: { name: 'get_weather', input: { city: 'Zürich' } } }] },
      },
    });
    const answer = await runtime(config()).send(
      new ConverseStreamCommand({
        modelId: CLAUDE,
        messages: [{ role: 'user', content: [{ text: 'Weather?' }] }],
        toolConfig: { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }] },
      }),
    );
    const events = [];
    for await (const event of answer.stream ?? []) events.push(event);
    expect(Object.keys(events[0] ?? {})).toEqual(['messageStart']);
    const input = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '').join('');
    expect(JSON.parse(input)).toEqual({ city: 'Zürich' });
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('')).toBe('Let me look.');
    expect(events.at(-2)?.messageStop?.stopReason).toBe('tool_use');
    expect(events.at(-1)?.metadata?.usage?.totalTokens).toBeGreaterThan(0);
  });

  test('CountTokens', async () => {
    const input = { converse: { messages: [{ role: 'user' as const, content: [{ text: 'Hello world!' }] }] } };
    const answer = await runtime(config()).send(new CountTokensCommand({ modelId: CLAUDE, input }));
    expect(answer.inputTokens).toBe(6);
  });

  test('an inference profile by ARN', async () => {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${CLAUDE}`;
    const answer = await runtime(config()).send(
      new ConverseCommand({ modelId: arn, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
    expect(answer.output?.message?.role).toBe('assistant');
    expect(bedrock.journal.last?.modelId).toBe(arn);
  });

  test('wrong secret', async () => {
    const client = runtime({ ...config(), credentials: { ...CREDENTIALS, secretAccessKey: 'wrong' } });
    await expect(client.send(new InvokeModelCommand({ modelId: CLAUDE, body: MESSAGES }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining(
        'The request signature we calculated does not match the signature you provided.',
      ),
    });
  });

  test('unknown access key', async () => {
    const client = runtime({ ...config(), credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' } });
    await expect(client.send(new InvokeModelCommand({ modelId: CLAUDE, body: MESSAGES }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  test('a model id that is none', async () => {
    await expect(
      runtime(config()).send(new InvokeModelCommand({ modelId: 'does-not-exist', body: MESSAGES })),
    ).rejects.toSatisfy(
      (error) => error instanceof ValidationException && error.message === 'The provided model identifier is invalid.',
    );
  });

  test('an exception inside a stream', async () => {
    bedrock.scenarios.add({
      name: 'breaks',
      answer: { reply: 'Some words before it breaks.', faults: { exception: 'throttlingException', event: 2 } },
    });
    const answer = await runtime({ ...config(), maxAttempts: 1 }).send(
      new ConverseStreamCommand({ modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
    const read = async () => {
      for await (const event of answer.stream ?? []) void event;
    };
    await expect(read()).rejects.toBeInstanceOf(ThrottlingException);
  });
});

const ERRORS = {
  AccessDeniedException: [AccessDeniedException, 403],
  InternalServerException: [InternalServerException, 500],
  ModelErrorException: [ModelErrorException, 424],
  ModelNotReadyException: [ModelNotReadyException, 429],
  ModelStreamErrorException: [ModelStreamErrorException, 424],
  ModelTimeoutException: [ModelTimeoutException, 408],
  ResourceNotFoundException: [ResourceNotFoundException, 404],
  ServiceQuotaExceededException: [ServiceQuotaExceededException, 400],
  ServiceUnavailableException: [ServiceUnavailableException, 503],
  ThrottlingException: [ThrottlingException, 429],
  ValidationException: [ValidationException, 400],
} as const;

test.each(Object.entries(ERRORS))('%s is caught as itself', async (type, [shape, status]) => {
  bedrock.scenarios.add({
    name: type,
    answer: { error: { type, message: 'As scripted.', members: { originalStatusCode: 500 } } },
  });
  const client = runtime({ maxAttempts: 1 });
  const failure = client.send(new InvokeModelWithResponseStreamCommand({ modelId: CLAUDE, body: MESSAGES }));
  await expect(failure).rejects.toBeInstanceOf(shape);
  await expect(failure).rejects.toMatchObject({
    name: type,
    message: 'As scripted.',
    $metadata: { httpStatusCode: status },
  });
});

describe('a retry', () => {
  test('gets the next answer of a sequence', async () => {
    bedrock.scenarios.add({ name: 'hiccup', answer: [{ error: 'ModelNotReadyException' }, 'Now it works.'] });
    const answer = await runtime({ retryStrategy: undefined as never }).send(
      new ConverseCommand({ modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
    expect(answer.output?.message?.content).toEqual([{ text: 'Now it works.' }]);
    expect([answer.$metadata.attempts, bedrock.journal.length]).toEqual([2, 2]);
  });
});

describe('control plane and STS', () => {
  const config = () => ({ endpoint: bedrock.url, region: 'us-east-1', credentials: CREDENTIALS });

  test('ListFoundationModels', async () => {
    const { modelSummaries = [] } = await new BedrockClient(config()).send(
      new ListFoundationModelsCommand({ byProvider: 'anthropic' }),
    );
    expect(modelSummaries.map(({ providerName }) => providerName)).toSatisfy((names: string[]) =>
      names.every((name) => name === 'Anthropic'),
    );
    expect(modelSummaries.map(({ modelId }) => modelId)).toContain(CLAUDE);
  });

  test('GetFoundationModel', async () => {
    const { modelDetails } = await new BedrockClient(config()).send(
      new GetFoundationModelCommand({ modelIdentifier: CLAUDE }),
    );
    expect(modelDetails).toMatchObject({
      modelId: CLAUDE,
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${CLAUDE}`,
    });
  });

  test('ListInferenceProfiles and GetInferenceProfile', async () => {
    const client = new BedrockClient(config());
    const { inferenceProfileSummaries = [] } = await client.send(new ListInferenceProfilesCommand({ maxResults: 5 }));
    expect(inferenceProfileSummaries).toHaveLength(5);
    const profile = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: `us.${CLAUDE}` }));
    expect(profile).toMatchObject({ inferenceProfileId: `us.${CLAUDE}`, status: 'ACTIVE', type: 'SYSTEM_DEFINED' });
    expect(profile.createdAt).toBeInstanceOf(Date);
  });

  test('GetCallerIdentity', async () => {
    const identity = await new STSClient(config()).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/touchstone' });
  });
});

test('ApplyGuardrail', async () => {
  const { ApplyGuardrailCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const judge = (text: string) =>
    runtime().send(
      new ApplyGuardrailCommand({
        guardrailIdentifier: 'abc',
        guardrailVersion: 'DRAFT',
        source: 'INPUT',
        content: [{ text: { text } }],
      }),
    );
  bedrock.scenarios.add({ name: 'advice', when: { prompt: 'stock' }, answer: 'Sorry.' });
  expect(await judge('Which stock?')).toMatchObject({ action: 'GUARDRAIL_INTERVENED', outputs: [{ text: 'Sorry.' }] });
  expect(await judge('Which day?')).toMatchObject({
    action: 'NONE',
    outputs: [],
    assessments: [{ appliedGuardrailDetails: { guardrailId: 'abc', guardrailVersion: 'DRAFT' } }],
    guardrailCoverage: { textCharacters: { guarded: 10, total: 10 } },
  });
});

test('an operation that is not built says so', async () => {
  const { ListAsyncInvokesCommand } = await import('@aws-sdk/client-bedrock-runtime');
  await expect(runtime().send(new ListAsyncInvokesCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('Touchstone does not serve ListAsyncInvokes yet.'),
  });
});

test('sandboxes keep tests apart on one server', async () => {
  const ask = async (name: string) => {
    const sandbox = bedrock.sandbox(name);
    sandbox.scenarios.add({ name, answer: `I am ${name}.` });
    const client = runtime({ endpoint: sandbox.url });
    const answer = await client.send(
      new ConverseCommand({ modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'Who?' }] }] }),
    );
    return [answer.output?.message?.content?.[0]?.text, sandbox.journal.length];
  };
  expect(await Promise.all([ask('one'), ask('two')])).toEqual([
    ['I am one.', 1],
    ['I am two.', 1],
  ]);
  expect(bedrock.journal.length).toBe(0);
});
