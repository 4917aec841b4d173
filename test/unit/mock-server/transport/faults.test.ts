import { request } from 'node:http';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Answer, Ending } from '../../../../src/mock-server/exchange.ts';
import {
  DATA,
  frame,
  type Frame,
  WINDOW_UPDATE,
  END_STREAM,
  framesUntil,
  GET_FIELDS,
  headers,
  HEADERS,
  http2ByHand,
  readFrames,
  RST_STREAM,
} from './frames.ts';
import { DATE, drained, GET, rawClient, stage, stream } from './support.ts';

const HEAD = `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n`;
/** The window of a stream until the client widens it (RFC 9113, 6.9.2). */
const FIRST_WINDOW = 65_535;
const CANCEL = 8;
const INTERNAL_ERROR = 2;

/** Two writes at different moments, then `ending`. */
const broken = (ending: Ending): Answer =>
  stream(
    [
      [0, 'one'],
      [1, 'two'],
    ],
    { ending },
  );
/** The fault alone: it is due before the head. */
const headless = (ending: Ending): Answer => stream([], { ending, headAt: 1, endAt: 0 });
/** More than the buffers of two sockets hold. */
const LARGE = 'x'.repeat(30_000_000);

describe('over HTTP/1.1', () => {
  test('cut closes in the middle of the chunks, after everything written', async () => {
    const { number, next, port } = await stage(() => broken('cut'));
    const served = next();
    const client = rawClient(number, GET);
    expect(await client.closed).toBeUndefined();
    expect(client.text).toBe(`${HEAD}3\r\none\r\n3\r\ntwo\r\n`);
    expect((await served).report.outcomes).toEqual(['complete']);
    expect(port.connections()).toBe(0);
  });

  test('reset is a RST, after everything written', async () => {
    const { number, next, port } = await stage(() => broken('reset'));
    const served = next();
    const client = rawClient(number, GET);
    expect(await client.closed).toBe('ECONNRESET');
    expect(client.text).toBe(`${HEAD}3\r\none\r\n3\r\ntwo\r\n`);
    expect((await served).report.outcomes).toEqual(['complete']);
    await drained(port);
  });

  test.each([
    ['cut', undefined],
    ['reset', 'ECONNRESET'],
  ] as const)('%s before the head sends no byte', async (ending, code) => {
    const { number, next } = await stage(() => headless(ending));
    const served = next();
    const client = rawClient(number, GET);
    expect(await client.closed).toBe(code);
    expect(client.text).toBe('');
    const { report } = await served;
    expect([report.wrotes, report.outcomes]).toEqual([[], ['complete']]);
  });

  test.each(['cut', 'reset'] as const)('%s at once after the head sends the head', async (ending) => {
    const { number } = await stage(() => stream([], { ending }));
    const client = rawClient(number, GET);
    await client.closed;
    expect(client.text).toBe(HEAD);
  });

  test('stall sends what was due and then nothing until the client leaves', async () => {
    const { number, next } = await stage(() => broken('stall'));
    const served = next();
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.includes('two'))).toBe(`${HEAD}3\r\none\r\n3\r\ntwo\r\n`);
    const { report } = await served;
    expect(report.outcomes).toEqual([]);
    client.socket.destroy();
    expect(await report.over).toBe('client-gone');
    expect(client.text).toBe(`${HEAD}3\r\none\r\n3\r\ntwo\r\n`);
  });

  test('stall with nothing written still sends the head', async () => {
    const { number } = await stage(() => stream([], { ending: 'stall' }));
    const client = rawClient(number, GET);
    expect(await client.until((text) => text.endsWith('\r\n\r\n'))).toBe(HEAD);
  });

  test.each(['cut', 'reset'] as const)('%s waits until a slow reader has everything', async (ending) => {
    const { number, next } = await stage(() => stream([[0, LARGE]], { ending }));
    const served = next();
    const client = rawClient(number, GET);
    client.socket.pause();
    const { report } = await served;
    expect([report.wrotes, report.outcomes]).toEqual([[0], []]);
    client.socket.resume();
    expect(await report.over).toBe('complete');
    await client.closed;
    // A RST overtakes what the kernel has not sent yet; a FIN does not.
    expect(client.received.length).toBeGreaterThan(ending === 'cut' ? LARGE.length : 0);
  });

  test.each(['cut', 'reset'] as const)('%s spares the answers before it in a pipeline', async (ending) => {
    const { number } = await stage(({ target }) =>
      target === '/1'
        ? stream([
            [0, 'a'],
            [20, 'b'],
          ])
        : broken(ending),
    );
    const client = rawClient(number, 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.closed;
    expect(client.text).toBe(`${HEAD}1\r\na\r\n1\r\nb\r\n0\r\n\r\n${HEAD}3\r\none\r\n3\r\ntwo\r\n`);
  });

  test("is what Node's client calls an aborted response", async () => {
    const { number } = await stage(() => broken('cut'));
    const [response] = await once(request({ port: number, host: '127.0.0.1' }).end(), 'response');
    await expect(response.toArray()).rejects.toMatchObject({ code: 'ECONNRESET', message: 'aborted' });
  });
});

