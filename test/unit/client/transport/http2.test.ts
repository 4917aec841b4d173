import { once } from 'node:events';
import http2 from 'node:http2';
import { afterEach, describe, expect, it } from 'vitest';
import { chunk } from '../../../support/event-stream.ts';
import { KEYS } from '../../../support/fake-fetch.ts';
import { h2cServer, tcpServer } from '../../../support/raw-server.ts';
import { AnthropicBedrock, APIConnectionError } from '../../../../src/client/index.ts';
import type { AnthropicBedrockOptions } from '../../../../src/client/index.ts';

const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };
const COMPLETION = { completion: ' Hello', stop_reason: 'stop_sequence' };
const PIECE = { completion: ' Hel', stop_reason: null };

/** Node's `close` would end the stream properly before it resets it, did it not wait for trailers. */
const UNENDED = { waitForTrailers: true };

const clients: AnthropicBedrock[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

function clientOf(baseURL: string, options: AnthropicBedrockOptions = {}): AnthropicBedrock {
  const client = new AnthropicBedrock({ ...KEYS, baseURL, maxRetries: 0, http2: true, ...options });
  clients.push(client);
  return client;
}

function answer(stream: http2.ServerHttp2Stream, body: unknown = COMPLETION): void {
  stream.respond({ ':status': 200, 'content-type': 'application/json' });
  stream.end(JSON.stringify(body));
}

describe('HTTP/2', () => {
  it('sends what fetch sends, with the authority in place of the host', async () => {
    let head: http2.IncomingHttpHeaders = {};
    await using server = await h2cServer((stream, headers) => {
      head = headers;
      answer(stream);
    });
    expect(await clientOf(`${server.url}/base`).completions.create(PROMPT)).toEqual(COMPLETION);
    expect(head).toMatchObject({
      ':method': 'POST',
      ':path': '/base/model/anthropic.claude-v2/invoke',
      ':authority': new URL(server.url).host,
    });
    expect(head['authorization']).toContain('SignedHeaders=:authority;');
    expect(head).not.toHaveProperty('host');
  });

  it('has one session for all requests', async () => {
    const sessions = new Set<unknown>();
    await using server = await h2cServer((stream) => {
      sessions.add(stream.session);
      answer(stream);
    });
    const client = clientOf(server.url);
    await Promise.all([1, 2, 3].map(() => client.completions.create(PROMPT)));
    await client.withOptions({ maxRetries: 1 }).completions.create(PROMPT);
    expect(sessions.size).toBe(1);
  });

  it('begins a new session when the old one has gone away', async () => {
    const sessions = new Set<unknown>();
    await using server = await h2cServer((stream) => {
      sessions.add(stream.session);
      answer(stream);
      stream.session?.goaway();
    });
    const client = clientOf(server.url, { maxRetries: 2, random: () => 1 });
    await client.completions.create(PROMPT);
    await client.completions.create(PROMPT);
    expect(sessions.size).toBe(2);
  });

  it('has the status and body of an error', async () => {
    await using server = await h2cServer((stream) => {
      stream.respond({ ':status': 429, 'x-amzn-errortype': 'ThrottlingException' });
      stream.end('{"message":"slow"}');
    });
    await expect(clientOf(server.url).completions.create(PROMPT)).rejects.toMatchObject({
      name: 'RateLimitError',
      type: 'ThrottlingException',
      message: 'slow',
    });
  });

  it('reset before the head is a connection error', async () => {
    await using server = await h2cServer((stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
    await expect(clientOf(server.url).completions.create(PROMPT)).rejects.toBeInstanceOf(APIConnectionError);
  });

  it.each([
    ['NGHTTP2_INTERNAL_ERROR', http2.constants.NGHTTP2_INTERNAL_ERROR, 'APIConnectionError'],
    ['NGHTTP2_CANCEL', http2.constants.NGHTTP2_CANCEL, 'APIConnectionError'],
    ['NGHTTP2_NO_ERROR', http2.constants.NGHTTP2_NO_ERROR, 'EventStreamError'],
  ])('reset with %s in the middle of a stream is an error that keeps what had arrived', async (_name, code, name) => {
    await using server = await h2cServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' }, UNENDED);
      stream.write(chunk(PIECE), () => stream.close(code));
    });
    const stream = await clientOf(server.url).completions.create({ ...PROMPT, stream: true });
    await expect(stream.result()).rejects.toMatchObject({ name, partial: PIECE });
  });

  it('reset in the middle of an answer that is no stream is an error, and tried again', async () => {
    let hits = 0;
    await using server = await h2cServer((stream) => {
      if (++hits > 1) return answer(stream);
      stream.respond({ ':status': 200 }, UNENDED);
      stream.write('{"completion":"cut"}', () => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
    });
    const client = clientOf(server.url, { maxRetries: 1, random: () => 1 });
    expect([await client.completions.create(PROMPT), hits]).toEqual([COMPLETION, 2]);
  });

  it('may have an answer without a body', async () => {
    await using server = await h2cServer((stream) => stream.respond({ ':status': 204 }, { endStream: true }));
    const { status, body } = await clientOf(server.url).bedrock.request({ method: 'GET', path: '/x' }).asResponse();
    expect([status, body]).toEqual([204, null]);
  });

  it('that meets something that is not HTTP/2 is a connection error', async () => {
    await using server = await tcpServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(clientOf(server.url).completions.create(PROMPT)).rejects.toBeInstanceOf(APIConnectionError);
  });

  it('that is refused a connection is a connection error', async () => {
    const gone = await tcpServer(() => {});
    await gone[Symbol.asyncDispose]();
    await expect(clientOf(gone.url).completions.create(PROMPT)).rejects.toMatchObject({
      message: 'Connection error: ECONNREFUSED.',
    });
  });

  it('resets its stream when it is left early', async () => {
    let left: Promise<unknown> | undefined;
    await using server = await h2cServer((stream) => {
      left = once(stream, 'close');
      stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
      stream.write(chunk(PIECE));
    });
    for await (const piece of await clientOf(server.url).completions.create({ ...PROMPT, stream: true })) {
      expect(piece).toEqual(PIECE);
      break;
    }
    await left;
  });

  it('reads a body larger than any window', async () => {
    const completion = 'x'.repeat(3_000_000);
    await using server = await h2cServer((stream) => answer(stream, { completion, stop_reason: 'max_tokens' }));
    expect((await clientOf(server.url).completions.create(PROMPT)).completion).toBe(completion);
  });
});

describe('timeouts over HTTP/2', () => {
  it('of a connection that does not come to stand', async () => {
    await using server = await tcpServer(() => {});
    const failure = clientOf(server.url.replace('http:', 'https:'), { timeout: { connect: 60 } }).completions.create(
      PROMPT,
    );
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: no connection within 60 ms.',
    });
  });

  it('of a request that nobody takes', async () => {
    await using server = await h2cServer((stream) => void stream.pause());
    const prompt = 'x'.repeat(1_000_000);
    const failure = clientOf(server.url, { timeout: { write: 60 } }).completions.create({ ...PROMPT, prompt });
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: the request could not be written within 60 ms.',
    });
  });

  it('of an answer that does not begin', async () => {
    await using server = await h2cServer((stream) => void stream.resume());
    const failure = clientOf(server.url, { timeout: { read: 60 } }).completions.create(PROMPT);
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: nothing came within 60 ms.',
    });
  });
});
