/** Identifiers in the forms of each provider, drawn from the one source of randomness of a sandbox. */
import type { Random } from '../random.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface Ids {
  /** So many characters of base 62. */
  base62(length: number): string;
  /** So many characters of base64url. */
  base64url(length: number): string;
  /** So many characters of an alphabet. */
  letters(alphabet: string, length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
  /** A whole number from 0 up to, not including, `below`. */
  integer(below: number): number;
}

export function createIds(random: Random): Ids {
  return {
    base62: (length) => draw(random, PAIRS62, length),
    base64url: (length) => draw(random, PAIRS64, length),
    letters: (alphabet, length) => letters(random, alphabet, length),
    uuid: () => uuid(random),
    integer: (below) => Math.floor(random() * below),
  };
}

/** Two characters a draw: every request has identifiers, and drawing them is what they cost. */
const PAIRS62 = pairs(BASE62);
const PAIRS64 = pairs(`${BASE62}-_`);

function pairs(alphabet: string): readonly string[] {
  return [...alphabet].flatMap((first) => [...alphabet].map((second) => first + second));
}

function draw(random: Random, table: readonly string[], length: number): string {
  let text = '';
  while (text.length < length) text += table[Math.floor(random() * table.length)];
  return text.length === length ? text : text.slice(0, length);
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}

const VARIANTS = ['8', '9', 'a', 'b'] as const;

function uuid(random: Random): string {
  const [a, b, c, d] = [hex32(random), hex32(random), hex32(random), hex32(random)];
  const variant = VARIANTS[Math.floor(random() * 4)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function hex32(random: Random): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
