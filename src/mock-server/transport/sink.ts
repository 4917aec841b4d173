/** What an answer is carried to: the few things in which HTTP/1.1, HTTP/2 and a Response in-process differ. */
import type { RawHeaders, Write } from '../exchange.ts';

/** What a sink tells its carriage. */
export interface SinkListener {
  /** There is room again after a `write` that returned false. */
  drained(): void;
  /** The way to the client is closed, for whatever reason. */
  closed(): void;
}

/** Writes that are due together; at least one. */
export type Run = readonly Write[];

export interface Sink {
  /** Whether the client was gone before anything could be sent. */
  readonly gone: boolean;
  /** Whether everything up to the protocol's own end has left. */
  readonly sent: boolean;
  /** Whether the port itself closed the connection, because it shuts down. */
  readonly shutDown: boolean;
  head(status: number, headers: RawHeaders): void;
  /** Sends the head alone, because nothing that could travel with it is due yet. Nothing happens without a head. */
  flushHead(): void;
  /**
   * Sends a run of writes, each so that the client can tell it from the others where the protocol allows. Returns false
   * when the client has to read before more makes sense; `drained` follows.
   */
  write(run: Run): boolean;
  end(run?: Run): void;
  /** Closes without the protocol's end once all that was written has left; then calls `done`. */
  breakOff(how: 'cut' | 'reset', done: () => void): void;
  /** Closes now, whatever is still unsent. */
  abandon(): void;
  /** Called at most once, and only for an answer that is not over at once. */
  watch(listener: SinkListener): void;
}
