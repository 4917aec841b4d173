/** How recordings are replayed: options of `touchstone serve` and `touchstone record`. */
import { parsePath } from '../mock-server/matching/json-path.ts';
import { many, one } from './options.ts';
import { choice } from './readers.ts';

export const REPLAY = {
  ignore: many(
    'PATH',
    "a JSON path that makes no difference between requests:\n'$.anthropic_version'. Repeatable",
    readPath,
  ),
  timing: one('PACE', 'of recorded answers: none (default), original, or 0.1x and its kin', readPace),
  'after-last': one(
    'WHAT',
    'once all recordings of a request have been played: repeat-last\n(default), cycle, or fall-through to what comes after them',
    choice('repeat-last', 'cycle', 'fall-through'),
  ),
};

function readPath(value: string): string {
  parsePath(value);
  return value;
}

/** What recorded times are multiplied by. */
function readPace(value: string): number {
  if (value === 'none') return 0;
  if (value === 'original') return 1;
  const [, factor = ''] = /^(\d+(?:\.\d+)?|\.\d+)x$/.exec(value) ?? [];
  if (factor !== '') return Number(factor);
  throw new Error('wants none, original, or a factor such as 0.1x');
}
