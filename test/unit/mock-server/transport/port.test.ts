import { once } from 'node:events';
import { connect as connect2 } from 'node:http2';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPort, type PortOptions } from '../../../../src/mock-server/transport/index.ts';
import {
  frame,
  framesUntil,
  GET_FIELDS,
  GOAWAY,
  headers,
  http2ByHand,
  PREFACE,
  readFrames,
  SETTINGS,
} from './frames.ts';
import { answer, drained, GET, rawClient, stage, stream } from './support.ts';

const LOOPBACK = { port: 0, host: '127.0.0.1' };

describe('one port', () => {
  test('serves fetch, HTTP/2 and bare sockets side by side', async () => {
    const { number, served, port } = await stage(({ protocol }) => answer(protocol));
    const client = connect2(`http://127.0.0.1:${number}`);
    onTestFinished(() => client.destroy());
    const raw = rawClient(number, GET);
    const [overHttp2, overFetch] = await Promise.all([
      client.request({ ':path': '/' }).toArray(),
      fetch(`http://127.0.0.1:${number}/`).then((response) => response.text()),
      raw.until((text) => text.endsWith('HTTP/1.1')),
    ]);
    expect([String(overHttp2[0]), overFetch]).toEqual(['HTTP/2.0', 'HTTP/1.1']);
    expect(served.map(({ request }) => request.protocol).sort()).toEqual(['HTTP/1.1', 'HTTP/1.1', 'HTTP/2.0']);
    expect(port.connections()).toBe(3);
  });

  test.each(['POST', 'PUT', 'PATCH', 'PROPFIND', 'GET'])('reads %s that arrives byte by byte', async (method) => {
    const { number, served } = await stage(() => answer('ok'));
    const client = rawClient(number);
    client.socket.setNoDelay(true);
    for (const byte of Buffer.from(`${method} /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n!`)) {
      await new Promise((resolve) => client.socket.write(Buffer.from([byte]), resolve));
    }
    await client.until((text) => text.endsWith('ok'));
    expect(served.map(({ request }) => [request.method, request.body.toString()])).toEqual([[method, '!']]);
  });

  test('closes a connection that stays silent', async () => {
    const { number, port } = await stage(() => answer('ok'), { silentMs: 20 });
    const silent = rawClient(number);
    const undecided = rawClient(number, 'PR');
    expect(await Promise.all([silent.closed, undecided.closed])).toEqual([undefined, undefined]);
    await drained(port);
  });

  test('has no more to say about silence once it knows the protocol', async () => {
    const { number } = await stage(
      () =>
        stream([
          [0, 'a'],
          [80, 'b'],
        ]),
      { silentMs: 20 },
    );
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.endsWith('0\r\n\r\n'))).toContain('1\r\na\r\n1\r\nb\r\n');
  });

  test('closes a connection that says PR and ends', async () => {
    const { number, port } = await stage(() => answer('ok'));
    const client = rawClient(number, 'PR');
    client.socket.end();
    await client.closed;
    await drained(port);
  });

  test('closes an HTTP/2 connection that says its preface and no more', async () => {
    const { number, port } = await stage(() => answer('ok'), { keepAliveMs: 20 });
    const client = rawClient(number, 'PRI * HTTP/2.0\r\n');
    await client.closed;
    await drained(port);
  });

  test('lets an idle HTTP/2 session go, and an open stream live', async () => {
    const { number, next } = await stage(() => stream([[0, 'a']], { ending: 'stall' }), { keepAliveMs: 20 });
    const served = next();
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    await client.until(() => readFrames(client.received).some(({ type }) => type === GOAWAY));
    expect((await served).report.outcomes).toEqual([]);
  });
});

