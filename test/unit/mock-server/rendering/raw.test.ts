import { expect, test } from 'vitest';
import type { RawSpec } from '../../../../src/fixtures/scenario.ts';
import { schedule } from '../../../../src/mock-server/faults/schedule.ts';
import { renderRaw } from '../../../../src/mock-server/rendering/raw.ts';

const HEAD = { date: 'Sat, 21 Nov 2026 00:00:00 GMT', requestId: 'r-1' };

function answerOf(raw: RawSpec) {
  const { headers, ...answer } = schedule(renderRaw(raw, HEAD), undefined, () => 0.5);
  return { ...answer, writes: answer.writes.map(({ at, bytes }) => [at, Buffer.from(bytes).toString()]), headers };
}

test('writes are due when they say, and no length is announced', () => {
  const answer = answerOf({
    writes: [{ body: 'a' }, { at: 0.5, body: { base64: 'Yg==' } }, { at: 20, body: { c: 1 } }],
  });
  expect(answer).toMatchObject({ status: 200, headAt: 0, endAt: 20, ending: 'end' });
  expect(answer.writes).toEqual([
    [0, 'a'],
    [0.5, 'b'],
    [20, '{"c":1}'],
  ]);
  expect(answer.headers).not.toContain('Content-Length');
});

test('headers of the scenario replace those of the same name', () => {
  const { headers } = answerOf({ writes: [], headers: { 'content-type': 'text/plain', 'x-more': '1' } });
  expect(headers.filter((text) => /content-type/i.test(text))).toEqual(['content-type']);
  expect(headers.slice(-4)).toEqual(['content-type', 'text/plain', 'x-more', '1']);
});

test('a body in one piece goes with its length', () => {
  const { headers, writes } = answerOf({ status: 503, body: 'oh no' });
  expect(headers[headers.indexOf('Content-Length') + 1]).toBe('5');
  expect(writes).toEqual([[0, 'oh no']]);
});

test('a list of headers is the whole head, in which a name alone has the value of the server', () => {
  const { headers } = answerOf({
    body: 'abc',
    headers: [
      ['x-amzn-RequestId'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['date'],
      ['x-none'],
      ['content-length'],
    ],
  });
  expect(headers).toEqual(
    'x-amzn-RequestId r-1 Set-Cookie a=1 Set-Cookie b=2'.split(' ').concat('date', HEAD.date, 'content-length', '3'),
  );
});
