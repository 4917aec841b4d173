/** In what a played answer differs from the recorded one. */
import { escapesMore, isCompact, type JsonDifference, jsonDifferences, type Kind } from './json-differences.ts';
import type { Played } from './play.ts';

/** `spacing`, `escapes`: one of the texts is not written as compactly as the other. `case`, `twice`: of header names. */
export type DifferenceKind = Kind | 'spacing' | 'escapes' | 'case' | 'twice';

export interface Difference extends Omit<JsonDifference, 'kind'> {
  readonly kind: DifferenceKind;
}

export function compare(recorded: Played, played: Played): Difference[] {
  const status = recorded.status === played.status ? [] : [value('status', recorded.status, played.status)];
  return [...status, ...headerDifferences(recorded.headers, played.headers), ...bodyDifferences(recorded, played)];
}

type Headers = Played['headers'];

/** Identifiers and measurements of time, and what depends on them. */
const FREE_HEADERS: ReadonlySet<string> = new Set(['date', 'x-amzn-requestid', 'content-length']);

/** Recorders that sorted the names, or wrote them small, are no evidence of order or case. */
function headerDifferences(recorded: Headers, played: Headers): Difference[] {
  if (recorded.length === 0) return [];
  const names = recorded.map(([name]) => name);
  const [before, after] = [lower(recorded), lower(played)];
  const keepsOrder = names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join() !== names.join();
  const keepsCase = names.some((name) => name !== name.toLowerCase());
  const found = jsonDifferences(JSON.stringify(without(before)), JSON.stringify(without(after)), 'headers');
  return [
    ...found.filter(({ kind }) => kind !== 'order' || keepsOrder),
    ...(keepsCase ? caseDifferences(names, played) : []),
    ...(Object.keys(after).length === played.length ? [] : [{ place: 'headers', kind: 'twice' } as const]),
  ];
}

function lower(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers.map(([name, text]) => [name.toLowerCase(), text]));
}

function without(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, FREE_HEADERS.has(name) ? '' : text]));
}

function caseDifferences(names: readonly string[], played: Headers): Difference[] {
  return names.flatMap((recorded) => {
    const same = played.find(([name]) => name.toLowerCase() === recorded.toLowerCase());
    if (!same || same[0] === recorded) return [];
    return [
      {
        place: `headers.${recorded.toLowerCase()}`,
        kind: 'case',
        recorded,
        played: same[0],
      } as const,
    ];
  });
}

function bodyDifferences(recorded: Played, played: Played): Difference[] {
  if (recorded.frames && played.frames) return framesDifferences(recorded.frames, played.frames);
  if (recorded.frames || played.frames)
    return [value('body', recorded.frames ? 'a stream' : recorded.body, played.body ?? 'a stream')];
  return textDifferences(recorded.body ?? '', played.body ?? '', 'body');
}

type Frames = NonNullable<Played['frames']>;

function framesDifferences(recorded: Frames, played: Frames): Difference[] {
  const compared = recorded.slice(0, played.length).flatMap((frame, i) => {
    return frameDifferences(frame, played[i] as Frames[number], `frames[${i}]`);
  });
  if (recorded.length === played.length) return compared;
  return [...compared, { place: 'frames', kind: 'length', recorded: recorded.length, played: played.length }];
}

function frameDifferences(recorded: Frames[number], played: Frames[number], place: string): Difference[] {
  const [before, after] = [JSON.stringify(recorded.headers), JSON.stringify(played.headers)];
  const headers: Difference[] = jsonDifferences(before, after, `${place}.headers`);
  return headers.concat(payloadDifferences(recorded.payload, played.payload, place));
}

/** Inside `bytes` is the JSON of the family; `p` is padding, of any length the service draws. */
function payloadDifferences(recorded: string, played: string, place: string): Difference[] {
  return textDifferences(recorded, played, place).flatMap((difference) => {
    const { place: at, recorded: before, played: after, kind } = difference;
    if (kind === 'value' && at === `${place}.bytes` && decoded(before) !== decoded(after)) {
      return textDifferences(decoded(before), decoded(after), at);
    }
    if (kind === 'value' && at === `${place}.p` && isPadding(before) && isPadding(after)) return [];
    return [difference];
  });
}

function decoded(bytes: unknown): string {
  return Buffer.from(String(bytes), 'base64').toString();
}

const PADDING = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function isPadding(text: unknown): boolean {
  return typeof text === 'string' && text.length >= 2 && text.length <= 61 && PADDING.startsWith(text);
}

/** Beside what the texts say: whether both are written as compactly. */
function textDifferences(recorded: string, played: string, place: string): Difference[] {
  return [
    ...jsonDifferences(recorded, played, place),
    ...(isCompact(recorded) === isCompact(played) ? [] : [{ place, kind: 'spacing' } as const]),
    ...(escapesMore(recorded) === escapesMore(played) ? [] : [{ place, kind: 'escapes' } as const]),
  ];
}

function value(place: string, recorded: unknown, played: unknown): Difference {
  return { place, kind: 'value', recorded, played };
}
