/** What the original's `test_client.py` pins, by its names, against the double rather than a mocked transport. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as sdk from '../../../src/client/index.ts';
import type { AnthropicBedrock } from '../../../src/client/index.ts';
import { AWS_KEYS, stage } from './carriers.ts';
import type { Stage } from './carriers.ts';

const BODY = { max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };
const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };

let there: Stage;
let client: AnthropicBedrock;
beforeAll(async () => {
  there = await stage();
  client = there.client();
});
afterAll(() => there.close());
beforeEach(() => there.double.reset());

const last = () => there.double.journal.last;
const header = (name: string) => last()?.headers.find(([given]) => given.toLowerCase() === name)?.[1];
const query = () => new URL(last()?.target ?? '', 'http://h').search;

/** What the next request is answered, byte by byte. */
function answer(
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  status = 200,
): void {
  there.double.scenarios.replace([{ name: 'raw', answer: { raw: { status, headers, body } } }]);
}

describe('responses', () => {
  it('raw_response', async () => {
    answer({ foo: 'bar' });
    const response = await client.bedrock
      .request({ method: 'POST', path: '/model/anthropic.claude-v2/invoke', body: BODY })
      .asResponse();
    expect([response.status, await response.json()]).toEqual([200, { foo: 'bar' }]);
  });

  it('raw_response_for_binary', async () => {
    const bytes = Buffer.from([0, 255, 1, 254]);
    answer({ base64: bytes.toString('base64') }, { 'content-type': 'application/binary' });
    const response = await client.completions.create(PROMPT).asResponse();
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(Buffer.from((await client.bedrock.invokeModel({ modelId: PROMPT.model, body: BODY })).body)).toEqual(bytes);
  });

  it.each([
    ['basic_union_response', { foo: 'bar' }],
    ['union_response_different_types', { foo: 1 }],
    ['unknown members and null are kept', { completion: null, more: { a: [null] } }],
  ])('%s', async (_name, body) => {
    answer(body);
    expect(await client.completions.create(PROMPT)).toEqual(body);
  });

  it('null is null and absent is absent', async () => {
    answer({ completion: 'x', stop_reason: null });
    const completion = await client.completions.create(PROMPT);
    expect([completion.stop_reason, 'stop_reason' in completion]).toEqual([null, true]);
    expect([completion.stop, 'stop' in completion]).toEqual([undefined, false]);
  });

  it('non_application_json_content_type_for_json_data', async () => {
    answer('{"completion":"x","stop_reason":null}', { 'content-type': 'application/text' });
    expect((await client.completions.create(PROMPT)).completion).toBe('x');
  });

  it('received_text_for_expected_json', async () => {
    answer('my-custom-format', { 'content-type': 'text/html' });
    expect(await client.completions.create(PROMPT)).toBe('my-custom-format');
    await expect(there.client({ strictResponseValidation: true }).completions.create(PROMPT)).rejects.toMatchObject({
      name: 'APIResponseValidationError',
      status: 200,
      body: 'my-custom-format',
    });
  });

  it('client_response_validation_error', async () => {
    answer({ completion: { invalid: true }, stop_reason: 'x' });
    await expect(there.client({ strictResponseValidation: true }).completions.create(PROMPT)).rejects.toThrow(
      'the answer.completion is no string',
    );
  });

  it('default_stream_cls', async () => {
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    expect(stream).toBeInstanceOf(sdk.EventStream);
    stream.abort();
  });
});

