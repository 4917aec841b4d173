/**
 * The time the server goes by. Its `Date` has whole seconds and travels, so our own clock holds unless the two are
 * more than a minute apart; the service refuses signatures more than five minutes off.
 */
const TOLERANCE = 60_000;

export class ServerClock {
  readonly #now: () => number;
  #offset = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The instant to sign with, in milliseconds since 1970. */
  now(): number {
    return this.#now() + this.#offset;
  }

  /** Learns from the head of an answer; tells whether that changed the time. A cache's answer (`Age`) tells nothing. */
  learn(headers: Headers): boolean {
    const date = headers.has('age') ? Number.NaN : Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date)) return false;
    const wrong = Math.abs(date - this.now()) > TOLERANCE;
    if (wrong) this.#offset = date - this.#now();
    return wrong;
  }
}
