/**
 * The member `p` that the real service adds to each event, so that an observer of the encrypted stream learns nothing
 * from lengths: the beginning of one alphabet, its length drawn evenly from 2 to 61. Measured over 5,456 events of
 * public recordings (openllmetry, opentelemetry, openinference); none before June 2024 has it, all from December 2024 on.
 */
import type { Ids } from './ids.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SHORTEST = 2;
const LENGTHS = 60;

const PADDINGS = Array.from({ length: LENGTHS }, (_, i) => ALPHABET.slice(0, SHORTEST + i));

export function padding(ids: Ids): string {
  return PADDINGS[ids.integer(LENGTHS)] as string;
}
