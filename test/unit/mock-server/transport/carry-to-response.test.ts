import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../src/mock-server/exchange.ts';
import { carryToResponse } from '../../../../src/mock-server/transport/index.ts';
import { answer, DATE, Report, stream } from './support.ts';

const begin = async (played: Answer, signal?: AbortSignal) => {
  const report = new Report();
  return { report, response: await carryToResponse(played, report, signal && { signal }) };
};

describe('carryToResponse', () => {
  test('gives status, headers and body', async () => {
    const { response, report } = await begin(answer('{"a":1}', { status: 429 }));
    expect(response.status).toBe(429);
    expect([...response.headers]).toEqual([
      ['connection', 'keep-alive'],
      ['content-length', '7'],
      ['date', DATE],
    ]);
    expect(await response.json()).toEqual({ a: 1 });
    expect([report.wrotes, report.outcomes]).toEqual([[0], ['complete']]);
  });

  test.each([204, 304])('gives no body with %d', async (status) => {
    const { response, report } = await begin(answer('', { status, headers: [] }));
    expect([response.status, response.body, report.outcomes]).toEqual([status, null, ['complete']]);
  });

  test('streams one chunk for each write', async () => {
    const { response, report } = await begin(
      stream(
        [
          [0, 'a'],
          [2, 'b'],
          [4, 'c'],
        ],
        { headAt: 1 },
      ),
    );
    const chunks: string[] = [];
    for await (const chunk of response.body!) chunks.push(Buffer.from(chunk).toString());
    expect(chunks).toEqual(['a', 'b', 'c']);
    expect(report.outcomes).toEqual(['complete']);
  });

  test('hands out bytes of its own', async () => {
    const bytes = Buffer.from('kept');
    const { response } = await begin(answer('', { headers: [], writes: [{ at: 0, bytes }] }));
    const { value } = await response.body!.getReader().read();
    value!.fill(0);
    expect(bytes.toString()).toBe('kept');
  });

  test('waits for a reader', async () => {
    const { response, report } = await begin(
      stream([
        [0, 'x'.repeat(100_000)],
        [0, 'y'],
      ]),
    );
    expect(report.wrotes).toEqual([0]);
    expect((await response.text()).length).toBe(100_001);
    expect([report.wrotes, report.outcomes]).toEqual([[0, 1], ['complete']]);
  });

  test.each([
    ['cut', 'UND_ERR_SOCKET'],
    ['reset', 'ECONNRESET'],
  ] as const)('%s fails the body after everything before has been read', async (ending, code) => {
    const { response, report } = await begin(
      stream(
        [
          [0, 'a'],
          [0, 'b'],
        ],
        { ending },
      ),
    );
    const reader = response.body!.getReader();
    for (const text of ['a', 'b']) expect(Buffer.from((await reader.read()).value).toString()).toBe(text);
    await expect(reader.read()).rejects.toMatchObject({ name: 'TypeError', message: 'terminated', cause: { code } });
    expect(report.outcomes).toEqual(['complete']);
  });

  test.each(['cut', 'reset'] as const)('%s waits for those who read on behalf of others', async (ending) => {
    const { response } = await begin(
      stream(
        [
          [0, 'a'],
          [0, 'b'],
        ],
        { ending },
      ),
    );
    const [one, other] = response.body!.tee();
    void other.cancel();
    const reader = one.getReader();
    for (const text of ['a', 'b']) expect(Buffer.from((await reader.read()).value).toString()).toBe(text);
    await expect(reader.read()).rejects.toThrow('terminated');
  });

  test.each(['cut', 'reset'] as const)('%s before the head rejects', async (ending) => {
    const report = new Report();
    const played = carryToResponse(stream([], { ending, headAt: 1, endAt: 0 }), report);
    await expect(played).rejects.toThrow(TypeError);
    expect(report.outcomes).toEqual(['complete']);
  });

  test('tells that the reader left', async () => {
    const { response, report } = await begin(stream([[0, 'a']], { ending: 'stall' }));
    await response.body!.cancel();
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test.each([
    ['before the head', { headAt: 3_600_000 }],
    ['in the body', {}],
  ])('an abort %s is the end, with its reason', async (_, more) => {
    const controller = new AbortController();
    const report = new Report();
    const played = carryToResponse(
      stream(
        [
          [0, 'a'],
          [3_600_000, 'b'],
        ],
        more,
      ),
      report,
      controller,
    );
    const text = played.then((response) => response.text());
    queueMicrotask(() => controller.abort(new Error('enough')));
    await expect(text).rejects.toThrow('enough');
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test('an abort is heard though nobody else holds the request', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const controller = new AbortController();
    const played = stream([[0, 'a']], { ending: 'stall' });
    const report = new Report();
    const { body } = await carryToResponse(played, report, new Request('http://a/', controller));
    await setImmediate();
    collect();
    controller.abort(new Error('enough'));
    await expect(new Response(body).text()).rejects.toThrow('enough');
  });

  test('an abort beforehand rejects and carries nothing', async () => {
    const report = new Report();
    await expect(carryToResponse(answer('x'), report, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
    expect([report.wrotes, report.outcomes]).toEqual([[], ['client-gone']]);
  });

  test.each([0, 5])('rejects a head that cannot be sent, due at %d', async (headAt) => {
    const bad = answer('x', { headers: ['x-bad', 'line\nbreak'], headAt });
    await expect(carryToResponse(bad, new Report())).rejects.toThrow(TypeError);
  });
});
