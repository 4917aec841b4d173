/** From a secret to a signature: the key derivation of SigV4 and an HMAC that keeps its padded key. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** What a signing key is derived for; the last four elements of a credential. */
export interface Scope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** A key that knows whether a signature is its own. */
export interface SigningKey {
  signed(stringToSign: string, signature: string): boolean;
}

export interface ScopedCredential {
  /** `<access key id>/<scope>`, as sent. */
  readonly credential: string;
  readonly scope: Scope;
}

export interface KeyRing {
  /** The signing key of a credential, which must always come with the same secret. */
  keyFor(scoped: ScopedCredential, secretAccessKey: string): SigningKey;
}

export function scopeText({ date, region, service, terminator }: Scope): string {
  return `${date}/${region}/${service}/${terminator}`;
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

export function sha256Base64(data: string): string {
  return hash('sha256', data, 'base64');
}

/**
 * Deriving a key costs more than verifying with it, so those of the last credentials are kept.
 * @param limit How many; the oldest is forgotten first.
 */
export function createKeyRing(limit = 256): KeyRing {
  const keys = new Map<string, SigningKey>();
  return {
    keyFor({ credential, scope }, secretAccessKey) {
      const kept = keys.get(credential);
      if (kept !== undefined) return kept;
      if (keys.size >= limit) keys.delete(keys.keys().next().value!);
      const key = signingKey(secretAccessKey, scope);
      keys.set(credential, key);
      return key;
    },
  };
}

export function signingKey(secretAccessKey: string, { date, region, service, terminator }: Scope): SigningKey {
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of [date, region, service, terminator]) key = createHmac('sha256', key).update(part).digest();
  return paddedKey(key as Buffer);
}

const BLOCK = 64;
const DIGEST = 32;
/** A string to sign is about 150 bytes long; a longer one takes a buffer of its own. */
const ROOM = 256;

/**
 * HMAC-SHA-256 (RFC 2104) with both padded keys laid out once, which leaves two one-shot hashes a signature, where
 * `createHmac` makes an object for each message. The hashes come as hex because that is the fast way out of `hash`.
 */
function paddedKey(key: Buffer): SigningKey {
  const inner = padded(key, 0x36, ROOM);
  const outer = padded(key, 0x5c, DIGEST);
  const computed = Buffer.alloc(2 * DIGEST);
  const claimed = Buffer.alloc(2 * DIGEST);
  return {
    signed(stringToSign, signature) {
      if (signature.length !== claimed.length) return false;
      outer.write(sha256Hex(withMessage(inner, stringToSign)), BLOCK, 'hex');
      computed.write(sha256Hex(outer));
      claimed.write(signature);
      return timingSafeEqual(computed, claimed);
    },
  };
}

function withMessage(inner: Buffer, message: string): Buffer {
  if (Buffer.byteLength(message) > ROOM) return Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(message)]);
  return inner.subarray(0, BLOCK + inner.write(message, BLOCK));
}

function padded(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room, pad);
  for (let index = 0; index < key.length; index++) block[index] = key[index]! ^ pad;
  return block;
}
