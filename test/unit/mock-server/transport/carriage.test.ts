import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as fc from 'fast-check';
import type { Answer, Ending } from '../../../../src/mock-server/exchange.ts';
import { carry } from '../../../../src/mock-server/transport/carriage.ts';
import type { Run, Sink, SinkListener } from '../../../../src/mock-server/transport/sink.ts';
import { Report, stream } from './support.ts';

/** A sink that writes down what it is told, and when. */
class Notes implements Sink {
  readonly lines: string[] = [];
  gone = false;
  sent = false;
  shutDown = false;
  full = false;
  listener: SinkListener | undefined;
  private readonly start = performance.now();

  head(status: number): void {
    this.note(`head ${status}`);
  }
  flushHead(): void {
    this.note('flush');
  }
  write(run: Run): boolean {
    for (const { bytes } of run) this.note(`write ${Buffer.from(bytes).toString()}`);
    return !this.full;
  }
  end(run?: Run): void {
    const last = run?.at(-1);
    if (run && run.length > 1) this.write(run.slice(0, -1));
    this.note(last ? `end ${Buffer.from(last.bytes).toString()}` : 'end');
    this.sent = true;
  }
  breakOff(how: 'cut' | 'reset', done: () => void): void {
    this.note(how);
    done();
  }
  abandon(): void {
    this.note('abandon');
  }
  watch(listener: SinkListener): void {
    this.listener = listener;
  }
  private note(line: string): void {
    this.lines.push(`${performance.now() - this.start} ${line}`);
  }
}

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

function begin(answer: Answer, notes = new Notes()) {
  const report = new Report();
  return { notes, report, carriage: carry(answer, notes, report, () => performance.now()) };
}

