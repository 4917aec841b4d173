import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DATA, END_STREAM, frame, framesUntil, GET_FIELDS, headers, http2ByHand, PREFACE, SETTINGS } from './frames.ts';
import { answer, CHUNKED, DATE, drained, rawClient, stage, stream } from './support.ts';

function session(port: number): ClientHttp2Session {
  const client = connect(`http://127.0.0.1:${port}`);
  client.on('error', () => {});
  onTestFinished(() => client.destroy());
  return client;
}

async function exchange(client: ClientHttp2Session, fields: Record<string, string>, body?: string | Buffer) {
  const sent = client.request(fields).end(body);
  const [head] = (await once(sent, 'response')) as [Record<string, unknown>];
  return { head, body: Buffer.concat(await sent.toArray()).toString() };
}

describe('an answer over HTTP/2', () => {
  test('has lower-case names and nothing that belongs to the connection', async () => {
    const all = [...CHUNKED, 'X-Amzn-RequestId', 'id', 'Keep-Alive', 'timeout=5', 'Set-Cookie', 'a', 'set-cookie', 'b'];
    const { number } = await stage(() => answer('ok', { headers: all }));
    const { head, body } = await exchange(session(number), { ':path': '/' });
    expect(Object.entries(head)).toEqual([
      [':status', 200],
      ['date', DATE],
      ['x-amzn-requestid', 'id'],
      ['set-cookie', ['a', 'b']],
    ]);
    expect(body).toBe('ok');
  });

  test('gets no date of Node', async () => {
    const { number } = await stage(() => answer('', { status: 404, headers: [] }));
    expect(Object.keys((await exchange(session(number), {})).head)).toEqual([':status']);
  });

  test('is a frame of headers, one of data that ends the stream, and no more', async () => {
    const { number, next } = await stage(() => answer('hello'));
    const served = next();
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    const frames = await framesUntil(client, ({ flags }) => (flags & END_STREAM) !== 0);
    expect(frames.slice(1).map(({ type, flags, payload }) => [type, flags, payload.toString()])).toEqual([
      [DATA, END_STREAM, 'hello'],
    ]);
    expect(await (await served).report.over).toBe('complete');
  });

  test('sends what is due at another moment in another frame', async () => {
    const { number } = await stage(() =>
      stream([
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ]),
    );
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    const frames = await framesUntil(client, ({ flags, type }) => type === DATA && flags === END_STREAM);
    expect(frames.slice(1).map(({ payload }) => payload.toString())).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['HEAD', 200],
    ['GET', 204],
  ])('has no body after %s with %d', async (method, status) => {
    const { number, next } = await stage(() =>
      stream(
        [
          [0, 'a'],
          [1, 'b'],
        ],
        { status },
      ),
    );
    const served = next();
    const { head, body } = await exchange(session(number), { ':method': method });
    expect([head[':status'], body]).toEqual([status, '']);
    expect(await (await served).report.over).toBe('complete');
  });

  test('waits for a client whose window is full', async () => {
    const parts = Array.from({ length: 8 }, (_, i) => [i, String(i).repeat(100_000)] as const);
    const { number, next } = await stage(() => stream(parts));
    const served = next();
    const sent = session(number).request({ ':path': '/' });
    await once(sent, 'response');
    const { report } = await served;
    expect(report.wrotes.length).toBeLessThan(8);
    expect(Buffer.concat(await sent.toArray()).toString()).toBe(parts.map(([, text]) => text).join(''));
    expect(await report.over).toBe('complete');
    expect(report.wrotes).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('a connection of HTTP/2', () => {
  test('carries a hundred requests at once', async () => {
    const { number, served, port } = await stage(({ target, body }) =>
      stream([
        [0, target],
        [5, `=${String(body)}`],
      ]),
    );
    const client = session(number);
    const bodies = Array.from({ length: 100 }, (_, i) =>
      exchange(client, { ':path': `/${i}`, ':method': 'POST' }, `body ${i}`).then(({ body }) => body),
    );
    expect(await Promise.all(bodies)).toEqual(Array.from({ length: 100 }, (_, i) => `/${i}=body ${i}`));
    expect(port.connections()).toBe(1);
    expect(served.map(({ report }) => report.outcomes)).toEqual(Array.from({ length: 100 }, () => ['complete']));
  });

  test('keeps the target and the pseudo-headers as they were sent', async () => {
    const { number, served } = await stage(() => answer('ok'));
    const fields = [
      ...GET_FIELDS.slice(0, 2),
      [':path', '/model/a%3Ab%2Fc/../%E0%A4%A?x=%20+'],
      [':authority', 'h:1'],
    ] as const;
    const client = http2ByHand(number, headers(1, [...fields, ['x-one', '1'], ['x-two', '2'], ['x-one', '3']]));
    await framesUntil(client, ({ type }) => type === DATA);
    expect(served[0]?.request).toEqual({
      protocol: 'HTTP/2.0',
      method: 'GET',
      target: '/model/a%3Ab%2Fc/../%E0%A4%A?x=%20+',
      rawHeaders: [...fields.flat(), 'x-one', '1', 'x-two', '2', 'x-one', '3'],
      body: Buffer.alloc(0),
    });
  });

  test('takes a body of 20 MB', async () => {
    const { number } = await stage(({ body }) => answer(String(body.length)));
    const { body } = await exchange(session(number), { ':method': 'POST' }, Buffer.alloc(20_000_000));
    expect(body).toBe('20000000');
  });

  test('tells an answer that its client reset the stream, and serves the next', async () => {
    const { number, next } = await stage(({ target }) =>
      target === '/first'
        ? stream([
            [0, 'a'],
            [3_600_000, 'b'],
          ])
        : answer('ok'),
    );
    const served = next();
    const client = session(number);
    const first = client.request({ ':path': '/first' });
    await once(first, 'data');
    first.close(8);
    expect(await (await served).report.over).toBe('client-gone');
    expect((await exchange(client, { ':path': '/second' })).body).toBe('ok');
  });

  test('tells an answer that its client vanished before all was sent', async () => {
    const { number, next, port } = await stage(() => answer('x'.repeat(5_000_000)));
    const served = next();
    const client = session(number);
    await once(client.request({ ':path': '/' }), 'response');
    client.destroy();
    expect(await (await served).report.over).toBe('client-gone');
    await drained(port);
  });

  test('ends with a client that closes its side', async () => {
    const { number, port } = await stage(() => answer('ok'));
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    await framesUntil(client, ({ type }) => type === DATA);
    client.socket.end();
    await client.closed;
    await drained(port);
  });

  test('is recognised from a preface that arrives byte by byte', async () => {
    const { number } = await stage(() => answer('ok'));
    const client = rawClient(number);
    client.socket.setNoDelay(true);
    await once(client.socket, 'connect');
    for (const byte of Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), headers(1, GET_FIELDS)])) {
      await new Promise((resolve) => client.socket.write(Buffer.from([byte]), resolve));
    }
    const frames = await framesUntil(client, ({ type }) => type === DATA);
    expect(frames.at(-1)?.payload.toString()).toBe('ok');
  });
});
