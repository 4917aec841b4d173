/** The schedule of an answer: what is due when, and what happens when the client is slow or leaves. */
import type { Answer, Ending, Progress } from '../exchange.ts';
import type { Run, Sink, SinkListener } from './sink.ts';

/** An answer on its way. */
export interface Carriage {
  /** Gives up: closes the connection or stream at once, reported as `shut-down` unless the answer was over. */
  abort(): void;
}

/**
 * Carries `answer` to `sink`: head, writes, ending, in this order, each as soon as its time has come. What is due at
 * the same moment goes out in one go; what is due later goes out apart, even when both are late. An ending other than
 * `end` that is due before the head (`endAt < headAt`) replaces the whole answer, so that a connection can be reset or
 * left hanging without a status.
 *
 * Times are absolute, counted from this call: timers chained relative to each other drift.
 *
 * @param now - milliseconds of a clock that never goes back
 * @throws what the sink throws at a head that cannot be sent, if the head is due at once
 */
export function carry(answer: Answer, sink: Sink, progress: Progress, now: () => number): Carriage {
  const journey = new Journey(answer, sink, progress, now);
  journey.begin();
  return journey;
}

/** The longest wait that one timer of Node can do, in milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** How many bytes of writes make a run full: as many as a socket of Node takes before it asks to wait. */
const FULL_RUN = 16_384;
/** The step before write 0; the step after the last write is the ending. */
const HEAD = -1;

class Journey implements Carriage, SinkListener {
  private readonly answer: Answer;
  private readonly sink: Sink;
  private readonly progress: Progress;
  private readonly now: () => number;
  private readonly start: number;
  private step: number;
  /** The moment being played: whatever is due by then may go out. */
  private moment = 0;
  private timeout: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  /** Whether the client has to read before the next step. */
  private blocked = false;
  private over = false;

  constructor(answer: Answer, sink: Sink, progress: Progress, now: () => number) {
    this.answer = answer;
    this.sink = sink;
    this.progress = progress;
    this.now = now;
    this.start = now();
    this.step = answer.ending !== 'end' && answer.endAt < answer.headAt ? answer.writes.length : HEAD;
  }

  begin(): void {
    if (this.sink.gone) return this.settle('client-gone');
    this.advance();
    if (!this.over) this.sink.watch(this);
  }

  abort(): void {
    if (this.over) return;
    this.settle('shut-down');
    this.sink.abandon();
  }

  drained(): void {
    if (this.over || !this.blocked) return;
    this.blocked = false;
    this.advance();
  }

  closed(): void {
    this.settle(this.sink.sent ? 'complete' : this.sink.shutDown ? 'shut-down' : 'client-gone');
  }

  private advance(): void {
    let ready = true;
    while (ready) ready = this.due() <= this.moment ? this.play() : this.wait();
  }

  private due(): number {
    const { answer, step } = this;
    return step === HEAD ? answer.headAt : (answer.writes[step]?.at ?? answer.endAt);
  }

  /** Plays the step that is due; returns whether the next may follow at once. */
  private play(): boolean {
    if (this.step === HEAD) return this.head();
    return this.step < this.answer.writes.length ? this.write() : this.end();
  }

  private head(): boolean {
    this.sink.head(this.answer.status, this.answer.headers);
    this.step = 0;
    return true;
  }

  private write(): boolean {
    const from = this.step;
    const run = this.takeRun();
    if (this.endsNow()) return this.end(run, from);
    this.blocked = !this.sink.write(run);
    this.noteWritten(from);
    return !this.blocked;
  }

  /** The writes from here on that are due, which cost a socket little more together than one alone. */
  private takeRun(): Run {
    const { writes } = this.answer;
    const from = this.step;
    for (let length = 0; length < FULL_RUN && this.step < writes.length; this.step++) {
      if (this.due() > this.moment) break;
      length += writes[this.step]!.bytes.length;
    }
    return this.step - from === writes.length ? writes : writes.slice(from, this.step);
  }

  private noteWritten(from: number): void {
    for (let index = from; index < this.step; index++) this.progress.wrote(index);
  }

  /** Whether nothing but the protocol's own end is left, and due: then it travels with the last run. */
  private endsNow(): boolean {
    const { writes, ending, endAt } = this.answer;
    return this.step === writes.length && ending === 'end' && endAt <= this.moment;
  }

  private end(run?: Run, from = this.step): false {
    ENDINGS[this.answer.ending](this.sink, run, () => this.settle('complete'));
    this.noteWritten(from);
    if (this.sink.sent) this.settle('complete');
    return false;
  }

  private wait(): false {
    if (this.step === 0) this.sink.flushHead();
    const due = this.due();
    const delay = this.start + due - this.now();
    if (delay <= 0) this.immediate = setImmediate(() => this.reach(due));
    else if (delay > LONGEST_TIMEOUT) this.timeout = setTimeout(() => this.wait(), LONGEST_TIMEOUT);
    else this.timeout = setTimeout(() => this.reach(due), Math.ceil(delay));
    return false;
  }

  private reach(due: number): void {
    this.moment = due;
    this.advance();
  }

  private settle(how: 'complete' | 'client-gone' | 'shut-down'): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timeout);
    clearImmediate(this.immediate);
    this.progress.finished(how);
  }
}

type End = (sink: Sink, lastRun: Run | undefined, done: () => void) => void;

const ENDINGS: Readonly<Record<Ending, End>> = {
  end: (sink, lastRun) => sink.end(lastRun),
  cut: (sink, _, done) => sink.breakOff('cut', done),
  reset: (sink, _, done) => sink.breakOff('reset', done),
  stall: (sink) => sink.flushHead(),
};
