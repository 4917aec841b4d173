import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveTimeouts, Watchdog } from '../../../src/client/timeouts.ts';
import type { Phase } from '../../../src/client/transport/transport.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(timeouts: Parameters<typeof resolveTimeouts>[0]) {
  const fired: Phase[] = [];
  return { fired, watchdog: new Watchdog(resolveTimeouts(timeouts), (phase) => fired.push(phase)) };
}

describe('timeouts', () => {
  it.each([
    [undefined, { connect: 600_000, write: 600_000, read: 600_000 }],
    [20_000, { connect: 20_000, write: 20_000, read: 20_000 }],
    [{ read: 5 }, { connect: 600_000, write: 600_000, read: 5 }],
    [
      { connect: 1, write: 2, read: 3 },
      { connect: 1, write: 2, read: 3 },
    ],
  ])('given as %j are %j', (given, resolved) => {
    expect(resolveTimeouts(given)).toEqual(resolved);
  });

  it.each(['connect', 'write', 'read'] as const)('hold for the phase %s', (phase) => {
    const { fired, watchdog } = watched({ connect: 10, write: 10, read: 10, [phase]: 5 });
    watchdog.enter(phase);
    vi.advanceTimersByTime(4);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual([phase]);
  });

  it('give a transport that has no phases the longest of them', () => {
    const { fired, watchdog } = watched({ connect: 1, write: 7, read: 3 });
    watchdog.enter('answer');
    vi.advanceTimersByTime(6);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(['answer']);
  });

  it('begin anew with each phase, and with each piece of a body', () => {
    const { fired, watchdog } = watched(10);
    for (const phase of ['connect', 'write', 'read', 'read', 'read'] as const) {
      watchdog.enter(phase);
      vi.advanceTimersByTime(9);
    }
    expect(fired).toEqual([]);
  });

  it('do not run while nothing is awaited', () => {
    const { fired, watchdog } = watched(10);
    watchdog.enter('read');
    watchdog.pause();
    vi.advanceTimersByTime(100);
    watchdog.enter('read');
    vi.advanceTimersByTime(9);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(['read']);
  });

  it('leave no timer behind', () => {
    const { watchdog } = watched(10);
    for (const phase of ['connect', 'write', 'read'] as const) watchdog.enter(phase);
    watchdog.pause();
    watchdog.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be longer for one phase than for the next', () => {
    const { fired, watchdog } = watched({ connect: 50, write: 5, read: 50 });
    watchdog.enter('connect');
    vi.advanceTimersByTime(40);
    watchdog.enter('write');
    vi.advanceTimersByTime(5);
    expect(fired).toEqual(['write']);
  });

  it('of Infinity never fire', () => {
    const { fired, watchdog } = watched(Infinity);
    watchdog.enter('read');
    expect(vi.getTimerCount()).toBe(0);
    expect(fired).toEqual([]);
  });
});