describe('over HTTP/2', () => {
  test.each([
    ['cut', CANCEL],
    ['reset', INTERNAL_ERROR],
  ] as const)('%s is a RST_STREAM with code %d and no END_STREAM', async (ending, code) => {
    const { number, next } = await stage(() => broken(ending));
    const served = next();
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    const frames = await framesUntil(client, ({ type }) => type === RST_STREAM);
    expect(frames.map(({ type, flags }) => [type, flags & END_STREAM])).toEqual([
      [HEADERS, 0],
      [DATA, 0],
      [DATA, 0],
      [RST_STREAM, 0],
    ]);
    expect(frames.map(({ payload }) => payload.toString('latin1')).slice(1, 3)).toEqual(['one', 'two']);
    expect(frames[3]?.payload.readUInt32BE()).toBe(code);
    expect(await (await served).report.over).toBe('complete');
  });

  test.each([
    ['cut', CANCEL],
    ['reset', INTERNAL_ERROR],
  ] as const)('%s before the head is a RST_STREAM alone', async (ending, code) => {
    const { number } = await stage(() => headless(ending));
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    const frames = await framesUntil(client, ({ type }) => type === RST_STREAM);
    expect(frames.map(({ type, payload }) => [type, payload.readUInt32BE()])).toEqual([[RST_STREAM, code]]);
  });

  test.each(['cut', 'reset'] as const)('%s waits until the window let everything pass', async (ending) => {
    const [long, short] = ['y'.repeat(65_000), 'z'.repeat(600)];
    const { number, next } = await stage(() =>
      stream(
        [
          [0, long],
          [5, short],
          [5, short],
        ],
        { ending },
      ),
    );
    const served = next();
    const client = http2ByHand(number, headers(1, GET_FIELDS));
    const dataOf = (frames: Frame[]) =>
      Buffer.concat(frames.filter(({ type }) => type === DATA).map(({ payload }) => payload));
    const first = () => dataOf(readFrames(client.received).filter(({ stream }) => stream === 1));
    await client.until(() => first().length === FIRST_WINDOW);
    expect((await served).report.outcomes).toEqual([]);
    const more = Buffer.from([0, 1, 0, 0]);
    client.socket.write(Buffer.concat([frame(WINDOW_UPDATE, 0, 0, more), frame(WINDOW_UPDATE, 0, 1, more)]));
    const frames = await framesUntil(client, ({ type }) => type === RST_STREAM);
    expect(dataOf(frames).toString()).toBe(long + short + short);
  });

  test('stall leaves the stream open, and the others unharmed', async () => {
    const { number, next } = await stage(({ target }) => (target === '/' ? broken('stall') : stream([[0, 'ok']])));
    const served = next();
    const other = GET_FIELDS.map(([name, value]) => [name, name === ':path' ? '/other' : value] as const);
    const client = http2ByHand(number, headers(1, GET_FIELDS), headers(3, other));
    await client.until(() =>
      readFrames(client.received).some(({ stream, flags }) => stream === 3 && flags === END_STREAM),
    );
    const frames = await framesUntil(client, ({ payload }) => payload.toString() === 'two');
    expect(frames.map(({ type, flags }) => [type, flags & END_STREAM])).toEqual([
      [HEADERS, 0],
      [DATA, 0],
      [DATA, 0],
    ]);
    const { report } = await served;
    expect(report.outcomes).toEqual([]);
    client.socket.destroy();
    expect(await report.over).toBe('client-gone');
  });
});
