import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../src/client/clock.ts';

const NOW = Date.parse('2026-11-21T04:00:00Z');
const date = (minutes: number) => new Headers({ date: new Date(NOW + minutes * 60_000).toUTCString() });

describe("the server's clock", () => {
  it.each([10, -10, 2])('is followed where it is %d minutes off', (minutes) => {
    const clock = new ServerClock(() => NOW);
    expect([clock.learn(date(minutes)), clock.now()]).toEqual([true, NOW + minutes * 60_000]);
  });

  it.each([0, 1, -1])('is not, where it is %d minutes off', (minutes) => {
    const clock = new ServerClock(() => NOW);
    expect([clock.learn(date(minutes)), clock.now()]).toEqual([false, NOW]);
  });

  it('once followed changes no more', () => {
    const clock = new ServerClock(() => NOW);
    expect([clock.learn(date(10)), clock.learn(date(10))]).toEqual([true, false]);
  });

  it.each([
    ['none', new Headers()],
    ['nonsense', new Headers({ date: 'yesterday' })],
    ["a cache's", new Headers({ date: new Date(0).toUTCString(), age: '7' })],
  ])('is not learnt from a date that is %s', (_what, headers) => {
    expect(new ServerClock(() => NOW).learn(headers)).toBe(false);
  });
});
