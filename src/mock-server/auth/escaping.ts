/**
 * Percent-encoding as SigV4 wants it: RFC 3986's unreserved characters stay, every other byte becomes `%XX` in upper
 * case. Texts are wire texts, one character a byte, as Node gives request targets and header values.
 */

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** For each byte what stands for it; undefined where it stays. */
function escapes(kept: string): readonly (string | undefined)[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    if (UNRESERVED.test(character) || kept.includes(character)) return undefined;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

const IN_COMPONENTS = escapes('');
const IN_PATHS = escapes('/');

export function escapeComponent(text: string): string {
  return escapeBytes(text, IN_COMPONENTS);
}

/** Escapes each segment of a path and keeps the slashes between them. */
export function escapePath(path: string): string {
  return escapeBytes(path, IN_PATHS);
}

/** Resolves escapes to bytes; a `%` that begins none stays, as URLSearchParams and Node's querystring keep it. */
export function unescapeBytes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function escapeBytes(text: string, table: readonly (string | undefined)[]): string {
  let escaped = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // A character that no byte holds does not come from a wire but from a call in-process: the text means UTF-8.
    if (code > 0xff) return escapeBytes(Buffer.from(text, 'utf8').toString('latin1'), table);
    const escape = table[code];
    if (escape === undefined) continue;
    escaped += text.slice(from, index) + escape;
    from = index + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}
