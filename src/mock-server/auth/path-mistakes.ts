/** Paths and queries as clients are known to sign them by mistake. */
import { normalizePath, splitTarget } from './canonical-path.ts';
import { escapePath, unescapeBytes } from './escaping.ts';
import type { Mismatch, PartMistake } from './mistake.ts';

const AGAIN = 'SigV4 encodes each segment of the path as sent once more, %3A to %253A';

export function pathMistakes({ request }: Mismatch): PartMistake[] {
  const { path } = splitTarget(request.target);
  return [
    { what: `the path was signed as sent; ${AGAIN}`, change: { path } },
    { what: `the path was decoded before it was encoded; ${AGAIN}`, change: { path: escapePath(unescapeBytes(path)) } },
    { what: `the path was signed decoded; ${AGAIN}`, change: { path: unescapeBytes(path) } },
    { what: 'the path was signed with its dot segments and double slashes', change: { path: escapePath(path) } },
    ...withoutPrefixes(path),
  ];
}

/** Enough for `/_sandbox/<name>` behind a proxy's own prefix. */
const MOST_PREFIX_SEGMENTS = 4;

function withoutPrefixes(path: string): PartMistake[] {
  const segments = normalizePath(path).split('/').slice(1);
  return segments.slice(1, 1 + MOST_PREFIX_SEGMENTS).map((_, index) => {
    const prefix = segments.slice(0, index + 1).join('/');
    const rest = segments.slice(index + 1).join('/');
    return {
      what: `the path was signed without /${prefix}, with which it begins`,
      change: { path: escapePath(`/${rest}`) },
    };
  });
}

export function queryMistakes({ request }: Mismatch): PartMistake[] {
  const { query } = splitTarget(request.target);
  return [
    { what: 'the query was signed as sent, neither encoded anew nor sorted', change: { query } },
    { what: 'the query was not signed', change: { query: '' } },
  ];
}
