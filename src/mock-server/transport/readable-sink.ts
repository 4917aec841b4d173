/** An answer's way out without a socket: a head, and a body that Node reads as it reads one off a socket. */
import { Readable } from 'node:stream';
import type { RawHeaders } from '../exchange.ts';
import { aborted, abortedBy, BREAKS_BEFORE_HEAD } from './node-errors.ts';
import { type Patience, wait, type Waiting } from './patience.ts';
import type { Run, Sink, SinkListener } from './sink.ts';

/** As a Smithy client takes it. */
export interface ReadableResponse {
  readonly statusCode: number;
  /** Names in lower case; several values of one name are joined by a comma. */
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** How many bytes wait for a reader before the answer waits too; as a TCP connection would hold some. */
const HIGH_WATER_MARK = 65_536;

export class ReadableSink implements Sink {
  /** Resolves at the head; rejects where a fault, an abort or a timeout comes before. */
  readonly response: Promise<ReadableResponse>;
  readonly gone: boolean;
  sent = false;
  readonly shutDown = false;
  private readonly patience: Patience;
  private resolve!: (response: ReadableResponse) => void;
  private reject!: (reason: Error) => void;
  private body: Body | undefined;
  private listener: SinkListener | undefined;
  private waiting: Waiting | undefined;

  constructor(patience: Patience) {
    const { signal } = patience;
    this.patience = patience;
    this.gone = signal?.aborted ?? false;
    this.response = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    if (signal?.aborted) this.reject(abortedBy(signal.reason));
  }

  head(statusCode: number, headers: RawHeaders): void {
    this.body = new Body({ drained: () => this.listener?.drained(), closed: () => this.closed() });
    this.resolve({ statusCode, headers: bagOf(headers), body: this.body });
    this.waiting?.begun();
  }

  flushHead(): void {
    this.waiting?.stirred();
  }

  write(run: Run): boolean {
    let room = true;
    // Copies: the reader may do with its chunk what it likes.
    for (const { bytes } of run) if (bytes.length > 0) room = this.body?.push(Buffer.from(bytes)) ?? true;
    this.waiting?.stirred();
    return room;
  }

  end(run?: Run): void {
    if (run) this.write(run);
    this.body?.push(null);
    this.sent = true;
    this.waiting?.stop();
  }

  breakOff(how: 'cut' | 'reset', done: () => void): void {
    const fail = (reason: Error) => {
      done();
      this.fail(reason, reason);
    };
    if (this.body) this.body.onceEmpty(() => fail(aborted()));
    else fail(BREAKS_BEFORE_HEAD[how]());
  }

  abandon(): void {
    this.fail(aborted(), aborted());
  }

  watch(listener: SinkListener): void {
    this.listener = listener;
    this.waiting = wait(this.patience, (before, within) => this.fail(before, within));
    if (this.body) this.waiting.begun();
  }

  private fail(before: Error, within: Error): void {
    this.reject(before);
    this.body?.destroy(within);
    this.closed();
  }

  private closed(): void {
    this.waiting?.stop();
    this.listener?.closed();
  }
}

class Body extends Readable {
  private readonly listener: SinkListener;
  private whenEmpty: (() => void) | undefined;
  private hasReader = false;

  constructor(listener: SinkListener) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.listener = listener;
  }

  /** Every way of reading but the direct one, which leaves nothing unread, comes by here. */
  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    if (this.readableLength === 0) this.empty();
    return chunk;
  }

  override _read(): void {
    this.hasReader = true;
    this.listener.drained();
  }

  /** As of an `IncomingMessage`, an error is told to those who listen, and ends no process. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.listener.closed();
    callback(this.listenerCount('error') > 0 ? error : null);
  }

  /** An error would throw away what the reader has not read yet, so it waits until all of it is. */
  onceEmpty(then: () => void): void {
    this.whenEmpty = then;
    if (this.hasReader && this.readableLength === 0) this.empty();
  }

  private empty(): void {
    const then = this.whenEmpty;
    this.whenEmpty = undefined;
    then?.();
  }
}

function bagOf(headers: RawHeaders): Record<string, string> {
  const bag: Record<string, string> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    const value = headers[i + 1]!;
    bag[name] = name in bag ? `${bag[name]},${value}` : value;
  }
  return bag;
}
