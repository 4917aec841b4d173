/** One answer on its way from the service to the client, taken down as it passes. */
import type { Sink, SinkListener } from '../../mock-server/transport/index.ts';
import type { HeaderPair, RecordedEnding } from '../recording.ts';
import type { Outbound } from './outbound.ts';
import type { Tape } from './tape.ts';
import type { Upstream } from './upstream.ts';
import type { UpstreamCall, UpstreamListener } from './upstream-call.ts';

/** What became of it. */
export type Passed =
  | { readonly kind: 'answered'; readonly ending: RecordedEnding }
  /** No connection came about; the client has had no answer yet. */
  | { readonly kind: 'unreachable'; readonly error: Error }
  /** This side closed first, or the client left before anything came. */
  | { readonly kind: 'nothing'; readonly reason: string };

export interface Passing {
  readonly sink: Sink;
  readonly tape: Tape;
  readonly upstream: Upstream;
  /** How long the service may be silent before a client that leaves has given up on it, in milliseconds. */
  readonly stalledAfterMs: number;
}

/** Sends the request and resolves when the exchange is over, however it ended. */
export function passOn(outbound: Outbound, passing: Passing): Promise<Passed> {
  return new Promise((resolve) => new Passage(passing, resolve).begin(outbound));
}

class Passage implements SinkListener, UpstreamListener {
  readonly #sink: Sink;
  readonly #tape: Tape;
  readonly #passing: Passing;
  readonly #resolve: (passed: Passed) => void;
  #call: UpstreamCall | undefined;
  #over = false;

  constructor(passing: Passing, resolve: (passed: Passed) => void) {
    this.#passing = passing;
    this.#sink = passing.sink;
    this.#tape = passing.tape;
    this.#resolve = resolve;
  }

  begin(outbound: Outbound): void {
    if (this.#sink.gone) return this.#settle({ kind: 'nothing', reason: GONE });
    this.#sink.watch(this);
    this.#call = this.#passing.upstream.send(outbound, this);
  }

  head(status: number, headers: readonly HeaderPair[]): void {
    this.#tape.head(status, headers);
    try {
      this.#sink.head(status, headers.flat());
      this.#sink.flushHead();
    } catch (error) {
      // A head that HTTP/2 forbids, such as one with two of a header that may be there once.
      this.#call?.abort();
      this.unreachable(error as Error);
    }
  }

  data(bytes: Buffer): void {
    if (this.#over) return;
    this.#tape.chunk(bytes);
    if (!this.#sink.write([{ at: 0, bytes }])) this.#call?.pause();
  }

  drained(): void {
    this.#call?.resume();
  }

  ended(how: 'complete' | 'truncated' | 'reset'): void {
    this.#settle({ kind: 'answered', ending: how });
    if (how === 'complete') this.#sink.end();
    else this.#sink.breakOff(how === 'reset' ? 'reset' : 'cut', () => {});
  }

  unreachable(error: Error): void {
    this.#settle({ kind: 'unreachable', error });
  }

  closed(): void {
    if (this.#over) return;
    this.#call?.abort();
    this.#settle(this.#left());
  }

  #left(): Passed {
    if (this.#sink.shutDown) return { kind: 'nothing', reason: 'the recorder was closed while the answer was coming' };
    const stalled = this.#tape.silentMs >= this.#passing.stalledAfterMs;
    if (!stalled && !this.#tape.hasHead) return { kind: 'nothing', reason: GONE };
    return { kind: 'answered', ending: stalled ? 'stalled' : 'abandoned' };
  }

  #settle(passed: Passed): void {
    this.#over = true;
    this.#resolve(passed);
  }
}

const GONE = 'the client went away before anything came';
