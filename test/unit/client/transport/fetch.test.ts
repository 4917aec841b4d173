import { once } from 'node:events';
import net from 'node:net';
import { Agent, ProxyAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { chunk } from '../../../support/event-stream.ts';
import { fakeFetch, json, KEYS } from '../../../support/fake-fetch.ts';
import { httpServer, tcpServer } from '../../../support/raw-server.ts';
import { AnthropicBedrock, APIConnectionError, APITimeoutError } from '../../../../src/client/index.ts';
import type { AnthropicBedrockOptions } from '../../../../src/client/index.ts';
import { observed } from '../../../../src/client/transport/dispatcher.ts';

const PROMPT = { model: 'anthropic.claude-v2', max_tokens_to_sample: 5, prompt: '\n\nHuman: hi\n\nAssistant:' };
const COMPLETION = { completion: ' Hello', stop_reason: 'stop_sequence' };
const PIECE = { completion: ' Hel', stop_reason: null };
const STREAM_HEAD = { 'content-type': 'application/vnd.amazon.eventstream' };

const clients: AnthropicBedrock[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

function clientOf(baseURL: string, options: AnthropicBedrockOptions = {}): AnthropicBedrock {
  const client = new AnthropicBedrock({ ...KEYS, baseURL, maxRetries: 0, ...options });
  clients.push(client);
  return client;
}

describe('fetch', () => {
  it('has the head and the body of an answer', async () => {
    await using server = await httpServer((_request, response) => void response.end(JSON.stringify(COMPLETION)));
    expect(await clientOf(server.url).completions.create(PROMPT)).toEqual(COMPLETION);
  });

  it('that is refused a connection is a connection error', async () => {
    const gone = await tcpServer(() => {});
    await gone[Symbol.asyncDispose]();
    const failure = clientOf(gone.url).completions.create(PROMPT);
    await expect(failure).rejects.toMatchObject({
      name: 'APIConnectionError',
      message: 'Connection error: ECONNREFUSED.',
    });
  });

  it('that meets something that is not HTTP is a connection error', async () => {
    await using server = await tcpServer((socket) => void socket.end('nonsense'));
    await expect(clientOf(server.url).completions.create(PROMPT)).rejects.toBeInstanceOf(APIConnectionError);
  });

  it('reset in the middle of a stream is a connection error that keeps what had arrived', async () => {
    await using server = await httpServer((request, response) => {
      response.writeHead(200, STREAM_HEAD);
      response.write(chunk(PIECE), () => request.socket.resetAndDestroy());
    });
    const stream = await clientOf(server.url).completions.create({ ...PROMPT, stream: true });
    await expect(stream.result()).rejects.toMatchObject({
      name: 'APIConnectionError',
      partial: PIECE,
      retryable: true,
    });
  });

  it('does not follow a redirection, for a signature holds for one host', async () => {
    const { fetch, asked } = fakeFetch(
      new Response(null, { status: 307, headers: { location: 'http://evil.example/' } }),
    );
    await expect(clientOf('http://h', { fetch }).completions.create(PROMPT)).rejects.toMatchObject({
      name: 'APIStatusError',
      status: 307,
    });
    expect(asked).toHaveLength(1);
  });

  it('is closed when a stream is left early', async () => {
    let left: Promise<unknown> | undefined;
    await using server = await httpServer((request, response) => {
      left = once(request.socket, 'close');
      response.writeHead(200, STREAM_HEAD);
      response.write(chunk(PIECE));
    });
    for await (const piece of await clientOf(server.url).completions.create({ ...PROMPT, stream: true })) {
      expect(piece).toEqual(PIECE);
      break;
    }
    await left;
  });

  it('is closed when the client is, and who is reading is told', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, STREAM_HEAD);
      response.write(chunk(PIECE));
    });
    const client = clientOf(server.url);
    const stream = await client.completions.create({ ...PROMPT, stream: true });
    const reading = stream.result();
    await client.close();
    await expect(reading).rejects.toMatchObject({ name: 'APIUserAbortError' });
    await expect(client.completions.create(PROMPT)).rejects.toThrow('The client is closed.');
  });
});

