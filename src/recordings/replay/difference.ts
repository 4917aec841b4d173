/** Where a request differs from a recorded one. */
import { formatPath, type Path } from '../../mock-server/matching/problems.ts';
import { NO_ACCOUNT } from '../../wire/secrets.ts';
import { REDACTED } from '../redaction/rule.ts';

/**
 * The first place where two JSON values are not equal, as a sentence; undefined where they are. A member that is undefined is
 * not there, and what was redacted equals anything in its place.
 */
export function differenceOf(recorded: unknown, asked: unknown, path: Path = []): string | undefined {
  if (recorded === REDACTED) return undefined;
  if (typeof recorded === 'string' && typeof asked === 'string') {
    return sameText(recorded, asked) ? undefined : told(recorded, asked, path);
  }
  if (!isContainer(recorded) || !isContainer(asked) || Array.isArray(recorded) !== Array.isArray(asked)) {
    return Object.is(recorded, asked) ? undefined : told(recorded, asked, path);
  }
  for (const key of keysOf(recorded, asked)) {
    const found = differenceOf(recorded[key], asked[key], [...path, Array.isArray(recorded) ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a text equals the recorded one, of which parts may have been redacted. */
export function sameText(recorded: string, asked: string): boolean {
  return recorded === asked || (isRedacted(recorded) && patternOf(recorded).test(asked));
}

export function isRedacted(recorded: string): boolean {
  return recorded.includes(REDACTED) || recorded.includes(NO_ACCOUNT);
}

/** What a redacted text was: anything where something was taken out, and any account id. */
export function patternOf(recorded: string): RegExp {
  const parts = recorded.split(REDACTED).map((part) => part.split(NO_ACCOUNT).map(escape).join('\\d{12}'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

type Container = Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function keysOf(one: Container, other: Container): Set<string> {
  return new Set([...Object.keys(one), ...Object.keys(other)]);
}

function told(recorded: unknown, asked: unknown, path: Path): string {
  return `${jsonPath(path)}: recorded ${show(recorded)}, asked ${show(asked)}`;
}

/** `$.messages[0].content` */
export function jsonPath(path: Path): string {
  const text = formatPath(path);
  return text === '' || text.startsWith('[') ? `$${text}` : `$.${text}`;
}

const SHOWN = 60;

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)} …`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
