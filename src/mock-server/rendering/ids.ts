/** Identifiers in the forms of each provider, drawn from the one source of randomness of a sandbox. */
import type { Random } from '../random.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE64URL = `${BASE62}-_`;
const HEX = '0123456789abcdef';

export interface Ids {
  /** So many characters of base 62. */
  base62(length: number): string;
  /** So many characters of base64url. */
  base64url(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
  /** A whole number from 0 up to, not including, `below`. */
  integer(below: number): number;
}

export function createIds(random: Random): Ids {
  return {
    base62: (length) => draw(random, BASE62, length),
    base64url: (length) => draw(random, BASE64URL, length),
    uuid: () => uuid(random),
    integer: (below) => Math.floor(random() * below),
  };
}

function draw(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}

function uuid(random: Random): string {
  const hex = draw(random, HEX, 30);
  const variant = '89ab'[Math.floor(random() * 4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
