/** How long each part of a try may take. */
import type { Phase } from './transport/transport.ts';

/** In milliseconds. What is left out has the default, 10 minutes. `Infinity` means no limit. */
export interface Timeouts {
  /** Until a connection stands, including the wait for a free one. */
  readonly connect?: number;
  /** Until the request is written, once there is a connection. */
  readonly write?: number;
  /** Until the head of the answer, then for each piece of its body: a stalled stream ends with this. */
  readonly read?: number;
}

export const DEFAULT_TIMEOUT = 600_000;

/** Longer than this, a timer of Node fires at once; it is 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One number holds for each part. */
export function resolveTimeouts(timeout: number | Timeouts | undefined): Required<Timeouts> {
  if (typeof timeout === 'number') return { connect: timeout, write: timeout, read: timeout };
  return {
    connect: timeout?.connect ?? DEFAULT_TIMEOUT,
    write: timeout?.write ?? DEFAULT_TIMEOUT,
    read: timeout?.read ?? DEFAULT_TIMEOUT,
  };
}

/** Watches one try: the phase it is in must end in time. One timer serves all phases of the same limit. */
export class Watchdog {
  readonly #timeouts: Required<Timeouts>;
  readonly #onTimeout: (phase: Phase) => void;
  #timer: NodeJS.Timeout | undefined;
  #limit = 0;
  #phase: Phase | undefined;

  constructor(timeouts: Required<Timeouts>, onTimeout: (phase: Phase) => void) {
    this.#timeouts = timeouts;
    this.#onTimeout = onTimeout;
  }

  /** Begins a phase, or begins the same phase again. */
  enter(phase: Phase): void {
    this.#phase = phase;
    const limit = this.#limitOf(phase);
    if (this.#timer !== undefined && limit === this.#limit) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#limit = limit;
    this.#timer = limit > LONGEST_TIMER ? undefined : setTimeout(() => this.#fire(), limit);
  }

  /** Nothing is awaited until the next phase begins. */
  pause(): void {
    this.#phase = undefined;
  }

  /** No phase will begin any more. */
  stop(): void {
    this.pause();
    clearTimeout(this.#timer);
  }

  #fire(): void {
    if (this.#phase !== undefined) this.#onTimeout(this.#phase);
  }

  #limitOf(phase: Phase): number {
    const { connect, write, read } = this.#timeouts;
    return phase === 'answer' ? Math.max(connect, write, read) : this.#timeouts[phase];
  }
}
