/** Identifiers that are remembered as they are drawn, so that others can be put in their place. */
import type { Ids } from './ids.ts';

export interface Drawn {
  readonly value: string;
  /** Draws another in the same form. */
  again(ids: Ids): string;
}

export function recordingIds(ids: Ids): { ids: Ids; drawn: Drawn[] } {
  const drawn: Drawn[] = [];
  const note = (draw: (from: Ids) => string): string => {
    const value = draw(ids);
    drawn.push({ value, again: draw });
    return value;
  };
  const recording: Ids = {
    base62: (length) => note((from) => from.base62(length)),
    base64url: (length) => note((from) => from.base64url(length)),
    letters: (alphabet, length) => note((from) => from.letters(alphabet, length)),
    uuid: () => note((from) => from.uuid()),
    integer: (below) => ids.integer(below),
  };
  return { ids: recording, drawn };
}
