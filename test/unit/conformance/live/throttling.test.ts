import { expect, test } from 'vitest';
import { SERVER_CASES } from '../../../../src/conformance/cases/server/index.ts';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import {
  ATTEMPTS,
  expectsThrottling,
  isThrottled,
  ThrottledError,
  waitOut,
} from '../../../../src/conformance/live/throttling.ts';
import { see, type SeenAnswer } from '../../../../src/conformance/server/seen.ts';

function answer(status: number, type?: string, body: Buffer = Buffer.alloc(0)): SeenAnswer {
  const request = { http: 'http1', method: 'POST', target: '/', headers: [], body: Buffer.alloc(0) } as const;
  const headers = type === undefined ? [] : ([['x-amzn-ErrorType', `${type}:http://internal.amazon.com/`]] as const);
  const full = { status, headers, pieces: [{ at: 0, bytes: body }], ending: 'end', endAt: 1 } as const;
  return see({ operation: 'ConverseStream', request, answer: full, begunAt: 0 });
}

const exception = (type: string) =>
  encodeFrame({
    headers: [
      { name: ':message-type', type: 'string', value: 'exception' },
      { name: ':exception-type', type: 'string', value: type },
    ],
    payload: { text: '{"message":"later"}' },
  });

test('429 and 503, their exceptions, and the same inside a stream say: later', () => {
  const later = [
    answer(429),
    answer(503),
    answer(400, 'ThrottlingException'),
    answer(429, 'ModelNotReadyException'),
    answer(200, undefined, exception('throttlingException')),
    answer(200, undefined, exception('serviceUnavailableException')),
  ];
  expect(later.map(isThrottled)).toEqual(later.map(() => true));
  const not = [
    answer(200),
    answer(500, 'InternalServerException'),
    answer(400, 'ValidationException'),
    answer(200, undefined, exception('modelStreamErrorException')),
  ];
  expect(not.map(isThrottled)).toEqual(not.map(() => false));
});

test('the cases that are about it are known, and none of them is tried live', () => {
  const about = SERVER_CASES.filter(expectsThrottling);
  expect(about.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['s/err-status-table', 's/err-throttle']));
  expect(new Set(about.map(({ live }) => live))).toEqual(new Set(['doubles-only']));
  const one = SERVER_CASES.find(({ slug }) => slug === 's/x-terminal');
  const inStream = { ...one!, expect: [{ is: 'exception', type: 'throttlingException', message: '' }] } as const;
  expect([expectsThrottling(one!), expectsThrottling(inStream)]).toEqual([false, true]);
});

/** A service that is throttled so often, and time that does not pass. */
function service(times: number) {
  const waits: number[] = [];
  let asked = 0;
  const exchange = async () => ((asked += 1) <= times ? answer(429, 'ThrottlingException') : answer(200));
  return { waits, exchange, asked: () => asked, sleep: async (ms: number) => void waits.push(ms) };
}

test('it waits any time up to a bound that doubles, from one second up to twenty', async () => {
  const { exchange, waits, sleep } = service(7);
  const draws = [0, 1, 0.5, 0.25, 1, 1, 0.999];
  const seen = await waitOut(exchange, { sleep, random: () => draws[waits.length] as number });
  expect(seen.answer.status).toBe(200);
  expect(waits).toEqual([0, 2_000, 2_000, 2_000, 16_000, 20_000, 19_980]);
});

test('it gives up after eight attempts', async () => {
  const { exchange, waits, sleep, asked } = service(99);
  const tried = waitOut(exchange, { sleep, random: () => 0.5 });
  await expect(tried).rejects.toThrow(ThrottledError);
  await expect(tried).rejects.toThrow('the service had no room: 429 ThrottlingException after 8 attempts');
  expect([asked(), waits.length]).toEqual([ATTEMPTS, ATTEMPTS - 1]);
});

test('it gives up at once where nothing may be sent again', async () => {
  const { exchange, waits, sleep } = service(99);
  await expect(waitOut(exchange, { sleep, random: () => 0.5, mayRetry: () => false })).rejects.toThrow(
    'after 1 attempt',
  );
  expect(waits).toEqual([]);
});

test.each([0, 500, 502])('what may be an accident (%i) is asked for three times, and then believed', async (status) => {
  const answers = [answer(status), answer(status), answer(200)];
  const waits: number[] = [];
  const means = { sleep: async (ms: number) => void waits.push(ms), random: () => 1 };
  expect((await waitOut(async () => answers.shift()!, means)).answer.status).toBe(200);
  expect(waits).toEqual([1_000, 2_000]);
  const always = await waitOut(async () => answer(status), means);
  expect([always.answer.status, waits.length]).toEqual([status, 4]);
  expect((await waitOut(async () => answer(status), { ...means, mayRetry: () => false })).answer.status).toBe(status);
  expect(waits).toHaveLength(4);
});

test('what was refused is believed at once', async () => {
  const { waits, sleep } = service(0);
  expect((await waitOut(async () => answer(403), { sleep, random: () => 1 })).answer.status).toBe(403);
  expect(waits).toEqual([]);
});
