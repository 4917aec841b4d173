import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../../../../src/mock-server/exchange.ts';
import { carryToReadable } from '../../../../src/mock-server/transport/index.ts';
import { answer, Report, stream } from './support.ts';

const AN_HOUR = 3_600_000;
const AB = [
  [0, 'a'],
  [0, 'b'],
] as const;

type Patience = Parameters<typeof carryToReadable>[2];

async function begin(played: Answer, patience?: Patience) {
  const report = new Report();
  return { report, response: await carryToReadable(played, report, patience) };
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk as Uint8Array).toString();
  return text;
}

/** What was read before the error, and the error. */
async function brokenOff(body: AsyncIterable<unknown>): Promise<[string, unknown]> {
  let text = '';
  try {
    for await (const chunk of body) text += Buffer.from(chunk as Uint8Array).toString();
  } catch (error) {
    return [text, error];
  }
  return [text, undefined];
}

describe('carryToReadable', () => {
  test('gives status, headers in lower case, and body', async () => {
    const headers = ['Content-Type', 'text/plain', 'X-Two', 'a', 'X-Two', 'b'];
    const { response, report } = await begin(answer('text', { status: 429, headers }));
    expect(response).toMatchObject({ statusCode: 429, headers: { 'content-type': 'text/plain', 'x-two': 'a,b' } });
    expect(await textOf(response.body)).toBe('text');
    expect([report.wrotes, report.outcomes]).toEqual([[0], ['complete']]);
  });

  test('streams each write in its time', async () => {
    const { response, report } = await begin(
      stream(
        [
          [2, 'a'],
          [4, 'b'],
        ],
        { headAt: 1 },
      ),
    );
    const chunks: string[] = [];
    for await (const chunk of response.body) chunks.push((chunk as Buffer).toString());
    expect(chunks).toEqual(['a', 'b']);
    expect(report.outcomes).toEqual(['complete']);
  });

  test('hands out bytes of its own', async () => {
    const bytes = Buffer.from('kept');
    const { response } = await begin(answer('', { headers: [], writes: [{ at: 0, bytes }] }));
    for await (const chunk of response.body) (chunk as Buffer).fill(0);
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
    expect((await textOf(response.body)).length).toBe(100_001);
    expect([report.wrotes, report.outcomes]).toEqual([[0, 1], ['complete']]);
  });

  test.each(['cut', 'reset'] as const)(
    '%s breaks the body off after everything before has been read',
    async (ending) => {
      const { response, report } = await begin(stream(AB, { ending }));
      expect(await brokenOff(response.body)).toEqual([
        'ab',
        expect.objectContaining({ message: 'aborted', code: 'ECONNRESET' }),
      ]);
      expect(report.outcomes).toEqual(['complete']);
    },
  );

  test('cut waits for a reader who flows, too', async () => {
    const { response } = await begin(stream(AB, { ending: 'cut' }));
    const chunks: Buffer[] = [];
    response.body.on('data', (chunk: Buffer) => chunks.push(chunk));
    const error = await new Promise((resolve) => response.body.once('error', resolve));
    expect([Buffer.concat(chunks).toString(), error]).toEqual(['ab', expect.objectContaining({ message: 'aborted' })]);
  });

  test('cut waits for a reader though there is nothing to read', async () => {
    const { response } = await begin(stream([], { ending: 'cut' }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(response.body.destroyed).toBe(false);
    expect(await brokenOff(response.body)).toEqual(['', expect.objectContaining({ message: 'aborted' })]);
  });

  test.each([
    ['cut', 'socket hang up'],
    ['reset', 'read ECONNRESET'],
  ] as const)('%s before the head rejects', async (ending, message) => {
    const report = new Report();
    const played = carryToReadable(stream([], { ending, headAt: 1, endAt: 0 }), report);
    await expect(played).rejects.toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET', message });
    expect(report.outcomes).toEqual(['complete']);
  });

  test('tells that the reader left', async () => {
    const { response, report } = await begin(stream([[0, 'a']], { ending: 'stall' }));
    for await (const _chunk of response.body) break;
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test.each([
    [new Error('enough'), 'Request aborted'],
    ['enough', 'enough'],
    [undefined, 'Request aborted'],
  ])('an abort before the head rejects, reason %s', async (reason, message) => {
    const controller = new AbortController();
    const report = new Report();
    const played = carryToReadable(answer('x', { headAt: AN_HOUR }), report, { signal: controller.signal });
    controller.abort(reason === undefined ? '' : reason);
    await expect(played).rejects.toMatchObject({ name: 'AbortError', message });
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test('an abort in the body breaks it off', async () => {
    const controller = new AbortController();
    const { response, report } = await begin(stream([[0, 'a']], { ending: 'stall' }), { signal: controller.signal });
    const read = brokenOff(response.body);
    setImmediate(() => controller.abort());
    expect(await read).toEqual(['a', expect.objectContaining({ message: 'aborted', code: 'ECONNRESET' })]);
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test('an abort in the body that nobody hears ends no process', async () => {
    const controller = new AbortController();
    const { response } = await begin(stream([[0, 'a']], { ending: 'stall' }), { signal: controller.signal });
    controller.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(response.body.destroyed).toBe(true);
  });

  test('the older signal of the SDK, which knows onabort alone, is heard', async () => {
    const signal = { aborted: false, onabort: null as unknown };
    const played = carryToReadable(answer('x', { headAt: AN_HOUR }), new Report(), { signal });
    (signal.onabort as () => void)();
    await expect(played).rejects.toMatchObject({ name: 'AbortError' });
    expect(signal.onabort).toBe(null);
  });

  test('an abort beforehand rejects and carries nothing', async () => {
    const report = new Report();
    await expect(carryToReadable(answer('x'), report, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect([report.wrotes, report.outcomes]).toEqual([[], ['client-gone']]);
  });
});

describe('timeouts of carryToReadable', () => {
  test('requestTimeout is for the head', async () => {
    vi.useFakeTimers();
    const played = carryToReadable(answer('x', { headAt: 1_000 }), new Report(), { requestTimeout: 999 });
    await Promise.all([
      expect(played).rejects.toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT' }),
      vi.advanceTimersByTimeAsync(999),
    ]);
    vi.useRealTimers();
  });

  test('requestTimeout is over with the head', async () => {
    vi.useFakeTimers();
    const { response } = await begin(stream([[0, 'a']], { ending: 'stall' }), { requestTimeout: 1_000 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(response.body.destroyed).toBe(false);
    response.body.destroy();
    vi.useRealTimers();
  });

  test('socketTimeout is for silence, in the body too', async () => {
    vi.useFakeTimers();
    const played = stream(
      [
        [800, 'a'],
        [1_600, 'b'],
      ],
      { ending: 'stall' },
    );
    const { response, report } = await begin(played, { socketTimeout: 1_000 });
    const read = brokenOff(response.body);
    await vi.advanceTimersByTimeAsync(2_599);
    expect(report.outcomes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    expect(await read).toEqual(['ab', expect.objectContaining({ name: 'TimeoutError' })]);
    expect(report.outcomes).toEqual(['client-gone']);
  });

  test('no timer is left of an answer that is over', async () => {
    vi.useFakeTimers();
    const patience = { requestTimeout: 1_000, socketTimeout: 1_000, signal: new AbortController().signal };
    const { response } = await begin(stream([[5, 'a']]), patience);
    const read = textOf(response.body);
    await vi.advanceTimersByTimeAsync(5);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    expect(await read).toBe('a');
  });

  test.each([0, 5])('rejects a head that cannot be sent, due at %d', async (headAt) => {
    const bad = answer('x', { headers: ['x-bad', 'line\nbreak'], headAt });
    await expect(carryToReadable(bad, new Report())).rejects.toThrow(TypeError);
  });
});
