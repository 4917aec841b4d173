/** An answer's way out without a socket: a fetch `Response` whose body is a stream. */
import type { RawHeaders } from '../exchange.ts';
import type { Run, Sink, SinkListener } from './sink.ts';

/** How many bytes wait for a reader before the answer waits too; as a TCP connection would hold some. */
const HIGH_WATER_MARK = 65_536;
/** Nothing is put out before somebody reads: whoever reads on behalf of others may read ahead, and an error would catch up. */
const ON_DEMAND = 0;
/** Statuses that the Fetch standard gives no body. */
const NULL_BODY_STATUSES = new Set([204, 205, 304]);

/**
 * Who asked: the `Request`, kept as long as the answer, because Node lets a signal that was given to a `Request` go
 * unheard once nobody holds that any more.
 */
export interface Client {
  readonly signal: AbortSignal;
}

export class ResponseSink implements Sink {
  /** Resolves at the head; rejects as `fetch` does where a fault or an abort comes before. */
  readonly response: Promise<Response>;
  sent = false;
  readonly shutDown = false;
  private readonly client: Client | undefined;
  private readonly highWaterMark: number;
  private resolve!: (response: Response) => void;
  private reject!: (reason: unknown) => void;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private listener: SinkListener | undefined;
  private whenEmpty: (() => void) | undefined;
  /** Whether somebody reads and has got nothing yet. */
  private awaited = false;

  /** @param breaks - whether the answer is going to break off */
  constructor(client: Client | undefined, breaks: boolean) {
    this.client = client;
    this.highWaterMark = breaks ? ON_DEMAND : HIGH_WATER_MARK;
    this.response = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    if (this.gone) this.reject(client?.signal.reason);
  }

  get gone(): boolean {
    return this.client?.signal?.aborted ?? false;
  }

  head(status: number, headers: RawHeaders): void {
    const fields = new Headers();
    for (let i = 0; i + 1 < headers.length; i += 2) fields.append(headers[i]!, headers[i + 1]!);
    const body = NULL_BODY_STATUSES.has(status) ? null : this.body();
    this.resolve(new Response(body, { status, headers: fields }));
  }

  flushHead(): void {}

  write(run: Run): boolean {
    this.awaited = false;
    for (const { bytes } of run) {
      // A copy: the reader may do with its chunk what it likes.
      if (bytes.length > 0) this.controller?.enqueue(new Uint8Array(bytes));
    }
    return !this.controller || this.controller.desiredSize! > 0;
  }

  end(run?: Run): void {
    if (run) this.write(run);
    this.controller?.close();
    this.sent = true;
    this.unwatch();
  }

  breakOff(how: 'cut' | 'reset', done: () => void): void {
    this.whenEmpty = () => {
      this.fail(BREAKS[how]());
      done();
    };
    if (this.awaited || !this.controller) this.checkEmpty();
  }

  abandon(): void {
    this.fail(BREAKS.cut());
  }

  watch(listener: SinkListener): void {
    this.listener = listener;
    this.client?.signal?.addEventListener('abort', this.aborted);
  }

  private body(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.controller = controller),
        pull: () => this.pulled(),
        cancel: () => this.closed(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: this.highWaterMark }),
    );
  }

  private pulled(): void {
    this.awaited = true;
    this.checkEmpty();
    this.listener?.drained();
  }

  /** An error would throw away what the reader has not read yet, so it waits until all of it is. */
  private checkEmpty(): void {
    if (this.whenEmpty && (!this.controller || this.controller.desiredSize === this.highWaterMark)) this.whenEmpty();
  }

  private readonly aborted = (): void => {
    this.fail(this.client?.signal.reason);
    this.closed();
  };

  private closed(): void {
    this.unwatch();
    this.listener?.closed();
  }

  private fail(reason: unknown): void {
    this.unwatch();
    this.reject(reason);
    this.controller?.error(reason);
  }

  private unwatch(): void {
    this.whenEmpty = undefined;
    this.client?.signal?.removeEventListener('abort', this.aborted);
  }
}

/** What Node's `fetch` reports of a connection that was closed, and of one that was reset. */
const BREAKS = {
  cut: () => broken('UND_ERR_SOCKET', 'other side closed'),
  reset: () => broken('ECONNRESET', 'read ECONNRESET'),
};

function broken(code: string, message: string): TypeError {
  return new TypeError('terminated', { cause: Object.assign(new Error(message), { code }) });
}
