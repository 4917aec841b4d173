import { once } from 'node:events';
import { connect } from 'node:http2';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as fc from 'fast-check';
import { createPort, readBody, type BodyOutcome, type Port } from '../../../../src/mock-server/transport/index.ts';
import { drained, rawClient } from './support.ts';

const LIMIT = 100_000;

/** A port that answers with how many bytes the body had, or why it had none. */
async function reader(): Promise<{
  number: number;
  port: Port;
  outcomes: BodyOutcome[];
  next: () => Promise<BodyOutcome>;
}> {
  const outcomes: BodyOutcome[] = [];
  const waiting: ((outcome: BodyOutcome) => void)[] = [];
  const port = createPort((incoming, outgoing) => {
    readBody(incoming, LIMIT, (outcome) => {
      outcomes.push(outcome);
      waiting.shift()?.(outcome);
      if (outcome.kind !== 'aborted')
        outgoing.end(outcome.kind === 'complete' ? String(outcome.body.length) : outcome.kind);
    });
  });
  onTestFinished(() => port.close());
  const { port: number } = await port.listen({ port: 0, host: '127.0.0.1' });
  return { number, port, outcomes, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

describe('readBody', () => {
  test.each([0, 1, 65_536, LIMIT])('gives the %d bytes of a body, over HTTP/1.1 and HTTP/2', async (size) => {
    const { number, outcomes } = await reader();
    const body = Buffer.from(Array.from({ length: size }, (_, i) => i & 255));
    await fetch(`http://127.0.0.1:${number}/`, { method: 'POST', body });
    const client = connect(`http://127.0.0.1:${number}`);
    onTestFinished(() => client.destroy());
    await client.request({ ':method': 'POST' }).end(body).toArray();
    expect(outcomes.map((outcome) => outcome.kind === 'complete' && outcome.body.equals(body))).toEqual([true, true]);
  });

  test('gives an empty body where none is sent', async () => {
    const { number, outcomes } = await reader();
    await fetch(`http://127.0.0.1:${number}/`);
    const client = connect(`http://127.0.0.1:${number}`);
    onTestFinished(() => client.destroy());
    await client.request({ ':path': '/' }).toArray();
    const empty = { kind: 'complete', body: Buffer.alloc(0) };
    expect(outcomes).toEqual([empty, empty]);
  });

  test('puts chunks together, wherever they are cut', async () => {
    const { number, outcomes } = await reader();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 10 }), async (chunks) => {
        const client = rawClient(
          number,
          'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
        );
        for (const chunk of chunks) {
          client.socket.write(
            Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
          );
        }
        client.socket.write('0\r\n\r\n');
        await client.closed;
        expect(outcomes.pop()).toEqual({ kind: 'complete', body: Buffer.concat(chunks) });
      }),
      { seed: 7357, numRuns: 30 },
    );
  });

  test('stops at the limit, lets the client finish and keeps the connection', async () => {
    const { number, outcomes } = await reader();
    const head = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    const client = rawClient(number, head(3_000_000));
    client.socket.write(Buffer.alloc(3_000_000));
    await client.until((text) => text.includes('too-large'));
    client.socket.write(`${head(2)}ok`);
    await client.until((text) => text.includes('\r\n\r\n2') || text.endsWith('1\r\n2\r\n0\r\n\r\n'));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['too-large', 'complete']);
  });

  test('stops at the limit over HTTP/2', async () => {
    const { number, outcomes } = await reader();
    const client = connect(`http://127.0.0.1:${number}`);
    onTestFinished(() => client.destroy());
    const sent = client.request({ ':method': 'POST' }).end(Buffer.alloc(3_000_000));
    expect(String((await sent.toArray())[0])).toBe('too-large');
    expect(outcomes.map(({ kind }) => kind)).toEqual(['too-large']);
  });

  test('says once that a client left in the middle of its body', async () => {
    const { number, port, outcomes, next } = await reader();
    const first = next();
    const client = rawClient(number, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
    await once(client.socket, 'connect');
    client.socket.end();
    expect(await first).toEqual({ kind: 'aborted' });
    await drained(port);
    const second = next();
    const session = connect(`http://127.0.0.1:${number}`);
    session.on('error', () => {});
    const sent = session.request({ ':method': 'POST' });
    sent.on('error', () => {}).write('half', () => sent.close(8));
    expect(await second).toEqual({ kind: 'aborted' });
    session.destroy();
    await drained(port);
    expect(outcomes).toEqual([{ kind: 'aborted' }, { kind: 'aborted' }]);
  });
});
