/** What two servers can be compared by: the form of an answer, without the words, ids and times that never are the same. */
import { at, errorTypeOf, eventsOf, header, jsonOf, parse, type SeenAnswer, type SeenEvent } from '../server/seen.ts';

export interface Traits {
  readonly status: string;
  readonly ending: string;
  readonly contentType: string;
  readonly error: string;
  /** Of an error, without its numbers, ids and checksums. */
  readonly message: string;
  /** The types of the events of a stream, each once where it comes several times in a row. */
  readonly events: string;
  /** The names of `x-amzn-…` headers. */
  readonly headers: readonly string[];
  /** The members of the JSON of a body, or of the events of a stream, each with the type of its value. */
  readonly members: readonly string[];
}

const NONE = '(none)';

export function traitsOf(seen: SeenAnswer): Traits {
  const { answer, reading } = seen;
  const json = reading ? undefined : jsonOf(seen);
  const events = reading ? eventsOf(seen).map(opened) : [];
  const members = [...membersOf(json, ''), ...events.flatMap(({ type, members: own }) => membersOf(own, type))];
  return {
    status: String(answer.status),
    ending: answer.ending,
    contentType: header(answer.headers, 'content-type') ?? NONE,
    error: errorTypeOf(seen) ?? NONE,
    message: answer.status >= 400 ? withoutNumbers(at(json, 'message') ?? at(json, 'Message')) : NONE,
    events: collapsed(events.map(({ type }) => type)),
    headers: unique(answer.headers.map(([name]) => name.toLowerCase()).filter((name) => name.startsWith('x-amzn-'))),
    members: unique(members),
  };
}

/** The events of Claude and of Nova lie in the chunks. */
function opened(event: SeenEvent): SeenEvent {
  const { type, members } = event;
  if (type !== 'chunk') return event;
  const inner = parse(Buffer.from(String(members['bytes']), 'base64').toString('utf8'));
  if (typeof inner !== 'object' || inner === null) return event;
  const { type: name } = inner as { readonly type?: unknown };
  const own = typeof name === 'string' ? name : Object.keys(inner).join('+');
  return { type: `chunk ${own}`, members: inner as Record<string, unknown> };
}

function membersOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [`${path}: ${typeName(value)}`];
  if (Array.isArray(value)) {
    return value.length === 0 ? [`${path}: empty list`] : value.flatMap((one: unknown) => membersOf(one, `${path}[]`));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && path !== '') return [`${path}: empty object`];
  return entries.flatMap(([name, inner]) => membersOf(inner, path === '' ? name : `${path}.${name}`));
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function withoutNumbers(message: unknown): string {
  if (typeof message !== 'string') return NONE;
  return message.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|\d+|\*+/g, '#');
}

function collapsed(types: readonly string[]): string {
  return types.filter((type, i) => type !== types[i - 1]).join(', ') || NONE;
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].toSorted();
}

export interface Difference {
  /** Which answer of the run, from 0. */
  readonly answer: number;
  readonly trait: string;
  readonly service: string;
  readonly double: string;
}

export function differences(service: readonly Traits[], double: readonly Traits[]): Difference[] {
  const answers = Array.from({ length: Math.min(service.length, double.length) }, (_, answer) => answer);
  return answers.flatMap((answer) => compare(service[answer] as Traits, double[answer] as Traits, answer));
}

function compare(service: Traits, double: Traits, answer: number): Difference[] {
  return (Object.keys(service) as (keyof Traits)[]).flatMap((trait) => {
    const [a, b] = [service[trait], double[trait]];
    const [left, right] =
      Array.isArray(a) && Array.isArray(b) ? [without(a, b), without(b, a)] : [String(a), String(b)];
    return left === right ? [] : [{ answer, trait, service: left, double: right }];
  });
}

/** What only the first has. */
function without(list: readonly string[], other: readonly string[]): string {
  const own = list.filter((entry) => !other.includes(entry));
  return own.length > 0 ? `also ${own.join(', ')}` : '(nothing more)';
}
