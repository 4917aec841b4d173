/** JSON of what a JavaScript client gave: bytes as base64, what JSON has no word for left out. */
import type { JsonValue } from '../json.ts';

export function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null, bytesAsBase64)) as JsonValue;
}

/** `this` has the value before a Buffer's own `toJSON`. */
function bytesAsBase64(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  return typeof value === 'bigint' ? String(value) : value;
}
