/** The exchanges so far, the oldest dropped first when there are too many or they weigh too much. */
import type { Exchange } from './record.ts';

export interface JournalLimits {
  /** Exchanges kept. Default 250: keeping them is what garbage collection costs, see docs/performance.md. */
  readonly entries: number;
  /** Bytes of bodies kept, both directions. Default 64 MiB. */
  readonly bytes: number;
}

export const JOURNAL_LIMITS: JournalLimits = { entries: 250, bytes: 64 * 1024 * 1024 };

/** A ring: adding and dropping cost the same however much is kept. */
export class Journal implements Iterable<Exchange> {
  readonly #limits: JournalLimits;
  #ring: (Exchange | undefined)[] = [];
  #first = 0;
  #length = 0;
  #bytes = 0;
  #total = 0;

  constructor(limits: JournalLimits = JOURNAL_LIMITS) {
    this.#limits = limits;
  }

  add(exchange: Exchange): void {
    this.#total += 1;
    if (this.#limits.entries === 0) return;
    this.#bytes += exchange.weight;
    while (this.#length > 0 && (this.#length === this.#limits.entries || this.#bytes > this.#limits.bytes))
      this.#drop();
    this.#ring[(this.#first + this.#length) % this.#limits.entries] = exchange;
    this.#length += 1;
  }

  /** The newest last. */
  *[Symbol.iterator](): Iterator<Exchange> {
    for (let i = 0; i < this.#length; i++) yield this.#ring[(this.#first + i) % this.#limits.entries] as Exchange;
  }

  get length(): number {
    return this.#length;
  }

  /** All that were ever added since the last `clear`, kept or not. */
  get total(): number {
    return this.#total;
  }

  clear(): void {
    this.#ring = [];
    this.#first = this.#length = this.#bytes = this.#total = 0;
  }

  #drop(): void {
    this.#bytes -= this.#ring[this.#first]?.weight ?? 0;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.entries;
    this.#length -= 1;
  }
}
