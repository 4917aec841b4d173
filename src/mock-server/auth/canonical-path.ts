/** The path line of a canonical request. */
import { escapePath } from './escaping.ts';

/** Splits a raw request target into its path and its query, both as sent; the absolute form of proxies included. */
export function splitTarget(target: string): { path: string; query: string } {
  const relative = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const mark = relative.indexOf('?');
  if (mark < 0) return { path: relative || '/', query: '' };
  return { path: relative.slice(0, mark) || '/', query: relative.slice(mark + 1) };
}

/**
 * The path as sent, without dot segments, and each segment percent-encoded once more, so that `%3A` becomes `%253A` and
 * a literal `:` becomes `%3A`. It is never decoded first: an ARN with a literal `:` and an escaped `/` verifies only
 * this way, and every client known signs it this way.
 */
export function canonicalPath(path: string): string {
  return escapePath(normalizePath(path));
}

/** RFC 3986 section 5.2.4; that AWS also removes repeated slashes is noted in botocore's `remove_dot_segments`. */
export function normalizePath(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}
