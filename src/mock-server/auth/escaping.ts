/**
 * Percent-encoding as SigV4 wants it: RFC 3986's unreserved characters stay, every other byte becomes `%XX` in upper
 * case. Texts are wire texts, one character a byte, as Node gives request targets and header values.
 */

const UNRESERVED = /[A-Za-z0-9\-._~]/;

function escapes(kept: string): readonly string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    if (UNRESERVED.test(character) || kept.includes(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

const COMPONENT = escapes('');
const PATH = escapes('/');

export function escapeComponent(text: string): string {
  return escapeBytes(text, COMPONENT);
}

/** Escapes each segment of a path and keeps the slashes between them. */
export function escapePath(path: string): string {
  return escapeBytes(path, PATH);
}

/** Resolves escapes to bytes; a `%` that begins none stays, as URLSearchParams and Node's querystring keep it. */
export function unescapeBytes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function escapeBytes(text: string, table: readonly string[]): string {
  let escaped = '';
  for (let index = 0; index < text.length; index++) {
    const escape = table[text.charCodeAt(index)];
    // Not a wire text: somebody calls in-process with characters no byte can hold.
    if (escape === undefined) return escapeBytes(Buffer.from(text, 'utf8').toString('latin1'), table);
    escaped += escape;
  }
  return escaped;
}