describe('copies', () => {
  it('copy', async () => {
    const copy = client.withOptions({ awsRegion: 'eu-west-1', maxRetries: 7 });
    expect([copy.awsRegion, copy.maxRetries, copy.baseURL]).toEqual(['eu-west-1', 7, client.baseURL]);
    expect([client.awsRegion, client.maxRetries]).toEqual(['us-east-1', 2]);
    await copy.completions.create(PROMPT);
    expect(last()?.caller).toMatchObject({ region: 'eu-west-1', accessKeyId: AWS_KEYS.awsAccessKey });
  });

  it('copy_default_options', () => {
    const copy = there.client({ maxRetries: 7 }).withOptions({ timeout: 5 });
    expect(copy.maxRetries).toBe(7);
    expect(copy.withOptions({ maxRetries: 0 }).maxRetries).toBe(0);
  });

  it('copy_default_headers', async () => {
    const original = there.client({ defaultHeaders: { 'x-foo': 'bar' } });
    const headersOf = async (one: AnthropicBedrock) => (
      await one.completions.create(PROMPT),
      [header('x-foo'), header('x-bar')]
    );
    expect(await headersOf(original.withOptions({}))).toEqual(['bar', undefined]);
    expect(await headersOf(original.withOptions({ defaultHeaders: { 'x-bar': 'stainless' } }))).toEqual([
      'bar',
      'stainless',
    ]);
    expect(await headersOf(original.withOptions({ defaultHeaders: { 'x-foo': 'stainless' } }))).toEqual([
      'stainless',
      undefined,
    ]);
    expect(await headersOf(original.withOptions({ setDefaultHeaders: { 'x-bar': 'stainless' } }))).toEqual([
      undefined,
      'stainless',
    ]);
    expect(await headersOf(original.withOptions({ setDefaultHeaders: {} }))).toEqual([undefined, undefined]);
    expect(await headersOf(original)).toEqual(['bar', undefined]);
    expect(() => original.withOptions({ defaultHeaders: {}, setDefaultHeaders: {} })).toThrow(
      new TypeError('defaultHeaders adds and setDefaultHeaders replaces: give one of them.'),
    );
  });

  it('copy_default_query', async () => {
    const original = there.client({ defaultQuery: { foo: 'bar' } });
    const queryOf = async (one: AnthropicBedrock) => (await one.completions.create(PROMPT), query());
    expect(await queryOf(original.withOptions({}))).toBe('?foo=bar');
    expect(await queryOf(original.withOptions({ defaultQuery: { bar: 'stainless' } }))).toBe('?foo=bar&bar=stainless');
    expect(await queryOf(original.withOptions({ defaultQuery: { foo: 'stainless' } }))).toBe('?foo=stainless');
    expect(await queryOf(original.withOptions({ setDefaultQuery: { bar: 'stainless' } }))).toBe('?bar=stainless');
    expect(() => original.withOptions({ defaultQuery: {}, setDefaultQuery: {} })).toThrow(
      'defaultQuery adds and setDefaultQuery replaces: give one of them.',
    );
  });

  it('copy_signature: a copy takes every option', async () => {
    const copy = client.withOptions({
      apiKey: 'ABSKnobody',
      logLevel: 'off',
      strictResponseValidation: true,
      defaultHeaders: { 'x-a': '1' },
    });
    expect(copy.bedrock.strictResponseValidation).toBe(true);
    await expect(copy.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.PermissionDeniedError);
    expect(header('authorization')).toMatch(/^Bearer /);
  });

  it('copied_client_does_not_close_http', async () => {
    const copy = client.withOptions({});
    await copy.close();
    expect([copy.closed, client.closed]).toEqual([true, false]);
    expect((await client.completions.create(PROMPT)).completion).not.toBe('');
  });

  it('client_context_manager', async () => {
    let kept: AnthropicBedrock;
    {
      await using scoped = there.client();
      kept = scoped;
      await scoped.completions.create(PROMPT);
    }
    expect(kept.closed).toBe(true);
    await expect(kept.completions.create(PROMPT)).rejects.toThrow('The client is closed.');
  });
});

describe('timeouts', () => {
  const stalled = () =>
    there.double.scenarios.replace([{ name: 'late', answer: { reply: 'x', faults: [{ stall: { byte: 0 } }] } }]);

  it('request_timeout', async () => {
    stalled();
    await expect(client.completions.create(PROMPT, { timeout: 100, maxRetries: 0 })).rejects.toBeInstanceOf(
      sdk.APITimeoutError,
    );
  });

  it('client_timeout_option', async () => {
    stalled();
    await expect(there.client({ timeout: 100, maxRetries: 0 }).completions.create(PROMPT)).rejects.toBeInstanceOf(
      sdk.APITimeoutError,
    );
  });

  it('a request overrides the client', async () => {
    there.double.scenarios.replace([{ name: 'late', answer: { reply: 'x', faults: [{ delay: 300 }] } }]);
    expect(
      await there.client({ timeout: 1, maxRetries: 0 }).completions.create(PROMPT, { timeout: 20_000 }),
    ).toHaveProperty('completion');
  });
});

