/** In what two JSON texts differ: members, their order, types, values, and how numbers are written. */

export type Kind = 'missing' | 'added' | 'order' | 'type' | 'value' | 'numeral' | 'length';

export interface JsonDifference {
  /** `usage.inputTokens`, `content[0].text`; empty: the whole. */
  readonly place: string;
  readonly kind: Kind;
  readonly recorded?: unknown;
  readonly played?: unknown;
}

/** Two texts that do not have to be equal, where both are of the form. */
const FORMS: readonly RegExp[] = [
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  /^[0-9a-f]{8}\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  /^chatcmpl-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  /^msg_bdrk_01[1-9A-HJ-NP-Za-km-z]{22}$/,
];

/** What no scenario says: measured by the service, or drawn by the model. Numbers may differ, and texts of tokens. */
const FREE: readonly RegExp[] = [
  /(^|\.)amazon-bedrock-invocationMetrics\.firstByteLatency$/,
  /(^|\.)message\.usage\.output_tokens$/,
  /\.tokens\[0\]\.(generatedToken\.(token|logprob|raw_logprob)|textRange\.end)$/,
];

/** Lists of what the model drew: as long as they like, every element like the first. */
const DRAWN_LISTS = /(^|\.)(prompt|data)\.tokens$/;

export function jsonDifferences(recorded: string, played: string, place = ''): JsonDifference[] {
  return [...differences(parse(recorded), parse(played), place)];
}

const NUMERAL = '\0';

/** Numbers stand as they are written, behind a mark. */
function parse(text: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  );
  return JSON.parse(marked) as unknown;
}

function* differences(recorded: unknown, played: unknown, place: string): Generator<JsonDifference> {
  const type = typeOf(recorded);
  if (type !== typeOf(played)) yield { place, kind: 'type', recorded: shown(recorded), played: shown(played) };
  else if (type === 'object') yield* ofMembers(recorded as Members, played as Members, place);
  else if (type === 'array') yield* ofElements(recorded as unknown[], played as unknown[], place);
  else if (recorded !== played) yield* ofValues(recorded, played, place);
}

type Members = Readonly<Record<string, unknown>>;

function* ofMembers(recorded: Members, played: Members, place: string): Generator<JsonDifference> {
  const shared = Object.keys(recorded).filter((name) => Object.hasOwn(played, name));
  const order = Object.keys(played).filter((name) => Object.hasOwn(recorded, name));
  for (const name of Object.keys(recorded)) {
    if (!Object.hasOwn(played, name))
      yield { place: at(place, name), kind: 'missing', recorded: shown(recorded[name]) };
  }
  for (const name of Object.keys(played)) {
    if (!Object.hasOwn(recorded, name)) yield { place: at(place, name), kind: 'added', played: shown(played[name]) };
  }
  if (shared.join() !== order.join()) yield { place, kind: 'order', recorded: shared.join(), played: order.join() };
  for (const name of shared) yield* differences(recorded[name], played[name], at(place, name));
}

function* ofElements(
  recorded: readonly unknown[],
  played: readonly unknown[],
  place: string,
): Generator<JsonDifference> {
  const drawn = DRAWN_LISTS.test(place) && recorded.length > 0 && played.length > 0;
  if (!drawn && recorded.length !== played.length) {
    yield { place, kind: 'length', recorded: recorded.length, played: played.length };
  }
  const compared = drawn ? 1 : Math.min(recorded.length, played.length);
  for (let i = 0; i < compared; i++) yield* differences(recorded[i], played[i], `${place}[${i}]`);
}

function* ofValues(recorded: unknown, played: unknown, place: string): Generator<JsonDifference> {
  if (FREE.some((free) => free.test(place))) return;
  if (FORMS.some((form) => form.test(String(recorded)) && form.test(String(played)))) return;
  const kind = typeOf(recorded) === 'number' && numberOf(recorded) === numberOf(played) ? 'numeral' : 'value';
  yield { place, kind, recorded: shown(recorded), played: shown(played) };
}

function numberOf(value: unknown): number {
  return Number(String(value).slice(NUMERAL.length));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'string' && value.startsWith(NUMERAL) ? 'number' : typeof value;
}

/** For people: without the marks. */
function shown(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown;
}

function at(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

/** Whether there is no white space between tokens. */
export function isCompact(text: string): boolean {
  return !/\s/.test(text.replace(STRINGS, ''));
}

/** Whether texts hold escapes that JSON does not need. */
export function escapesMore(text: string): boolean {
  return (text.match(STRINGS) ?? []).some((string) => JSON.stringify(JSON.parse(string)) !== string);
}

const STRINGS = /"(?:[^"\\]|\\.)*"/g;
