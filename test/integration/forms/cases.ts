/** What holds whichever way a client comes to the double. */
/* oxlint-disable vitest/no-standalone-expect -- forms.test.ts makes a test of each case, for each way */
import {
  BedrockClient,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  type BedrockClientConfig,
} from '@aws-sdk/client-bedrock';
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, vi } from 'vitest';
import type { Bedrock, SandboxFace, WrittenScenario } from '../../../src/index.ts';
import type { Opened, Patience, Transport } from './transports.ts';

const CLAUDE = 'anthropic.claude-3-5-sonnet-20241022-v2:0';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const UNICODE = 'Grüße, 世界! 👋🏽 \u2028 «naïve»';
const AN_HOUR = 3_600_000;

/** A double and one way to it. */
export class Stage {
  readonly bedrock: Bedrock;
  readonly transport: Transport;
  readonly #opened: Opened;

  constructor(bedrock: Bedrock, transport: Transport, opened: Opened) {
    this.bedrock = bedrock;
    this.transport = transport;
    this.#opened = opened;
  }

  config(face: SandboxFace = this.bedrock, patience: Patience = {}): BedrockRuntimeClientConfig & BedrockClientConfig {
    return { region: 'us-east-1', credentials: CREDENTIALS, ...this.#opened.configFor(face, patience) };
  }

  runtime(more: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient {
    return new BedrockRuntimeClient({ ...this.config(), ...more });
  }

  script(answer: NonNullable<WrittenScenario['answer']>): void {
    this.bedrock.scenarios.add({ name: 'scripted', answer });
  }
}

function invoke(content: string): { modelId: string; contentType: string; body: string } {
  const messages = [{ role: 'user', content }];
  const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages });
  return { modelId: CLAUDE, contentType: 'application/json', body };
}

function converse(text: string, modelId = CLAUDE) {
  return { modelId, messages: [{ role: 'user' as const, content: [{ text }] }] };
}

/** Hands on the events as they come, and collects them. */
async function* events(stage: Stage, abortSignal?: AbortSignal): AsyncGenerator<ConverseStreamOutput> {
  const client = stage.runtime({ maxAttempts: 1 });
  const { stream } = await client.send(
    new ConverseStreamCommand(converse('Hello')),
    abortSignal ? { abortSignal } : {},
  );
  yield* stream!;
}

/** How many events came, and what ended them. */
async function countUntilBroken(stage: Stage): Promise<{ count: number; error: unknown }> {
  let count = 0;
  try {
    for await (const _event of events(stage)) count++;
    return { count, error: undefined };
  } catch (error) {
    return { count, error };
  }
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}

