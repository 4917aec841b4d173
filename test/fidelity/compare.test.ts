import { describe, expect, it } from 'vitest';
import { compare, type Difference } from './compare.ts';
import type { Played } from './play.ts';

const HEADERS = [
  ['Date', 'Mon, 10 Feb 2025 01:39:12 GMT'],
  ['Content-Type', 'application/json'],
  ['x-amzn-RequestId', '81039412-bc01-4c17-a89f-12534a3aca0a'],
] as const;

function said(body: string, headers: Played['headers'] = HEADERS): Played {
  return { status: 200, headers, body };
}

function streamed(payload: string, eventType = 'chunk'): Played {
  return {
    status: 200,
    headers: HEADERS,
    frames: [
      {
        headers: { ':event-type': eventType, ':message-type': 'event' },
        payload,
      },
    ],
  };
}

function chunk(text: string, p = 'abc'): Played {
  return streamed(`{"bytes":"${Buffer.from(text).toString('base64')}","p":"${p}"}`);
}

type Place = readonly [place: string, kind: Difference['kind']];

function places(recorded: Played, played: Played): Place[] {
  return compare(recorded, played).map(({ place, kind }) => [place, kind]);
}

describe('what counts as a difference', () => {
  it.each<[string, Played, Played, Place[]]>([
    ['a status', said('{}'), { ...said('{}'), status: 400 }, [['status', 'value']]],
    ['a member that is missing', said('{"a":1,"b":2}'), said('{"a":1}'), [['body.b', 'missing']]],
    ['a member that was not there', said('{"a":{}}'), said('{"a":{"b":1}}'), [['body.a.b', 'added']]],
    ['the order of members', said('{"a":1,"b":2}'), said('{"b":2,"a":1}'), [['body', 'order']]],
    ['a type', said('{"a":[null]}'), said('{"a":[0]}'), [['body.a[0]', 'type']]],
    ['a value', said('{"a":"x"}'), said('{"a":"y"}'), [['body.a', 'value']]],
    ['how a number is written', said('{"a":28.0}'), said('{"a":28}'), [['body.a', 'numeral']]],
    ['the length of a list', said('[1,2]'), said('[1]'), [['body', 'length']]],
    ['spaces, in either', said('{"a": 1}'), said('{"a":1}'), [['body', 'spacing']]],
    ['spaces, in the other', said('{"a":1}'), said('{"a":1 }'), [['body', 'spacing']]],
    ['escapes', said('"\\u2019"'), said('"’"'), [['body', 'escapes']]],
    [
      'an identifier of another form',
      said('{"id":"msg_01"}'),
      said(`{"id":"msg_bdrk_01${'A'.repeat(22)}"}`),
      [['body.id', 'value']],
    ],
    [
      'an identifier of one form',
      said(`{"id":"msg_bdrk_01${'B'.repeat(22)}"}`),
      said(`{"id":"msg_bdrk_01${'A'.repeat(22)}"}`),
      [],
    ],
    ['a stream that is none', chunk('{}'), said('{}'), [['body', 'value']]],
  ])('%s', (_, recorded, played, expected) => {
    expect(places(recorded, played)).toEqual(expected);
  });

  it.each<[string, Played['headers'], Place[]]>([
    ['values that tell time', [['Date', 'x'], HEADERS[1], ['x-amzn-RequestId', 'y']], []],
    ['a header that is missing', [HEADERS[0], HEADERS[1]], [['headers.x-amzn-requestid', 'missing']]],
    ['a header that was not there', [...HEADERS, ['Server', 'x']], [['headers.server', 'added']]],
    ['a value', [HEADERS[0], ['Content-Type', 'text/plain'], HEADERS[2]], [['headers.content-type', 'value']]],
    ['the order of headers', [HEADERS[1], HEADERS[0], HEADERS[2]], [['headers', 'order']]],
    ['the case of a name', [['date', ''], HEADERS[1], HEADERS[2]], [['headers.date', 'case']]],
    ['a header sent twice', [...HEADERS, HEADERS[1]], [['headers', 'twice']]],
  ])('among headers: %s', (_, headers, expected) => {
    expect(places(said('{}'), said('{}', headers))).toEqual(expected);
  });

  it.each<[string, Played['headers']]>([
    ['sorted them', [HEADERS[1], HEADERS[0], HEADERS[2]]],
    ['wrote them small', HEADERS.map(([name, value]): [string, string] => [name.toLowerCase(), value])],
    ['kept none', []],
  ])('not the order and case of headers where the recorder %s', (_, headers) => {
    expect(places(said('{}', headers), said('{}'))).toEqual([]);
  });

  it.each<[string, Played, Played, Place[]]>([
    ['the length of padding does not', chunk('{}', 'ab'), chunk('{}', 'abcdef'), []],
    ['padding of another alphabet', chunk('{}', 'ab'), chunk('{}', 'ba'), [['frames[0].p', 'value']]],
    ['padding too short', chunk('{}', 'ab'), chunk('{}', 'a'), [['frames[0].p', 'value']]],
    ['what is inside bytes', chunk('{"a":1}'), chunk('{"a":2}'), [['frames[0].bytes.a', 'value']]],
    [
      'base64 of another alphabet',
      streamed('{"bytes":"e30="}'),
      streamed('{"bytes":"e30"}'),
      [['frames[0].bytes', 'value']],
    ],
    [
      'the type of an event',
      streamed('{}', 'chunk'),
      streamed('{}', 'metadata'),
      [['frames[0].headers.:event-type', 'value']],
    ],
    ['how many events', streamed('{}'), { ...streamed('{}'), frames: [] }, [['frames', 'length']]],
  ])('in a stream: %s', (_, recorded, played, expected) => {
    expect(places(recorded, played)).toEqual(expected);
  });

  it('in a stream: the order of an event’s headers', () => {
    const frame = {
      headers: { ':message-type': 'event', ':event-type': 'chunk' },
      payload: '{}',
    };
    expect(places(streamed('{}'), { ...streamed('{}'), frames: [frame] })).toEqual([['frames[0].headers', 'order']]);
  });
});
