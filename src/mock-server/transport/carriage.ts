/** The schedule of an answer: what is due when, and what happens when the client is slow or leaves. */
import type { Answer, Ending, Progress } from '../exchange.ts';
import type { Sink, SinkListener } from './sink.ts';

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
    const index = this.step++;
    const { bytes } = this.answer.writes[index]!;
    if (this.endsNow()) return this.end(bytes, index);
    this.blocked = !this.sink.write(bytes);
    this.progress.wrote(index);
    return !this.blocked;
  }

  /** Whether nothing but the protocol's own end is left, and due: then it travels with the last bytes. */
  private endsNow(): boolean {
    const { writes, ending, endAt } = this.answer;
    return this.step === writes.length && ending === 'end' && endAt <= this.moment;
  }

  private end(bytes?: Uint8Array, index?: number): false {
    ENDINGS[this.answer.ending](this.sink, bytes, () => this.settle('complete'));
    if (index !== undefined) this.progress.wrote(index);
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

type End = (sink: Sink, lastBytes: Uint8Array | undefined, done: () => void) => void;

const ENDINGS: Readonly<Record<Ending, End>> = {
  end: (sink, lastBytes) => sink.end(lastBytes),
  cut: (sink, _, done) => sink.breakOff('cut', done),
  reset: (sink, _, done) => sink.breakOff('reset', done),
  stall: (sink) => sink.flushHead(),
};