export const CASES = {
  async 'an answer'(stage: Stage) {
    stage.script('Hello there.');
    const answer = await stage.runtime().send(new InvokeModelCommand(invoke('Hi')));
    expect(JSON.parse(answer.body.transformToString())).toMatchObject({
      content: [{ type: 'text', text: 'Hello there.' }],
    });
    expect(answer.contentType).toBe('application/json');
    expect(answer.$metadata.requestId).toBe(stage.bedrock.journal.last?.requestId);
    expect(stage.bedrock.journal.last).toMatchObject({ operation: 'InvokeModel', scenario: 'scripted' });
  },

  async 'a stream of Converse'(stage: Stage) {
    stage.script(`Hello there. ${UNICODE}`);
    let text = '';
    for await (const event of events(stage)) text += event.contentBlockDelta?.delta?.text ?? '';
    expect(text).toBe(`Hello there. ${UNICODE}`);
  },

  async 'a stream of InvokeModel'(stage: Stage) {
    stage.script('Hello there.');
    const { body } = await stage.runtime().send(new InvokeModelWithResponseStreamCommand(invoke('Hi')));
    const types: string[] = [];
    for await (const { chunk } of body!)
      types.push((JSON.parse(Buffer.from(chunk!.bytes!).toString()) as { type: string }).type);
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop']);
  },

  async 'text in any script, both ways'(stage: Stage) {
    stage.bedrock.scenarios.add({ name: 'unicode', when: { prompt: { equals: UNICODE } }, answer: UNICODE });
    const { output } = await stage.runtime().send(new ConverseCommand(converse(UNICODE)));
    expect(output?.message?.content).toEqual([{ text: UNICODE }]);
    expect(stage.bedrock.journal.last?.scenario).toBe('unicode');
  },

  async 'an ARN in the path'(stage: Stage) {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${CLAUDE}`;
    await stage.runtime().send(new ConverseCommand(converse('Hi', arn)));
    expect(stage.bedrock.journal.last?.modelId).toBe(arn);
  },

  async 'three million bytes each way'(stage: Stage) {
    const long = 'nine text'.repeat(333_333);
    stage.script(long);
    const { output } = await stage.runtime().send(new ConverseCommand(converse(long)));
    expect(output?.message?.content?.[0]?.text === long).toBe(true);
    expect(stage.bedrock.journal.raw().at(-1)?.request.body.includes(long)).toBe(true);
  },

  async 'an error'(stage: Stage) {
    const failure = await failureOf(stage.runtime().send(new ConverseCommand(converse('Hi', 'does-not-exist'))));
    expect(failure).toBeInstanceOf(ValidationException);
    expect(failure).toMatchObject({
      message: 'The provided model identifier is invalid.',
      $metadata: { httpStatusCode: 400, requestId: stage.bedrock.journal.last?.requestId },
    });
  },

  async 'throttling, then an answer'(stage: Stage) {
    stage.script([{ error: 'ThrottlingException' }, 'Now it works.']);
    const { output, $metadata } = await stage.runtime().send(new ConverseCommand(converse('Hi')));
    expect(output?.message?.content).toEqual([{ text: 'Now it works.' }]);
    expect([$metadata.attempts, stage.bedrock.journal.length]).toEqual([2, 2]);
  },

  async 'a signature that is refused'(stage: Stage) {
    const credentials = { ...CREDENTIALS, secretAccessKey: 'wrong' };
    const failure = await failureOf(stage.runtime({ credentials }).send(new ConverseCommand(converse('Hi'))));
    expect(failure).toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } });
  },

  async 'an exception in the stream'(stage: Stage) {
    stage.script({ reply: 'Some words before.', faults: { exception: 'throttlingException', event: 2 } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(2);
    expect(error).toBeInstanceOf(ThrottlingException);
  },

  async 'a checksum that does not fit'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { corrupt: 'message-crc', event: 1 } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(1);
    expect(error).toMatchObject({ message: expect.stringContaining('checksum') as string });
  },

  async 'an end too early'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { end: { event: 2 } } });
    expect(await countUntilBroken(stage)).toEqual({ count: 2, error: undefined });
  },

  async 'byte by byte'(stage: Stage) {
    stage.script({ reply: 'Words.', faults: { split: 1 } });
    let text = '';
    for await (const event of events(stage)) text += event.contentBlockDelta?.delta?.text ?? '';
    expect(text).toBe('Words.');
  },

  async 'a cut within an event'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { cut: { byte: 200 } } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(1);
    expect(error).toMatchObject(stage.transport.breaks.cut);
    expect(stage.bedrock.journal.last?.outcome).toBe('complete');
  },

  async 'a cut between events'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { cut: { event: 2 } } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(2);
    expect(error).toMatchObject(stage.transport.breaks.cut);
  },

  async 'a cut before the first event'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { cut: { event: 0 } } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(0);
    expect(error).toMatchObject(stage.transport.breaks.cut);
  },

  async 'a reset'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { reset: { event: 2 } } });
    const { count, error } = await countUntilBroken(stage);
    expect(count).toBe(2);
    expect(error).toMatchObject(stage.transport.breaks.reset);
  },

  async 'a stall, until the client aborts'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { stall: { event: 3 } } });
    const controller = new AbortController();
    const stream = events(stage, controller.signal);
    for (let n = 0; n < 3; n++) expect((await stream.next()).done).toBe(false);
    expect(stage.bedrock.journal.last?.outcome).toBe('pending');
    const next = failureOf(stream.next());
    controller.abort();
    expect(await next).toMatchObject(stage.transport.abortedStream);
  },

  async 'a delay of one answer only, until the client aborts'(stage: Stage) {
    stage.bedrock.scenarios.add({
      name: 'slow',
      when: { prompt: 'slow' },
      answer: { reply: '', faults: { delay: AN_HOUR } },
    });
    const client = stage.runtime();
    const controller = new AbortController();
    const slow = failureOf(client.send(new ConverseCommand(converse('slow')), { abortSignal: controller.signal }));
    await vi.waitFor(() => expect(stage.bedrock.journal.length).toBe(1));
    await client.send(new ConverseCommand(converse('quick')));
    expect(stage.bedrock.journal.all().map(({ outcome }) => outcome)).toEqual(['pending', 'complete']);
    controller.abort();
    expect(await slow).toMatchObject({ name: 'AbortError' });
  },

  async 'a delay, until time runs out'(stage: Stage) {
    stage.script({ reply: '', faults: { delay: AN_HOUR } });
    const client = new BedrockRuntimeClient({ ...stage.config(stage.bedrock, { requestTimeout: 50 }), maxAttempts: 1 });
    expect(await failureOf(client.send(new ConverseCommand(converse('Hi'))))).toMatchObject({ name: 'TimeoutError' });
  },

  async 'the journal knows that the client left'(stage: Stage) {
    stage.script({ reply: 'Some words.', faults: { stall: { event: 1 } } });
    const controller = new AbortController();
    const stream = events(stage, controller.signal);
    await stream.next();
    const next = stream.next().catch(() => {});
    controller.abort();
    await next;
    await vi.waitFor(() => expect(stage.bedrock.journal.last?.outcome).toBe('client-gone'));
  },

  async 'sandboxes apart'(stage: Stage) {
    const ask = async (name: string) => {
      const sandbox = stage.bedrock.sandbox(name);
      sandbox.scenarios.add({ name, answer: `I am ${name}.` });
      const { output } = await stage.runtime(stage.config(sandbox)).send(new ConverseCommand(converse('Who?')));
      return [output?.message?.content?.[0]?.text, sandbox.journal.length];
    };
    expect(await Promise.all([ask('one'), ask('two')])).toEqual([
      ['I am one.', 1],
      ['I am two.', 1],
    ]);
    expect(stage.bedrock.journal.length).toBe(0);
  },

  async 'the control plane'(stage: Stage) {
    const client = new BedrockClient(stage.config());
    const filter = { byProvider: 'Anthropic', byOutputModality: 'TEXT' as const };
    const { modelSummaries = [] } = await client.send(new ListFoundationModelsCommand(filter));
    expect([...new Set(modelSummaries.map(({ providerName }) => providerName))]).toEqual(['Anthropic']);
    const profile = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: `us.${CLAUDE}` }));
    expect(profile.inferenceProfileId).toBe(`us.${CLAUDE}`);
  },

  async STS(stage: Stage) {
    const config: object = stage.config();
    const client = new STSClient(config);
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: '123456789012' });
  },

  async 'header names as the client spells them'(stage: Stage) {
    const client = stage.runtime();
    client.middlewareStack.add(
      (next) => (given) => {
        Object.assign((given.request as { headers: Record<string, string> }).headers, { 'X-Tenant': 'Acme' });
        return next(given);
      },
      { step: 'build' },
    );
    await client.send(new ConverseCommand(converse('Hi')));
    expect(stage.bedrock.journal.raw().at(-1)?.request.rawHeaders).toContain('X-Tenant');
  },
} satisfies Readonly<Record<string, (stage: Stage) => Promise<void>>>;

export type CaseName = keyof typeof CASES;