describe('carry', () => {
  test('does everything that is due at once before it returns', () => {
    const { notes, report } = begin(
      stream([
        [0, 'a'],
        [0, 'b'],
      ]),
    );
    expect(notes.lines).toEqual(['0 head 200', '0 write a', '0 end b']);
    expect([report.wrotes, report.outcomes]).toEqual([[0, 1], ['complete']]);
    expect(notes.listener).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keeps to absolute moments', () => {
    const { notes, report } = begin(
      stream(
        [
          [100, 'a'],
          [100, 'b'],
          [250, 'c'],
        ],
        { headAt: 40, endAt: 300 },
      ),
    );
    vi.advanceTimersByTime(10_000);
    expect(notes.lines).toEqual(['40 head 200', '40 flush', '100 write a', '100 write b', '250 write c', '300 end']);
    expect([report.wrotes, report.outcomes]).toEqual([[0, 1, 2], ['complete']]);
  });

  test('has one timer at most', () => {
    begin(
      stream([
        [10, 'a'],
        [20, 'b'],
        [30, 'c'],
      ]),
    );
    for (const left of [1, 1, 1, 0]) {
      expect(vi.getTimerCount()).toBe(left);
      vi.advanceTimersByTime(10);
    }
  });

  test('catches up when it is late, one moment after the other', () => {
    const { notes } = begin(
      stream([
        [10, 'a'],
        [20, 'b'],
        [20, 'c'],
        [100, 'd'],
      ]),
    );
    vi.setSystemTime(0);
    const late = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 50);
    vi.advanceTimersToNextTimer();
    expect(notes.lines.map((line) => line.replace(/^\S+ /, ''))).toEqual(['head 200', 'flush', 'write a']);
    vi.advanceTimersToNextTimer();
    expect(notes.lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'head 200',
      'flush',
      'write a',
      'write b',
      'write c',
    ]);
    late.mockRestore();
  });

  test('plays in order whatever the moments say', () => {
    const { notes } = begin(
      stream(
        [
          [20, 'a'],
          [10, 'b'],
        ],
        { endAt: 5 },
      ),
    );
    vi.advanceTimersByTime(100);
    expect(notes.lines).toEqual(['0 head 200', '0 flush', '20 write a', '20 end b']);
  });

  test('waits for the client to read, and not longer', () => {
    const notes = new Notes();
    notes.full = true;
    const { report } = begin(
      stream([
        [0, 'a'],
        [10, 'b'],
        [50, 'c'],
      ]),
      notes,
    );
    expect(notes.lines).toEqual(['0 head 200', '0 write a']);
    vi.advanceTimersByTime(60);
    notes.full = false;
    notes.listener!.drained();
    vi.advanceTimersToNextTimer();
    vi.advanceTimersToNextTimer();
    expect(notes.lines.slice(2).map((line) => line.replace(/^\S+ /, ''))).toEqual(['write b', 'end c']);
    expect(report.outcomes).toEqual(['complete']);
  });

  test('hands over no more at once than a socket takes', () => {
    const notes = new Notes();
    notes.full = true;
    const page = 'x'.repeat(6_000);
    const { report } = begin(stream(Array.from({ length: 7 }, () => [0, page] as const)), notes);
    expect([notes.lines.length, report.wrotes]).toEqual([1 + 3, [0, 1, 2]]);
    notes.listener!.drained();
    expect([notes.lines.length, report.wrotes]).toEqual([1 + 6, [0, 1, 2, 3, 4, 5]]);
    notes.listener!.drained();
    expect([notes.lines.at(-1), report.outcomes]).toEqual([`0 end ${page}`, ['complete']]);
  });

  test('goes on once, however often it is told of room', () => {
    const notes = new Notes();
    notes.full = true;
    begin(
      stream([
        [0, 'a'],
        [50, 'b'],
      ]),
      notes,
    );
    for (const _ of [1, 2, 3]) notes.listener!.drained();
    expect(vi.getTimerCount()).toBe(1);
  });

  test('takes no notice of room it did not wait for', () => {
    const { notes } = begin(
      stream([
        [10, 'a'],
        [20, 'b'],
      ]),
    );
    notes.listener!.drained();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(100);
    notes.listener!.drained();
    expect(notes.lines).toEqual(['0 head 200', '0 flush', '10 write a', '20 end b']);
  });

  test.each([
    ['client-gone', false],
    ['shut-down', true],
  ])('stops when the connection closes, and says %s once', (how, shutDown) => {
    const notes = new Notes();
    notes.shutDown = shutDown;
    const { report, carriage } = begin(
      stream([
        [0, 'a'],
        [10, 'b'],
      ]),
      notes,
    );
    notes.listener!.closed();
    notes.listener!.closed();
    carriage.abort();
    vi.advanceTimersByTime(100);
    expect(notes.lines).toEqual(['0 head 200', '0 write a']);
    expect([report.wrotes, report.outcomes, vi.getTimerCount()]).toEqual([[0], [how], 0]);
  });

  test('sends nothing to a client that is gone', () => {
    const notes = new Notes();
    notes.gone = true;
    const { report } = begin(stream([[0, 'a']]), notes);
    expect([notes.lines, report.outcomes]).toEqual([[], ['client-gone']]);
  });

  test('abort gives up at once and reports it', () => {
    const { notes, report, carriage } = begin(
      stream([
        [0, 'a'],
        [10, 'b'],
      ]),
    );
    carriage.abort();
    carriage.abort();
    vi.advanceTimersByTime(100);
    expect(notes.lines).toEqual(['0 head 200', '0 write a', '0 abandon']);
    expect([report.outcomes, vi.getTimerCount()]).toEqual([['shut-down'], 0]);
  });

  test('abort after the end changes nothing', () => {
    const { notes, report, carriage } = begin(stream([[0, 'a']]));
    carriage.abort();
    expect([notes.lines.at(-1), report.outcomes]).toEqual(['0 end a', ['complete']]);
  });

  test.each(['cut', 'reset', 'stall'] as Ending[])('%s due before the head replaces the answer', (ending) => {
    const { notes } = begin(stream([[0, 'a']], { ending, headAt: Infinity, endAt: 30 }));
    vi.advanceTimersByTime(100);
    expect(notes.lines).toEqual([{ cut: '30 cut', reset: '30 reset', stall: '30 flush', end: '' }[ending]]);
  });

  test('waits longer than one timer can', () => {
    const month = 31 * 24 * 3_600_000;
    const { notes, carriage } = begin(stream([[month, 'a']]));
    vi.advanceTimersByTime(month - 1);
    expect(notes.lines.filter((line) => line.includes('end'))).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(notes.lines.at(-1)).toBe(`${month} end a`);
    carriage.abort();
  });

  test('any schedule is kept: nothing early, nothing lost, everything in order, one outcome', () => {
    const moment = fc.nat(500);
    const ending = fc.constantFrom<Ending>('end', 'cut', 'reset');
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 20 }), moment, moment, ending, (ats, headAt, endAt, how) => {
        const parts = ats.map((at, index) => [at, String(index)] as const);
        const { notes, report } = begin(stream(parts, { headAt, endAt, ending: how }));
        vi.advanceTimersByTime(1000);
        const headless = how !== 'end' && endAt < headAt;
        const events = notes.lines.map((line) => line.split(' ')).filter(([, what]) => what !== 'flush');
        let reached = 0;
        const due = (at: number) => String((reached = Math.max(reached, at)));
        const moments = headless ? [due(endAt)] : [due(headAt), ...ats.map(due), due(endAt)];
        const merged = events.at(-1)?.length === 3 && events.at(-1)?.[1] === 'end';
        expect(events.map(([at]) => at)).toEqual(merged ? moments.slice(0, -1) : moments);
        expect(report.wrotes).toEqual(headless ? [] : ats.map((_, index) => index));
        expect(report.outcomes).toEqual(['complete']);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { seed: 7357 },
    );
  });
});
