import { expect, test } from 'vitest';
import { differences, traitsOf } from '../../../../src/conformance/live/traits.ts';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { see, type SeenAnswer } from '../../../../src/conformance/server/seen.ts';

function seen(status: number, headers: readonly (readonly [string, string])[], body: string | Buffer): SeenAnswer {
  const request = { http: 'http1', method: 'POST', target: '/', headers: [], body: Buffer.alloc(0) } as const;
  const pieces = [{ at: 0, bytes: Buffer.from(body as string) }];
  const answer = { status, headers, pieces, ending: 'end', endAt: 1 } as const;
  return see({ operation: 'ConverseStream', request, answer, begunAt: 0 });
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

const event = (type: string, payload: unknown) =>
  encodeFrame({
    headers: [
      { name: ':message-type', type: 'string', value: 'event' },
      { name: ':event-type', type: 'string', value: type },
    ],
    payload: { text: JSON.stringify(payload) },
  });

test('of a body: the form, without words, numbers and ids', () => {
  const one = traitsOf(
    seen(
      200,
      [JSON_TYPE, ['x-amzn-RequestId', 'a']],
      '{"usage":{"n":1},"content":[{"text":"a"},{"text":"b"}],"none":[]}',
    ),
  );
  expect(one).toMatchObject({
    status: '200',
    contentType: 'application/json',
    error: '(none)',
    headers: ['x-amzn-requestid'],
    members: ['content[].text: string', 'none: empty list', 'usage.n: number'],
  });
  const other = traitsOf(
    seen(200, [JSON_TYPE, ['X-Amzn-Requestid', 'b']], '{"content":[{"text":""}],"none":[],"usage":{"n":7}}'),
  );
  expect(differences([one], [other])).toEqual([]);
});

test('of an error: type and words, not its times, checksums and keys left out', () => {
  const at = (time: string, sum: string, key: string) => {
    const body = JSON.stringify({ message: `Expired: ${time} of '${sum}' ${key}` });
    return traitsOf(seen(403, [JSON_TYPE, ['x-amzn-errortype', 'X:http://y/']], body));
  };
  const one = at('20261121T120000Z', 'ab'.repeat(32), '*****');
  expect(one).toMatchObject({ error: 'X', message: "Expired: #T#Z of '#' #" });
  expect(differences([one], [at('20261122T130000Z', 'cd'.repeat(32), '********')])).toEqual([]);
});

test('of a stream: the order of its events, and the members of each, inside chunks too', () => {
  const delta = { delta: { text: 'x' } };
  const stream = [event('messageStart', { role: 'assistant' }), event('d', delta), event('d', delta), event('end', {})];
  expect(traitsOf(seen(200, [], Buffer.concat(stream)))).toMatchObject({
    events: 'messageStart, d, end',
    members: ['d.delta.text: string', 'end: empty object', 'messageStart.role: string'],
  });
  const chunk = (inner: unknown) => event('chunk', { bytes: Buffer.from(JSON.stringify(inner)).toString('base64') });
  const chunks = [chunk({ type: 'message_start', n: 1 }), chunk({ messageStop: { stopReason: 'x' } })];
  expect(traitsOf(seen(200, [], Buffer.concat(chunks)))).toMatchObject({
    events: 'chunk message_start, chunk messageStop',
    members: [
      'chunk messageStop.messageStop.stopReason: string',
      'chunk message_start.n: number',
      'chunk message_start.type: string',
    ],
  });
});

test('differences say what either has more of', () => {
  const service = traitsOf(seen(200, [JSON_TYPE], '{"a":1,"b":"x"}'));
  const double = traitsOf(seen(200, [JSON_TYPE], '{"a":"1"}'));
  expect(differences([service], [double])).toEqual([
    { answer: 0, trait: 'members', service: 'also a: number, b: string', double: 'also a: string' },
  ]);
});