describe('requests', () => {
  it('default_headers_option', async () => {
    await there.client({ defaultHeaders: { 'X-Foo': 'bar', 'User-Agent': 'mine' } }).completions.create(PROMPT);
    expect([header('x-foo'), header('user-agent')]).toEqual(['bar', 'mine']);
  });

  it('default_query_option', async () => {
    const one = there.client({ defaultQuery: { query_param: 'bar' } });
    await one.completions.create(PROMPT);
    expect(query()).toBe('?query_param=bar');
    await one.completions.create(PROMPT, { query: { foo: 'baz', query_param: 'overridden' } });
    expect(query()).toBe('?query_param=overridden&foo=baz');
  });

  it('request_extra_json', async () => {
    await client.completions
      .create(PROMPT, { extraBody: { baz: false, temperature: null, max_tokens_to_sample: 6 } })
      .catch(() => {});
    expect(last()?.body).toMatchObject({
      baz: false,
      temperature: null,
      max_tokens_to_sample: 6,
      prompt: PROMPT.prompt,
    });
  });

  it('request_extra_headers', async () => {
    const one = there.client({ defaultHeaders: { 'x-bar': 'true' } });
    await one.completions.create(PROMPT, { headers: { 'X-Foo': 'Foo', 'X-Bar': 'false' } });
    expect([header('x-foo'), header('x-bar')]).toEqual(['Foo', 'false']);
    await one.completions.create(PROMPT, { headers: { 'x-bar': null } });
    expect(header('x-bar')).toBeUndefined();
  });

  it('request_extra_query', async () => {
    await client.completions.create(PROMPT, {
      query: { my_query_param: 'Foo', empty: null, list: [1, 2], nested: { a: 'b' } },
    });
    expect(query()).toBe('?my_query_param=Foo&list=1%2C2&nested%5Ba%5D=b');
  });

  it('copy_build_request: nothing of a request stays with the client', async () => {
    await client.completions.create(PROMPT, {
      headers: { 'x-foo': '1' },
      query: { a: 1 },
      extraBody: { temperature: 0.5 },
    });
    await client.completions.create(PROMPT);
    expect([header('x-foo'), query()]).toEqual([undefined, '']);
    expect(last()?.body).not.toHaveProperty('temperature');
  });

  it('content type and accept', async () => {
    await client.completions.create(PROMPT);
    expect([header('content-type'), header('accept')]).toEqual(['application/json', 'application/json']);
    await (await client.completions.create({ ...PROMPT, stream: true })).collect();
    expect(header('x-amzn-bedrock-accept')).toBe('application/json');
  });
});

describe('base URL', () => {
  it('base_url_setter: a copy with another base URL', async () => {
    const copy = client.withOptions({ baseURL: `${there.double.url}/_sandbox/other` });
    await copy.completions.create(PROMPT);
    expect(there.double.journal).toHaveLength(0);
    expect(there.double.sandbox('other').journal.last?.target).toBe('/_sandbox/other/model/anthropic.claude-v2/invoke');
    there.double.sandbox('other').reset();
  });

  it('base_url_env', async () => {
    const one = there.client({ baseURL: undefined, env: { ANTHROPIC_BEDROCK_BASE_URL: there.double.url } });
    await one.completions.create(PROMPT);
    expect([one.baseURL, there.double.journal.length]).toEqual([there.double.url, 1]);
  });

  it.each([
    ['base_url_trailing_slash', '/_sandbox/slash/'],
    ['base_url_no_trailing_slash', '/_sandbox/slash'],
  ])('%s', async (_name, path) => {
    const sandbox = there.double.sandbox('slash');
    await there.client({ baseURL: there.double.url + path }).completions.create(PROMPT);
    expect(sandbox.journal.last).toMatchObject({
      target: '/_sandbox/slash/model/anthropic.claude-v2/invoke',
      status: 200,
    });
  });

  it('absolute_request_url', async () => {
    const elsewhere = there.client({ baseURL: 'http://127.0.0.1:9' });
    const { modelSummaries } = await elsewhere.bedrock.request<{ modelSummaries: unknown[] }>({
      method: 'GET',
      path: `${there.double.url}/foundation-models`,
    });
    expect(modelSummaries.length).toBeGreaterThan(0);
  });
});

