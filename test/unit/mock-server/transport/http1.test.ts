import { describe, expect, onTestFinished, test } from 'vitest';
import { carryToSocket, createPort } from '../../../../src/mock-server/transport/index.ts';
import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { answer, DATE, drained, GET, post, rawClient, Report, stage, stream } from './support.ts';

describe('an answer over HTTP/1.1', () => {
  test('has the headers in the order and case given, and none besides', async () => {
    const headers = [
      'Date',
      DATE,
      'Content-Type',
      'application/json',
      'Content-Length',
      '2',
      'Connection',
      'keep-alive',
    ];
    const { number } = await stage(() => answer('{}', { headers: [...headers, 'x-amzn-RequestId', 'id'] }));
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.endsWith('{}'))).toBe(
      `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n` +
        'Connection: keep-alive\r\nx-amzn-RequestId: id\r\n\r\n{}',
    );
  });

  test('gets no Connection, Date or Transfer-Encoding of Node where it names none', async () => {
    const { number } = await stage(() => answer('ok', { headers: ['Content-Length', '2'] }));
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.endsWith('ok'))).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  });

  test.each([256, 4_096, 4_097, 20_000])('carries every byte value unchanged in a body of %i bytes', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i % 256);
    const headers = ['Content-Length', String(length)];
    const { number } = await stage(() => answer('', { headers, writes: [{ at: 0, bytes }] }));
    const client = rawClient(number, GET);
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
    await client.until((text) => text.length === head.length + length);
    expect(client.received.subarray(head.length).equals(bytes)).toBe(true);
  });

  test('without a length ends with the connection', async () => {
    const { number } = await stage(() => answer('ok', { headers: [] }));
    const client = rawClient(number, GET);
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe('HTTP/1.1 200 OK\r\n\r\nok');
  });

  test('is chunked once where its headers say so, one chunk for each write', async () => {
    const { number, next } = await stage(() =>
      stream([
        [0, 'one'],
        [0, 'two!'],
      ]),
    );
    const served = next();
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.endsWith('0\r\n\r\n'))).toBe(
      `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n` +
        '3\r\none\r\n4\r\ntwo!\r\n0\r\n\r\n',
    );
    const { report } = await served;
    expect(report.wrotes).toEqual([0, 1]);
    expect(report.outcomes).toEqual(['complete']);
  });

  test('has no chunk for a write without bytes, which would end it', async () => {
    const { number } = await stage(() =>
      stream([
        [0, 'a'],
        [0, ''],
        [5, ''],
        [5, 'b'],
        [5, ''],
      ]),
    );
    const client = rawClient(number, GET);
    await client.until((text) => text.endsWith('0\r\n\r\n'));
    expect(client.text.slice(client.text.indexOf('\r\n\r\n') + 4)).toBe('1\r\na\r\n1\r\nb\r\n0\r\n\r\n');
  });

  test('may contradict its own length', async () => {
    const { number } = await stage(() =>
      answer('', { headers: ['Content-Length', '9'], ending: 'cut', writes: [{ at: 0, bytes: Buffer.from('four') }] }),
    );
    const client = rawClient(number, GET);
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour');
  });

  test.each([
    ['a client that asks for it', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a client of HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ])('closes for %s and says so', async (_, request) => {
    const { number } = await stage(() => answer('ok'));
    const client = rawClient(number, request);
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe(`HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`);
  });

  test('is not chunked for HTTP/1.0', async () => {
    const { number } = await stage(() =>
      stream([
        [0, 'one'],
        [0, 'two'],
      ]),
    );
    const client = rawClient(number, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe(`HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nConnection: close\r\n\r\nonetwo`);
  });

  test('closes where its own headers say so', async () => {
    const headers = ['Content-Length', '2', 'Connection', 'close'];
    const { number } = await stage(() => answer('no', { status: 403, headers }));
    const client = rawClient(number, GET);
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
  });

  test('has no body after HEAD', async () => {
    const { number, next } = await stage(() => answer('body'));
    const served = next();
    const client = rawClient(number, 'HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe(`HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 4\r\nConnection: close\r\n\r\n`);
    expect(await (await served).report.over).toBe('complete');
  });

  test.each([0, 5])(
    'throws to its maker what cannot be sent, due at %d, and leaves the answer to it',
    async (headAt) => {
      const bad = answer('x', { headers: ['x-bad', 'line\nbreak'], headAt });
      const thrown: unknown[] = [];
      const port = createPort((_, outgoing) => {
        try {
          carryToSocket(bad, outgoing, new Report());
        } catch (error) {
          thrown.push((error as NodeJS.ErrnoException).code);
          outgoing.writeHead(500);
          outgoing.end();
        }
      });
      onTestFinished(() => port.close());
      const { port: number } = await port.listen({ port: 0, host: '127.0.0.1' });
      expect((await fetch(`http://127.0.0.1:${number}/`)).status).toBe(500);
      expect(thrown).toEqual(['ERR_INVALID_CHAR']);
    },
  );

  test('tells that its client vanished before all was sent', async () => {
    const { number, next, port } = await stage(() => answer('x'.repeat(30_000_000)));
    const served = next();
    const client = rawClient(number, GET);
    await client.until((text) => text.includes('x'));
    client.socket.destroy();
    expect(await (await served).report.over).toBe('client-gone');
    await drained(port);
  });
});

describe('a connection of HTTP/1.1', () => {
  test('serves one request after another', async () => {
    const { number, served, port } = await stage(({ target, body }) => answer(`${target}=${String(body)}`));
    const client = rawClient(number, post('/1', 'a'));
    await client.until((text) => text.endsWith('/1=a'));
    client.socket.write(post('/2', 'b'));
    await client.until((text) => text.endsWith('/2=b'));
    expect(served.map(({ request }) => request.target)).toEqual(['/1', '/2']);
    expect(port.connections()).toBe(1);
  });

  test('answers a pipeline in its order, however late the first answer', async () => {
    const { number, served } = await stage(({ target }) =>
      target === '/slow'
        ? stream([
            [0, 'a'],
            [30, 'b'],
          ])
        : stream([[0, target]]),
    );
    const client = rawClient(number, post('/slow', '1') + post('/x', '2') + post('/y', '3'));
    await client.until((text) => text.split('0\r\n\r\n').length === 4);
    const head = `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n`;
    expect(client.text).toBe(
      `${head}1\r\na\r\n1\r\nb\r\n0\r\n\r\n${head}2\r\n/x\r\n0\r\n\r\n${head}2\r\n/y\r\n0\r\n\r\n`,
    );
    expect(served.map(({ report }) => report.outcomes)).toEqual([['complete'], ['complete'], ['complete']]);
  });

  test('tells every answer of a pipeline that its client is gone', async () => {
    const { number, served, next } = await stage(() => stream([], { ending: 'stall' }));
    const all = [next(), next(), next()];
    const client = rawClient(number, post('/1', '') + post('/2', '') + post('/3', ''));
    const reports = (await Promise.all(all)).map(({ report }) => report.over);
    client.socket.destroy();
    expect(await Promise.all(reports)).toEqual(['client-gone', 'client-gone', 'client-gone']);
    expect(served.map(({ report }) => report.outcomes.length)).toEqual([1, 1, 1]);
  });

  test.each([
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['a malformed header', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['a malformed chunk', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', 400],
  ])('answers %s and closes', async (_, bytes, status) => {
    const { number, port } = await stage(() => answer('ok'));
    const client = rawClient(number, bytes);
    expect(await client.until((text) => text.includes('\r\n\r\n'))).toMatch(`HTTP/1.1 ${status} `);
    client.socket.end();
    expect(await client.closed).toBeUndefined();
    await drained(port);
  });

  test('puts no error into the middle of an answer', async () => {
    const { number, next } = await stage(() => stream([[0, 'begun']], { ending: 'stall' }));
    const served = next();
    const client = rawClient(number, GET);
    await client.until((text) => text.endsWith('begun\r\n'));
    client.socket.write('nonsense\r\n\r\n');
    await client.closed;
    expect(client.text.split('HTTP/1.1 ').length).toBe(2);
    expect((await served).report.outcomes).toEqual(['client-gone']);
  });

  test("keeps connections of Node's agent", async () => {
    const { number, port } = await stage(({ body }) => answer(String(body.length)));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const size of [1, 70_000, 3_000_000]) {
      const sent = request({ port: number, host: '127.0.0.1', method: 'POST', agent }).end(Buffer.alloc(size));
      const [response] = await once(sent, 'response');
      expect(String((await response.toArray())[0])).toBe(String(size));
    }
    expect(port.connections()).toBe(1);
    agent.destroy();
  });

  test('answers 100 Continue before the body', async () => {
    const { number } = await stage(({ body }) => answer(body.toString()));
    const client = rawClient(number, 'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
    await client.until((text) => text === 'HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.write('ok');
    await client.until((text) => text.endsWith('\r\n\r\nok'));
  });
});
