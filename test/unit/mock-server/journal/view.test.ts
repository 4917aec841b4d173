/** Exchanges as they are shown, from requests that went all the way through. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bedrock, createBedrock, type ExchangeView } from '../../../../src/mock-server/index.ts';

const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const NOON = Date.UTC(2026, 10, 21, 12);

let now: number;
let bedrock: Bedrock;

beforeEach(() => {
  now = NOON;
  bedrock = createBedrock({
    auth: 'off',
    clock: () => now,
    scenarios: [
      { name: 'rain', when: { prompt: 'rain' }, answer: 'Wet.' },
      { name: 'weather', when: { prompt: 'weather', operation: ['Converse', 'ConverseStream'] }, answer: 'Sunny.' },
      {
        name: 'broken',
        when: { prompt: 'broken' },
        answer: { reply: 'one two three', faults: { corrupt: 'message-crc', event: 1 } },
      },
      {
        name: 'interrupted',
        when: { prompt: 'interrupted' },
        answer: { reply: 'one two three', faults: { exception: 'ThrottlingException', event: 2 } },
      },
      { name: 'cut', when: { prompt: 'cut' }, answer: { reply: 'one two three', faults: { cut: { event: 1 } } } },
      { name: 'throttled', when: { prompt: 'throttled' }, answer: { error: 'ThrottlingException' } },
    ],
  });
});

async function send(operation: string, body: unknown, headers: Record<string, string> = {}): Promise<ExchangeView> {
  const url = `http://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(HAIKU)}/${operation}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await bedrock.fetch(url, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
  });
  await response.arrayBuffer().catch(() => {});
  return bedrock.journal.last!;
}

function converse(text: string, more: object = {}) {
  return { messages: [{ role: 'user', content: [{ text }] }], ...more };
}

test('a call of Converse, whole', async () => {
  const tools = [{ toolSpec: { name: 'thermometer', inputSchema: { json: { type: 'object' } } } }];
  const body = converse('the weather?', { toolConfig: { tools } });
  const view = await send('converse', body);
  expect(view).toEqual({
    requestId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
    sandbox: '',
    receivedAt: '2026-11-21T12:00:00.000Z',
    durationMs: 0,
    protocol: 'in-process',
    method: 'POST',
    target: `/model/${encodeURIComponent(HAIKU)}/converse`,
    operation: 'Converse',
    modelId: HAIKU,
    prompt: 'the weather?',
    tools: ['thermometer'],
    scenario: 'weather',
    status: 200,
    error: undefined,
    note: undefined,
    text: 'Sunny.',
    eventCount: undefined,
    ending: 'end',
    outcome: 'complete',
    headers: [
      ['content-type', 'application/json'],
      ['host', 'bedrock-runtime.us-east-1.amazonaws.com'],
    ],
    body,
    bodyBase64: undefined,
    caller: {
      kind: 'anonymous',
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/touchstone',
      region: 'us-east-1',
    },
    whyNot: [
      { scenario: 'rain', because: 'prompt: wanted text containing "rain", got "the weather?"' },
      ...['broken', 'interrupted', 'cut', 'throttled'].map((scenario) => ({
        scenario,
        because: `prompt: wanted text containing "${scenario}", got "the weather?"`,
      })),
    ],
    responseHeaders: expect.arrayContaining([
      ['Date', 'Sat, 21 Nov 2026 12:00:00 GMT'],
      ['x-amzn-RequestId', view.requestId],
    ]),
    responseBody: expect.objectContaining({
      output: { message: { role: 'assistant', content: [{ text: 'Sunny.' }] } },
      stopReason: 'end_turn',
    }),
    responseBodyBase64: undefined,
    events: undefined,
  });
});

test('it survives JSON', async () => {
  const view = await send('converse-stream', converse('the weather?'));
  const { events, ...rest } = JSON.parse(JSON.stringify(view)) as ExchangeView;
  expect(rest).toMatchObject({ operation: 'ConverseStream', text: 'Sunny.', eventCount: events?.length });
  expect(Object.keys(rest)).not.toContain('error');
});

describe('streams', () => {
  test('event by event, each with the time it was sent', async () => {
    const { events, text, responseBody } = await send('converse-stream', converse('the weather?'));
    const types = events?.map((event) => ('headers' in event ? event.headers[':event-type'] : event.problem));
    expect(types?.[0]).toBe('messageStart');
    expect(types?.slice(-3)).toEqual(['contentBlockStop', 'messageStop', 'metadata']);
    expect(new Set(events?.map(({ sentAt }) => sentAt))).toEqual(new Set(['2026-11-21T12:00:00.000Z']));
    expect([text, responseBody]).toEqual(['Sunny.', undefined]);
  });

  test('a corrupted event is shown raw, those around it are read', async () => {
    const { events, eventCount } = await send('converse-stream', converse('broken'));
    expect(events?.[0]).toMatchObject({ payload: { role: 'assistant' } });
    expect(events?.[1]).toEqual({
      sentAt: '2026-11-21T12:00:00.000Z',
      base64: expect.stringMatching(/^[\w+/]+=*$/),
      problem: 'the checksum of the message is wrong',
    });
    expect(events?.[2]).toHaveProperty('headers');
    expect(eventCount).toBe(events?.length);
  });

  test('an exception in the middle is the error of the exchange', async () => {
    const { error, status, eventCount } = await send('converse-stream', converse('interrupted'));
    expect({ error, status, eventCount }).toEqual({
      status: 200,
      eventCount: 3,
      error: {
        type: 'throttlingException',
        message: 'Too many requests, please wait before trying again.',
        reason: undefined,
      },
    });
  });

  test('one that was cut has what was sent before', async () => {
    const { ending, outcome, eventCount } = await send('converse-stream', converse('cut'));
    expect({ ending, outcome, eventCount }).toEqual({ ending: 'cut', outcome: 'complete', eventCount: 1 });
  });
});

describe('refusals', () => {
  test('a scripted error', async () => {
    const { status, scenario, error, text } = await send('converse', converse('throttled'));
    expect({ status, scenario, error, text }).toEqual({
      status: 429,
      scenario: 'throttled',
      error: {
        type: 'ThrottlingException',
        message: 'Too many requests, please wait before trying again.',
        reason: undefined,
      },
      text: undefined,
    });
  });

  test('a signature that is wrong: no body is matched, no secret shown', async () => {
    const token = 'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW==';
    const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    const credentials = [{ accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken: token }];
    bedrock = createBedrock({ clock: () => now, credentials });
    const signature = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
    const view = await send('converse', converse('the weather?'), {
      'x-amz-date': '20261121T120000Z',
      'x-amz-security-token': token,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=${signature}`,
    });
    expect(view).toMatchObject({
      status: 403,
      error: { type: 'InvalidSignatureException', reason: expect.stringMatching(/^The signature does not match/) },
      prompt: undefined,
      caller: undefined,
      whyNot: [],
    });
    expect(view.headers.find(([name]) => name === 'authorization')?.[1]).toMatch(
      /Credential=AKIDEXAMPLE\/.*Signature=5d672d79…$/,
    );
    expect(JSON.stringify(view)).not.toContain(signature);
    expect(JSON.stringify(view)).not.toContain(token);
  });

  test('a path that is no operation', async () => {
    await bedrock.fetch('http://h/nothing/here');
    const { operation, status, error, note, responseBody, responseBodyBase64 } = bedrock.journal.last!;
    expect({ operation, status, error, responseBody }).toEqual({
      operation: undefined,
      status: 404,
      error: undefined,
      responseBody: '<UnknownOperationException/>\n',
    });
    expect(note).toMatch(/^GET \/nothing\/here is no operation of Bedrock/);
    expect(Buffer.from(responseBodyBase64 ?? '', 'base64').toString()).toBe('<UnknownOperationException/>\n');
  });
});

describe('bodies that are no JSON', () => {
  test('text is text, and its bytes', async () => {
    const { body, bodyBase64 } = await send('converse', 'Action=GetCallerIdentity');
    expect([body, bodyBase64]).toEqual([
      'Action=GetCallerIdentity',
      Buffer.from('Action=GetCallerIdentity').toString('base64'),
    ]);
  });

  test('bytes that are no text are bytes', async () => {
    await bedrock.fetch('http://h/x', { method: 'POST', body: Uint8Array.of(0xff, 0xfe, 0x00) });
    const { body, bodyBase64 } = bedrock.journal.last!;
    expect([body, bodyBase64]).toEqual([undefined, '//4A']);
  });
});

test('while an answer is under way, what was sent so far', async () => {
  const stalled = { name: 'stall', answer: { reply: 'one two three', faults: { stall: { event: 2 } } } };
  bedrock.scenarios.add(stalled);
  const gone = new AbortController();
  const url = `http://h/model/${encodeURIComponent(HAIKU)}/converse-stream`;
  const body = JSON.stringify(converse('x'));
  const response = await bedrock.fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
    signal: gone.signal,
  });
  const reader = response.body!.getReader();
  await reader.read();
  expect(bedrock.journal.last).toMatchObject({
    outcome: 'pending',
    durationMs: undefined,
    eventCount: 2,
    ending: 'stall',
  });
  now += 250;
  gone.abort();
  await expect(reader.read()).rejects.toThrow('aborted');
  expect(bedrock.journal.last).toMatchObject({ outcome: 'client-gone', durationMs: 250 });
});