describe('listen', () => {
  test('tells where it listens', async () => {
    const port = createPort(() => {});
    onTestFinished(() => port.close());
    const address = await port.listen(LOOPBACK);
    expect(address).toEqual({ host: '127.0.0.1', family: 'IPv4', port: expect.any(Number) });
    expect(address.port).toBeGreaterThan(0);
  });

  test('rejects a port in use with EADDRINUSE', async () => {
    const { number } = await stage(() => answer('ok'));
    await expect(createPort(() => {}).listen({ port: number, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port: number,
      address: '127.0.0.1',
    });
  });

  test.each([
    ['an address of another machine', '192.0.2.1', 0, 'EADDRNOTAVAIL'],
    ['a name that is none', 'no.such.host.invalid', 0, /^(ENOTFOUND|EAI_AGAIN)$/],
    ['a port out of range', '127.0.0.1', 70_000, 'ERR_SOCKET_BAD_PORT'],
  ])('rejects %s with the original code', async (_, host, port, code) => {
    const expected = typeof code === 'string' ? code : expect.stringMatching(code);
    await expect(createPort(() => {}).listen({ port, host })).rejects.toMatchObject({ code: expected });
  });

  test('may be tried again after it failed', async () => {
    const { number } = await stage(() => answer('ok'));
    const port = createPort(() => {});
    onTestFinished(() => port.close());
    await expect(port.listen({ port: number, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await port.listen(LOOPBACK)).family).toBe('IPv4');
  });

  test('rejects after close', async () => {
    const port = createPort(() => {});
    await port.close();
    await expect(port.listen(LOOPBACK)).rejects.toThrow('This port was closed; make a new one.');
  });
});

describe('close', () => {
  /** Fails where the port is still taken. */
  async function bindAgain(number: number): Promise<void> {
    const other = createServer().listen(number, '127.0.0.1');
    await once(other, 'listening');
    await new Promise((resolve) => other.close(resolve));
  }
  const NEVER: PortOptions = { graceMs: 3_600_000 };
  const AT_ONCE: PortOptions = { graceMs: 0 };

  test('is one promise, resolved when the port is free', async () => {
    const { port, number } = await stage(() => answer('ok'));
    expect(port.close()).toBe(port.close());
    await port.close();
    await bindAgain(number);
  });

  test('does nothing to a port that never listened', async () => {
    await expect(createPort(() => {}).close()).resolves.toBeUndefined();
  });

  test('closes idle connections at once, whatever they speak', async () => {
    const { port, number } = await stage(() => answer('ok'), NEVER);
    const silent = rawClient(number);
    const http1 = rawClient(number, GET);
    const http2 = http2ByHand(number, headers(1, GET_FIELDS));
    await Promise.all([once(silent.socket, 'connect'), http1.until((text) => text.endsWith('ok'))]);
    await framesUntil(http2, ({ payload }) => payload.toString() === 'ok');
    await port.close();
    expect(await Promise.all([silent.closed, http1.closed, http2.closed])).toEqual([undefined, undefined, undefined]);
    expect(port.connections()).toBe(0);
    await bindAgain(number);
  });

  test('lets answers under way end, then closes their connections', async () => {
    const { port, number, next } = await stage(
      () =>
        stream([
          [0, 'a'],
          [50, 'b'],
        ]),
      NEVER,
    );
    const reports = [next(), next()];
    const http1 = rawClient(number, GET);
    const http2 = http2ByHand(number, headers(1, GET_FIELDS));
    const running = (await Promise.all(reports)).map(({ report }) => report);
    expect(running.map(({ outcomes }) => outcomes)).toEqual([[], []]);
    await port.close();
    expect(running.map(({ outcomes }) => outcomes)).toEqual([['complete'], ['complete']]);
    await Promise.all([http1.closed, http2.closed]);
    expect(http1.text.endsWith('1\r\na\r\n1\r\nb\r\n0\r\n\r\n')).toBe(true);
    const data = readFrames(http2.received).filter(({ type, stream }) => type === 0 && stream === 1);
    expect(data.map(({ payload }) => payload.toString())).toEqual(['a', 'b']);
  });

  test('accepts nobody any more', async () => {
    const { port, number } = await stage(
      () =>
        stream([
          [0, 'a'],
          [50, 'b'],
        ]),
      NEVER,
    );
    const open = rawClient(number, GET);
    await open.until((text) => text.includes('a\r\n'));
    const closing = port.close();
    const late = rawClient(number, GET);
    expect(await late.closed).toBe('ECONNREFUSED');
    await closing;
  });

  test('destroys what is left after the grace period, and says so', async () => {
    const { port, number, next } = await stage(() => stream([[0, 'a']], { ending: 'stall' }), AT_ONCE);
    const reports = [next(), next(), next()];
    const http1 = rawClient(number, GET + GET);
    const http2 = http2ByHand(number, headers(1, GET_FIELDS));
    const running = await Promise.all(reports);
    await port.close();
    expect(running.map(({ report }) => report.outcomes)).toEqual([['shut-down'], ['shut-down'], ['shut-down']]);
    await Promise.all([http1.closed, http2.closed]);
    await bindAgain(number);
  });

  test('does not wait for a request that never becomes complete', async () => {
    const { port, number, served } = await stage(() => answer('ok'), AT_ONCE);
    const client = rawClient(number, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
    await once(client.socket, 'connect');
    while (port.connections() === 0) await new Promise((resolve) => setImmediate(resolve));
    await port.close();
    await client.closed;
    expect(served).toEqual([]);
  });

  test('frees a thousand stalled streams of both protocols', async () => {
    const { port, number, served } = await stage(() => stream([[0, 'a']], { ending: 'stall' }), AT_ONCE);
    const first = { 1: (text: string) => text.includes('a\r\n') };
    const http1 = Array.from({ length: 500 }, () => rawClient(number, GET));
    await Promise.all(http1.map((client) => client.until(first[1])));
    const http2 = connect2(`http://127.0.0.1:${number}`);
    http2.on('error', () => {});
    const streams = Array.from({ length: 500 }, () => http2.request({ ':path': '/' }).on('error', () => {}));
    await Promise.all(streams.map((sent) => once(sent, 'data')));
    expect(port.connections()).toBe(501);
    await port.close();
    expect(port.connections()).toBe(0);
    expect(served.map(({ report }) => report.outcomes)).toEqual(Array.from({ length: 1000 }, () => ['shut-down']));
    await bindAgain(number);
  });

  test('serves a request that was half here, and closes its connection', async () => {
    const { port, number } = await stage(() => answer('ok'), NEVER);
    const client = rawClient(number, 'GET / HTTP/1.1\r\nHost: ');
    while (port.connections() === 0) await new Promise((resolve) => setImmediate(resolve));
    // A whole exchange on another connection: by then the half request has been read.
    const other = rawClient(number, GET);
    await other.until((text) => text.endsWith('ok'));
    const closing = port.close();
    client.socket.write('x\r\n\r\n');
    await client.closed;
    expect(client.text.endsWith('ok')).toBe(true);
    await closing;
  });

  test('does not wait for a client of HTTP/2 that keeps its side open', async () => {
    const { port, number } = await stage(() => answer('ok'), NEVER);
    const request = Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), headers(1, GET_FIELDS)]);
    const client = rawClient(number, request, true);
    await framesUntil(client, ({ payload }) => payload.toString() === 'ok');
    await port.close();
    expect(port.connections()).toBe(0);
  });
});

describe('misuse', () => {
  test('a TLS handshake on a cleartext port is closed, with the cure', async () => {
    const reasons: string[] = [];
    const { number, port } = await stage(() => answer('ok'), { onMisuse: (reason) => reasons.push(reason) });
    await expect(fetch(`https://127.0.0.1:${number}/`)).rejects.toThrow('fetch failed');
    expect(reasons).toEqual([
      'A client began a TLS handshake, but this port speaks cleartext HTTP: use an endpoint with http://, ' +
        'or start the server with --tls.',
    ]);
    await drained(port);
  });
});
