import { describe, expect, test } from 'vitest';
import { splitTarget } from '../../../../src/mock-server/auth/canonical-path.ts';
import { canonicalQuery } from '../../../../src/mock-server/auth/canonical-query.ts';
import { escapeComponent, escapePath, unescapeBytes } from '../../../../src/mock-server/auth/escaping.ts';
import { headerLines, headerValue } from '../../../../src/mock-server/auth/header-lines.ts';
import { basicTimestamp, readTimestamp } from '../../../../src/mock-server/auth/timestamps.ts';

describe('a target is taken apart where it is', () => {
  test.each([
    ['/a/b', { path: '/a/b', query: '' }],
    ['/a?b=c?d', { path: '/a', query: 'b=c?d' }],
    ['?b', { path: '/', query: 'b' }],
    ['', { path: '/', query: '' }],
    ['http://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke?x', { path: '/model/m/invoke', query: 'x' }],
    ['HTTPS://127.0.0.1:7357', { path: '/', query: '' }],
    ['/http://x/y', { path: '/http://x/y', query: '' }],
  ])('%s', (target, parts) => expect(splitTarget(target)).toEqual(parts));
});

describe('a query is decoded, encoded and sorted', () => {
  test.each([
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1&a=10', 'a=1&a=10&a=2'],
    ['Param-3=x&Param=y', 'Param=y&Param-3=x'],
    ['a_=1&aB=1&ab=1', 'aB=1&a_=1&ab=1'],
    ['flag&empty=', 'empty=&flag='],
    ['a=b=c', 'a=b%3Dc'],
    ['a=%2f%7E', 'a=%2F~'],
    ["a=!'()*", 'a=%21%27%28%29%2A'],
    ['a=%zz&b=%2', 'a=%25zz&b=%252'],
    ['&&a=1&', 'a=1'],
    ['=x', ''],
    ['X-Amz-Signature=abc&a=1', 'a=1'],
  ])('%s', (query, canonical) => {
    expect(canonicalQuery(query, { plus: ' ', without: ['X-Amz-Signature'] })).toBe(canonical);
  });

  test('a plus is a space in one reading and itself in the other', () => {
    expect(canonicalQuery('a+b=c+d', { plus: ' ', without: [] })).toBe('a%20b=c%20d');
    expect(canonicalQuery('a+b=c+d', { plus: '+', without: [] })).toBe('a%2Bb=c%2Bd');
  });
});

describe('escaping', () => {
  test('keeps the unreserved characters of RFC 3986 and no other', () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
    const kept = escapeComponent(all).replace(/%[0-9A-F]{2}/g, '');
    expect(kept).toBe('-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~');
    expect(unescapeBytes(escapeComponent(all))).toBe(all);
    expect(escapePath('/a b/%2F/é')).toBe('/a%20b/%252F/%E9');
  });

  test('takes characters that no byte holds for UTF-8', () => {
    expect(escapeComponent('ሴ')).toBe('%E1%88%B4');
    expect(escapeComponent('é😀')).toBe('%C3%A9%F0%9F%98%80');
  });
});

test('headers are found whatever the case, repeated ones joined', () => {
  const lines = headerLines(['Host', 'h', 'My-Header', 'a', 'host2', 'x', 'my-header', 'b']);
  expect(headerValue(lines, 'host')).toBe('h');
  expect(headerValue(lines, 'my-header')).toBe('a,b');
  expect(headerValue(lines, 'a')).toBeUndefined();
});

describe('timestamps', () => {
  const time = Date.UTC(2015, 7, 30, 12, 36, 0);

  test.each(['20150830T123600Z', 'Sun, 30 Aug 2015 12:36:00 GMT'])('%s', (text) => {
    expect(readTimestamp(text)).toEqual({ time, basic: '20150830T123600Z' });
  });

  test.each([
    '20150830T123600',
    '20151330T123600Z',
    '20150832T123600Z',
    '20150830T243600Z',
    '20150830T126000Z',
    '20150830T123660Z',
    '2015-08-30T12:36:00Z',
    '1440938160',
    'Sun, 99 Aug 2015 12:36:00 GMT',
    '',
  ])('«%s» is none', (text) => expect(readTimestamp(text)).toBeUndefined());

  test('are written as they are read', () => expect(basicTimestamp(time)).toBe('20150830T123600Z'));
});