describe('retries', () => {
  const NO_WAIT = { 'retry-after-ms': '1' };

  it('retry after retry-after-ms, as the SDK for Anthropic does (messages_retries)', async () => {
    there.double.scenarios.replace([
      { name: 'twice', times: 2, answer: { error: { type: 'InternalServerException', headers: NO_WAIT } } },
      { name: 'then', answer: 'Hi.' },
    ]);
    expect((await client.completions.create(PROMPT)).completion.trim()).toBe('Hi.');
    expect(there.double.journal).toHaveLength(3);
    expect(new Set(there.double.journal.raw().map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('retrying_timeout_errors_doesnt_leak', async () => {
    there.double.scenarios.replace([{ name: 'late', answer: { reply: 'x', faults: [{ stall: { byte: 0 } }] } }]);
    const one = there.client({ timeout: 50, maxRetries: 1, random: () => 1 });
    await expect(one.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.APITimeoutError);
    expect(there.double.journal).toHaveLength(2);
    await expect
      .poll(() => there.double.journal.all().map(({ outcome }) => outcome))
      .toEqual(['client-gone', 'client-gone']);
  });

  it('retrying_status_errors_doesnt_leak: refused connections are used again', async () => {
    there.double.scenarios.replace([
      { name: 'refuse', answer: { error: { type: 'ThrottlingException', headers: NO_WAIT } } },
    ]);
    await expect(client.completions.create(PROMPT)).rejects.toMatchObject({
      name: 'RateLimitError',
      type: 'ThrottlingException',
    });
    expect(there.double.journal).toHaveLength(3);
  });

  it('never for what the caller got wrong', async () => {
    there.double.scenarios.replace([{ name: 'refuse', answer: { error: 'ValidationException' } }]);
    await expect(client.completions.create(PROMPT)).rejects.toBeInstanceOf(sdk.BadRequestError);
    expect(there.double.journal).toHaveLength(1);
  });

  it('never after an event was delivered', async () => {
    there.double.scenarios.replace([
      { name: 'cut', answer: { reply: 'One two three.', faults: [{ cut: { event: 2 } }] } },
    ]);
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    await expect(stream.collect()).rejects.toBeInstanceOf(sdk.APIConnectionError);
    expect(there.double.journal).toHaveLength(1);
  });
});

describe('every modelled exception', () => {
  it.each([
    ['AccessDeniedException', 403, 'PermissionDeniedError'],
    ['ConflictException', 400, 'BadRequestError'],
    ['InternalServerException', 500, 'InternalServerError'],
    ['ModelErrorException', 424, 'APIStatusError'],
    ['ModelNotReadyException', 429, 'RateLimitError'],
    ['ModelStreamErrorException', 424, 'APIStatusError'],
    ['ModelTimeoutException', 408, 'APIStatusError'],
    ['ResourceNotFoundException', 404, 'NotFoundError'],
    ['ServiceQuotaExceededException', 400, 'BadRequestError'],
    ['ServiceUnavailableException', 503, 'InternalServerError'],
    ['ThrottlingException', 429, 'RateLimitError'],
    ['ValidationException', 400, 'BadRequestError'],
  ] as const)('%s with status %d is a %s', async (type, status, name) => {
    there.double.scenarios.replace([{ name: 'error', answer: { error: { type, message: 'words' } } }]);
    const failure = there.client({ maxRetries: 0 }).completions.create(PROMPT);
    await expect(failure).rejects.toMatchObject({ name, status, type, message: 'words', body: { message: 'words' } });
    await expect(failure).rejects.toHaveProperty('requestId', last()?.requestId);
  });
});
