/** The pieces of a streamed text completion put together. */
import type { Completion } from '../../wire/anthropic.ts';
import type { Fold } from '../events/stream-decoder.ts';
import { noTerminalEvent } from '../events/stream-decoder.ts';

export class CompletionFold implements Fold<Completion, Completion> {
  #whole: Completion | undefined;

  add(piece: Completion): void {
    const before = this.#whole?.completion ?? '';
    this.#whole = { ...this.#whole, ...piece, completion: before + piece.completion };
  }

  partial(): Completion | undefined {
    return this.#whole;
  }

  result(): Completion {
    if (this.#whole === undefined || typeof this.#whole.stop_reason !== 'string')
      throw noTerminalEvent('a piece with a stop_reason');
    return this.#whole;
  }
}
