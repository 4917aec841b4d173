/** What the client does around a request, against a fetch that answers from a list. */
import { describe, expect, it } from 'vitest';
import { eventStream, fakeFetch, json, KEYS, streamOf } from '../../support/fake-fetch.ts';
import type { Canned } from '../../support/fake-fetch.ts';
import { chunk } from '../../support/event-stream.ts';
import * as sdk from '../../../src/client/index.ts';
import { AnthropicBedrock } from '../../../src/client/index.ts';
import type { AnthropicBedrockOptions } from '../../../src/client/index.ts';

const MODEL = 'anthropic.claude-v2';
const PROMPT = { model: MODEL, max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };
const COMPLETION = { completion: ' Hello', stop_reason: 'stop_sequence' };

function clientOf(answers: Canned[], options: AnthropicBedrockOptions = {}) {
  const { fetch, asked } = fakeFetch(...answers);
  return { asked, client: new AnthropicBedrock({ ...KEYS, fetch, baseURL: 'http://h', ...options }) };
}

const failing =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    json({ message: 'm' }, { status, headers: { 'retry-after-ms': '1', ...headers } });

describe('retries', () => {
  it.each([408, 409, 429, 500, 503, 529])('twice after status %d', async (status) => {
    const { client, asked } = clientOf([failing(status), failing(status), () => json(COMPLETION)]);
    expect((await client.completions.create(PROMPT)).completion).toBe(' Hello');
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 413, 422, 424])('never after status %d', async (status) => {
    const { client, asked } = clientOf([failing(status)]);
    await expect(client.completions.create(PROMPT)).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  it('no more than that', async () => {
    const { client, asked } = clientOf([failing(500)]);
    await expect(client.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.InternalServerError);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['for the client', { maxRetries: 0 }, {}, 1],
    ['for a request', { maxRetries: 0 }, { maxRetries: 3 }, 4],
  ])('as many as asked %s', async (_for, options, request, hits) => {
    const { client, asked } = clientOf([failing(500)], options);
    await expect(client.completions.create(PROMPT, request)).rejects.toBeInstanceOf(sdk.InternalServerError);
    expect(asked).toHaveLength(hits);
  });

  it.each([
    [400, 'true', 3],
    [500, 'false', 1],
  ])('status %d as x-should-retry: %s says', async (status, wish, hits) => {
    const { client, asked } = clientOf([failing(status, { 'x-should-retry': wish })]);
    await expect(client.completions.create(PROMPT)).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(hits);
  });

  it('are signed anew, with the time of each', async () => {
    let now = Date.parse('2026-11-21T04:00:00Z');
    const failed = () => ((now += 7_000), failing(500)());
    const { client, asked } = clientOf([failed, () => json(COMPLETION)], { now: () => now });
    await client.completions.create(PROMPT);
    expect(asked.map(({ headers }) => headers['x-amz-date'])).toEqual(['20261121T040000Z', '20261121T040007Z']);
    expect(new Set(asked.map(({ headers }) => headers['authorization'])).size).toBe(2);
  });

  it('send the same bytes', async () => {
    const { client, asked } = clientOf([failing(500), () => json(COMPLETION)]);
    await client.completions.create(PROMPT);
    expect(asked[1]?.body).toBe(asked[0]?.body);
  });

  it('end with an abort during the pause', async () => {
    const controller = new AbortController();
    const { client, asked } = clientOf([() => (controller.abort(), failing(500, { 'retry-after-ms': '30000' })())]);
    await expect(client.completions.create(PROMPT, { signal: controller.signal })).rejects.toBeInstanceOf(
      sdk.APIUserAbortError,
    );
    expect(asked).toHaveLength(1);
  });

  it('leave no listener on the signal', async () => {
    const controller = new AbortController();
    const listeners = new Set<unknown>();
    const { signal } = controller;
    signal.addEventListener = (_type: string, listener: unknown) => void listeners.add(listener);
    signal.removeEventListener = (_type: string, listener: unknown) => void listeners.delete(listener);
    const { client } = clientOf([failing(400)]);
    await expect(client.completions.create(PROMPT, { signal })).rejects.toMatchObject({ status: 400 });
    expect(listeners.size).toBe(0);
  });
});

describe("the server's clock", () => {
  const NOW = Date.parse('2026-11-21T04:00:00Z');
  const late = { date: new Date(NOW + 600_000).toUTCString() };

  it('corrects the next try after a 403', async () => {
    const { client, asked } = clientOf([failing(403, late), () => json(COMPLETION)], { now: () => NOW });
    await client.completions.create(PROMPT);
    expect(asked.map(({ headers }) => headers['x-amz-date'])).toEqual(['20261121T040000Z', '20261121T041000Z']);
  });

  it('does not make a 403 worth a second retry', async () => {
    const { client, asked } = clientOf([failing(403, late)], { now: () => NOW });
    await expect(client.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.PermissionDeniedError);
    expect(asked).toHaveLength(2);
  });

  it('is shared by copies', async () => {
    const { client, asked } = clientOf([() => json(COMPLETION, { headers: late }), () => json(COMPLETION)], {
      now: () => NOW,
    });
    await client.completions.create(PROMPT);
    await client.withOptions({ maxRetries: 0 }).completions.create(PROMPT);
    expect(asked[1]?.headers['x-amz-date']).toBe('20261121T041000Z');
  });
});

describe('an answer', () => {
  it('has the request id, which is in no copy and no JSON', async () => {
    const { client } = clientOf([json(COMPLETION, { headers: { 'x-amzn-requestid': 'id-1' } })]);
    const completion = await client.completions.create(PROMPT);
    expect(completion.requestId).toBe('id-1');
    expect({ ...completion }).toEqual(COMPLETION);
    expect(JSON.stringify(completion)).toBe(JSON.stringify(COMPLETION));
  });

  it('comes with its response', async () => {
    const { client } = clientOf([json(COMPLETION, { headers: { 'x-mine': '1', 'x-amzn-requestid': 'id-1' } })]);
    const { data, response, requestId } = await client.completions.create(PROMPT).withResponse();
    expect([data.completion, response.headers.get('x-mine'), requestId]).toEqual([' Hello', '1', 'id-1']);
  });

  it('comes raw, its body unread', async () => {
    const { client } = clientOf([new Response('bytes', { headers: { 'content-type': 'application/binary' } })]);
    const response = await client.completions.create(PROMPT).asResponse();
    expect([response.bodyUsed, await response.text()]).toEqual([false, 'bytes']);
  });

  it('is one promise, whatever is asked of it', async () => {
    const { client, asked } = clientOf([json(COMPLETION)]);
    const promise = client.completions.create(PROMPT);
    const [a, b] = await Promise.all([promise, promise.withResponse()]);
    expect(b.data).toBe(a);
    expect(await promise.finally(() => {})).toBe(a);
    expect(asked).toHaveLength(1);
  });

  it('can be caught', async () => {
    const { client } = clientOf([failing(400)]);
    expect(await client.completions.create(PROMPT).catch((error: unknown) => (error as Error).name)).toBe(
      'BadRequestError',
    );
  });

  it('of an operation that the service does not know is an error, though its status is 200', async () => {
    const envelope = { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' };
    const { client } = clientOf([json(envelope)]);
    for (const call of [
      client.completions.create(PROMPT),
      client.completions.create({ ...PROMPT, stream: true }),
      client.bedrock.invokeModel({ modelId: MODEL, body: {} }),
      client.bedrock.converse({ modelId: MODEL }),
    ]) {
      await expect(call).rejects.toMatchObject({ type: 'UnknownOperationException', status: 200, body: envelope });
    }
  });

  it.each(['null', '[]', '7', '{}', '{"output":null,"stopReason":7}', 'plain text'])(
    'of any shape is handed on: %s',
    async (body) => {
      const { client } = clientOf([() => new Response(body)]);
      for (const call of [
        () => client.completions.create(PROMPT),
        () => client.bedrock.converse({ modelId: MODEL }),
        () => client.bedrock.countTokens({ modelId: MODEL, input: { converse: {} } }),
        () => client.bedrock.listFoundationModels(),
      ]) {
        expect(await call()).toEqual(body === 'plain text' ? body : JSON.parse(body));
      }
      expect(await client.messages.countTokens({ model: MODEL, messages: [{ role: 'user', content: 'x' }] })).toEqual({
        input_tokens: undefined,
      });
    },
  );

  it('that is a page where a stream should be is an error with the page', async () => {
    const { client } = clientOf([() => new Response('<html>', { headers: { 'content-type': 'text/html' } })]);
    await expect(client.completions.create({ ...PROMPT, stream: true })).rejects.toMatchObject({
      name: 'APIResponseValidationError',
      body: '<html>',
    });
  });

  it('that says it is JSON and is not is an error', async () => {
    const { client } = clientOf([() => new Response('{"compl', { headers: { 'content-type': 'application/json' } })]);
    await expect(client.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.APIResponseValidationError);
  });

  it.each([200, 500])('with status %d that breaks off is a connection error, and tried again', async (status) => {
    const broken = () => new Response(streamOf(Buffer.from('{"c'), new TypeError('terminated')), { status });
    const { client, asked } = clientOf([broken, () => json(COMPLETION)]);
    expect((await client.completions.create(PROMPT)).completion).toBe(' Hello');
    expect(asked).toHaveLength(2);
  });
});

describe('a stream', () => {
  const pieces = [
    { completion: ' Hel', stop_reason: null },
    { completion: 'lo', stop_reason: 'stop_sequence' },
  ];

  it('is not sent again once an event was delivered', async () => {
    const { client, asked } = clientOf([() => eventStream(chunk(pieces[0]), new TypeError('terminated'))]);
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    await expect(stream.result()).rejects.toMatchObject({
      name: 'APIConnectionError',
      partial: { completion: ' Hel' },
    });
    expect(asked).toHaveLength(1);
  });

  it('is tried again before its head', async () => {
    const { client, asked } = clientOf([failing(503), () => eventStream(...pieces.map((piece) => chunk(piece)))]);
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    expect((await stream.result()).completion).toBe(' Hello');
    expect(asked).toHaveLength(2);
  });

  it('aborted by its signal ends with an abort, and keeps what had arrived', async () => {
    const controller = new AbortController();
    const { client } = clientOf([() => eventStream(...pieces.map((piece) => chunk(piece)))]);
    const stream = await client.completions.create({ ...PROMPT, stream: true }, { signal: controller.signal });
    const reading = (async () => {
      for await (const _piece of stream) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'APIUserAbortError', partial: { completion: ' Hel' } });
  });

  it('aborted while it stalls ends at once, and closes it, though fetch has forgotten its signal', async () => {
    const controller = new AbortController();
    let cancelled: unknown;
    const stalled = new ReadableStream<Uint8Array>({
      start: (body) => body.enqueue(chunk(pieces[0])),
      cancel: (reason) => void (cancelled = reason),
    });
    const { headers } = eventStream();
    const { client } = clientOf([() => new Response(stalled, { headers })]);
    const stream = await client.completions.create({ ...PROMPT, stream: true }, { signal: controller.signal });
    const reading = (async () => {
      for await (const _piece of stream) setImmediate(() => controller.abort());
    })();
    await expect(reading).rejects.toMatchObject({ name: 'APIUserAbortError', partial: { completion: ' Hel' } });
    expect(cancelled).toMatchObject({ name: 'APIUserAbortError' });
  });

  it('handed over as a response ends with its signal too', async () => {
    const controller = new AbortController();
    let cancelled: unknown;
    const stalled = new ReadableStream<Uint8Array>({ cancel: (reason) => void (cancelled = reason) });
    const { headers } = eventStream();
    const { client } = clientOf([() => new Response(stalled, { headers })]);
    const call = client.completions.create({ ...PROMPT, stream: true }, { signal: controller.signal });
    const reading = (await call.asResponse()).text();
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'APIUserAbortError' });
    expect(cancelled).toMatchObject({ name: 'APIUserAbortError' });
  });
});

describe('what the caller gave', () => {
  it('is left as it was (test_deepcopy)', async () => {
    const frozen = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
      return value;
    };
    const { client, asked } = clientOf([json(COMPLETION)]);
    const message = {
      model: MODEL,
      max_tokens: 5,
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
    };
    const options = { headers: { 'x-a': '1' }, query: { a: 1 }, extraBody: { top_k: 5 } };
    await client.messages.create(frozen(message), frozen(options));
    await client.bedrock.converse(
      frozen({ modelId: MODEL, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
      frozen(options),
    );
    expect(asked.map(({ body }) => (JSON.parse(body) as { top_k: number }).top_k)).toEqual([5, 5]);
  });
});

describe('errors without an answer', () => {
  it('of the connection have their cause', async () => {
    const cause = new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    });
    const { client, asked } = clientOf([cause], { maxRetries: 0 });
    await expect(client.completions.create(PROMPT)).rejects.toMatchObject({
      name: 'APIConnectionError',
      message: 'Connection error: ECONNREFUSED.',
      cause,
      retryable: true,
    });
    expect(asked).toHaveLength(1);
  });

  it('of credentials are neither retried nor called connection errors', async () => {
    const { client, asked } = clientOf([json(COMPLETION)], {
      credentials: async () => Promise.reject(new Error('no profile.')),
    });
    await expect(client.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.CredentialsError);
    expect(asked).toEqual([]);
  });

  it('by a signal that is aborted already send nothing that is answered', async () => {
    const { client } = clientOf([(_asked, signal) => (signal.throwIfAborted(), json(COMPLETION))]);
    const reason = new Error('mine');
    await expect(client.completions.create(PROMPT, { signal: AbortSignal.abort(reason) })).rejects.toMatchObject({
      name: 'APIUserAbortError',
      cause: reason,
    });
  });
});

describe('the log', () => {
  it('has no secrets and no bodies in it, and every try', async () => {
    const lines: string[] = [];
    const write = (message: string, fields?: unknown): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
    const credentials = { ...KEYS.credentials, sessionToken: 'TOKEN-SECRET' };
    const { client } = clientOf([failing(500), () => json(COMPLETION)], {
      credentials,
      logger: { debug: write, info: write, warn: write, error: write },
    });
    await client.completions.create(PROMPT);
    expect(lines.map((line) => line.split(' {')[0])).toEqual([
      'bedrock: request',
      'bedrock: response',
      'bedrock: retrying',
      'bedrock: request',
      'bedrock: response',
    ]);
    const all = lines.join('\n');
    for (const secret of ['TOKEN-SECRET', 'Signature=', KEYS.credentials.secretAccessKey, 'Human'])
      expect(all).not.toContain(secret);
  });
});
