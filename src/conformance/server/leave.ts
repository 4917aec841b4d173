/** When the prober goes away in the middle of an answer. */
import { readFrames } from './read-frames.ts';
import type { Piece, Prepared } from './wire-answer.ts';

export function leaves({ leaveAfterFrames }: Prepared): (pieces: readonly Piece[]) => boolean {
  if (leaveAfterFrames === undefined) return () => false;
  return (pieces) => readFrames(Buffer.concat(pieces.map(({ bytes }) => bytes))).frames.length >= leaveAfterFrames;
}