describe('timeouts over fetch', () => {
  /** Whatever is asked: one real request first, so that the process has a dispatcher to look over the shoulder of. */
  async function warm(): Promise<void> {
    await using server = await httpServer((_request, response) => void response.end('{}'));
    await (await fetch(server.url)).text();
  }

  it('of a connection that does not come to stand', async () => {
    await warm();
    await using server = await tcpServer(() => {});
    const failure = clientOf(server.url.replace('http:', 'https:'), { timeout: { connect: 60 } }).completions.create(
      PROMPT,
    );
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: no connection within 60 ms.',
      retryable: true,
    });
  });

  it('of an answer that does not begin', async () => {
    await warm();
    await using server = await httpServer(() => {});
    const failure = clientOf(server.url, { timeout: { read: 60 } }).completions.create(PROMPT);
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: nothing came within 60 ms.',
    });
  });

  it('of a body that stalls', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    });
    await expect(clientOf(server.url, { timeout: 60 }).completions.create(PROMPT)).rejects.toBeInstanceOf(
      APITimeoutError,
    );
  });

  it('of a stream that stalls, which keeps what had arrived', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, STREAM_HEAD);
      response.write(chunk(PIECE));
    });
    const stream = await clientOf(server.url, { timeout: { read: 60 } }).completions.create({
      ...PROMPT,
      stream: true,
    });
    await expect(stream.result()).rejects.toMatchObject({ name: 'APITimeoutError', partial: PIECE });
  });

  it('of a replaced fetch, which cannot tell where it stands', async () => {
    const never = (_asked: unknown, signal: AbortSignal) =>
      new Promise<Response>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const { fetch } = fakeFetch(never);
    const failure = clientOf('http://h', { fetch, timeout: 30 }).completions.create(PROMPT);
    await expect(failure).rejects.toMatchObject({
      name: 'APITimeoutError',
      message: 'Request timed out: no answer came.',
    });
  });

  it('are retried like any connection error', async () => {
    let hits = 0;
    await using server = await httpServer(
      (_request, response) => void (++hits > 1 && response.end(JSON.stringify(COMPLETION))),
    );
    const client = clientOf(server.url, { timeout: 60, maxRetries: 1, random: () => 1 });
    expect(await client.completions.create(PROMPT)).toEqual(COMPLETION);
    expect(hits).toBe(2);
  });
});

describe('a dispatcher', () => {
  it("is used, without undici's own limits of five minutes", () => {
    const asked: object[] = [];
    const inner = { dispatch: (options: object) => asked.push(options) > 0 };
    observed(inner, () => {}).dispatch({ path: '/', headersTimeout: 300_000, bodyTimeout: 300_000 }, {});
    expect(asked).toEqual([{ path: '/', headersTimeout: 0, bodyTimeout: 0 }]);
  });

  it('may be a proxy', async () => {
    const tunnels: string[] = [];
    await using server = await httpServer((_request, response) => void response.end(JSON.stringify(COMPLETION)));
    await using proxy = await tcpServer((socket) => {
      socket.once('data', (head: Buffer) => {
        tunnels.push(head.toString().split(' ', 2).join(' '));
        const onward = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(onward).pipe(socket);
        });
        socket.on('close', () => onward.destroy());
        onward.on('error', () => socket.destroy());
      });
    });
    const dispatcher = new ProxyAgent(proxy.url);
    expect(await clientOf(server.url, { dispatcher }).completions.create(PROMPT)).toEqual(COMPLETION);
    expect(tunnels).toEqual([`CONNECT ${new URL(server.url).host}`]);
    await dispatcher.destroy();
  });

  it.skipIf(process.platform !== 'linux')('may have a local address', async () => {
    let from: string | undefined;
    await using server = await httpServer((request, response) => {
      from = request.socket.remoteAddress;
      response.end(JSON.stringify(COMPLETION));
    });
    const dispatcher = new Agent({ localAddress: '127.0.0.2' });
    await clientOf(server.url, { dispatcher }).completions.create(PROMPT);
    expect(from).toBe('127.0.0.2');
    await dispatcher.destroy();
  });

  it('may limit the connections', async () => {
    const sockets = new Set<net.Socket>();
    await using server = await httpServer((request, response) => {
      sockets.add(request.socket);
      response.end(JSON.stringify(COMPLETION));
    });
    const dispatcher = new Agent({ connections: 1 });
    const client = clientOf(server.url, { dispatcher });
    await Promise.all([1, 2, 3, 4].map(() => client.completions.create(PROMPT)));
    expect(sockets.size).toBe(1);
    await dispatcher.destroy();
  });

  it('is left open when the client closes, for it is not its own', async () => {
    await using server = await httpServer((_request, response) => void response.end(JSON.stringify(COMPLETION)));
    const dispatcher = new Agent();
    const client = clientOf(server.url, { dispatcher });
    await client.completions.create(PROMPT);
    await client.close();
    expect([dispatcher.closed, dispatcher.destroyed]).toEqual([false, false]);
    await dispatcher.destroy();
  });
});

describe('a replaced fetch', () => {
  it('gets what fetch gets', async () => {
    const { fetch, asked } = fakeFetch(json(COMPLETION));
    await clientOf('http://h/base/', { fetch }).completions.create(PROMPT);
    expect(asked[0]).toMatchObject({ method: 'POST', url: new URL('http://h/base/model/anthropic.claude-v2/invoke') });
  });
});
