import { describe, expect, it } from 'vitest';
import { retryDelay, shouldRetry } from '../../../src/client/retry.ts';

const NOW = Date.parse('Wed, 21 Oct 2015 07:28:00 GMT');

function delay(headers: Record<string, string>, tries = 1, random = 0): number {
  return retryDelay({ tries, headers: new Headers(headers), now: NOW, random });
}

describe('the pause before a retry', () => {
  // The table of anthropic-bedrock's own test (`parse_retry_after_header`): what the header says, and the milliseconds.
  it.each([
    ['20', 20_000],
    ['0', 500],
    ['-10', 500],
    ['60', 60_000],
    ['61', 500],
    ['99999999999999999999999999999999999', 500],
    ['Zun, 29 Sep 2000 12:26:27 GMT', 500],
    ['', 500],
    ['Wed, 21 Oct 2015 07:28:20 GMT', 20_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 500],
    ['Wed, 21 Oct 2015 07:27:50 GMT', 500],
    ['Wed, 21 Oct 2015 07:29:00 GMT', 60_000],
    ['Wed, 21 Oct 2015 07:29:01 GMT', 500],
  ])('obeys retry-after: %j with %d ms', (header, expected) => {
    expect(delay({ 'retry-after': header })).toBe(expected);
  });

  it('takes retry-after-ms before retry-after', () => {
    expect(delay({ 'retry-after-ms': '30', 'retry-after': '20' })).toBe(30);
  });

  it('falls back on retry-after where retry-after-ms is no number', () => {
    expect(delay({ 'retry-after-ms': 'soon', 'retry-after': '20' })).toBe(20_000);
  });

  it('doubles from half a second up to eight', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((tries) => delay({}, tries))).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('takes off up to a quarter at random', () => {
    expect(delay({}, 1, 1)).toBe(375);
  });
});

describe('what is worth another try', () => {
  it.each([
    [400, false],
    [403, false],
    [404, false],
    [408, true],
    [409, true],
    [422, false],
    [424, false],
    [429, true],
    [500, true],
    [503, true],
    [529, true],
  ])('status %d: %s', (status, expected) => {
    expect(shouldRetry({ status, headers: new Headers() })).toBe(expected);
  });

  it.each([
    [400, 'true', true],
    [500, 'false', false],
    [500, 'perhaps', true],
  ])('status %d with x-should-retry %s: %s', (status, wish, expected) => {
    expect(shouldRetry({ status, headers: new Headers({ 'x-should-retry': wish }) })).toBe(expected);
  });
});
