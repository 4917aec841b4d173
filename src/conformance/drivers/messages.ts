/**
 * What a driver that is a program of its own says: one JSON object a line, over its standard input and output.
 * `schema/driver.schema.json` has the same for people of other languages.
 */
import { CAPABILITIES, WORDS } from '../case.ts';
import type { DriverAnswer } from '../observation.ts';
import type { DriverInfo, RunRequest } from './driver.ts';

export const PROTOCOL_VERSION = 1;

export type ToDriver =
  | { readonly id: number; readonly type: 'start'; readonly protocol: number }
  | ({ readonly id: number; readonly type: 'run' } & RunRequest)
  | { readonly id: number; readonly type: 'stop' };

export type FromDriver =
  | ({ readonly id: number; readonly type: 'started' } & DriverInfo)
  | ({ readonly id: number } & Exclude<DriverAnswer, { type: 'hung' }>)
  | { readonly id: number; readonly type: 'stopped' };

type Members = Readonly<Record<string, unknown>>;
/** What is wrong with a member, if anything. */
type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a text');
const object: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object';
const list: Check = (value) => (Array.isArray(value) ? undefined : 'must be a list');
const whole: Check = (value) => (Number.isInteger(value) ? undefined : 'must be a whole number');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const anything: Check = () => undefined;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null ? undefined : check(value);
const texts: Check = (value) => list(value) ?? (value as unknown[]).map(text).find(Boolean);
const oneOf =
  (known: object): Check =>
  (value) =>
    texts(value) ?? unknownName(value as string[], Object.keys(known));
const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    object(value) ?? complaint(value as Members, checks);

function unknownName(declared: readonly string[], known: readonly string[]): string | undefined {
  const strange = declared.find((name) => !known.includes(name));
  return strange && `has ${JSON.stringify(strange)}, which is none of ${known.join(', ')}`;
}

const ERROR = {
  type: optional(text),
  message: text,
  status: optional(whole),
  requestId: optional(text),
  retryable: optional(flag),
  crash: optional(flag),
  partial: anything,
};

const OBSERVATION = {
  events: optional(list),
  chunks: optional(texts),
  message: anything,
  body: optional(text),
  text: optional(text),
  toolCalls: optional(
    (value) =>
      list(value) ??
      (value as unknown[]).map(members({ id: optional(text), name: text, input: anything })).find(Boolean),
  ),
  stopReason: optional(text),
  usage: anything,
  requestId: optional(text),
  error: optional(members(ERROR)),
  attempts: optional(whole),
};

const MESSAGES: Readonly<Record<FromDriver['type'], Readonly<Record<string, Check>>>> = {
  started: {
    name: text,
    version: text,
    language: text,
    capabilities: oneOf(CAPABILITIES),
    without: optional(oneOf(WORDS)),
    concurrency: optional(whole),
  },
  observation: { observation: members(OBSERVATION) },
  skipped: { reason: text },
  errored: { message: text },
  stopped: {},
};

function complaint(value: Members, checks: Readonly<Record<string, Check>>): string | undefined {
  const strange = Object.keys(value).find((name) => !Object.hasOwn(checks, name));
  if (strange !== undefined) return `has ${JSON.stringify(strange)}; there are ${Object.keys(checks).join(', ')}`;
  for (const [name, check] of Object.entries(checks)) {
    const wrong = check(value[name]);
    if (wrong !== undefined) return `"${name}" ${value[name] === undefined ? 'is missing: it ' : ''}${wrong}`;
  }
  return undefined;
}

/** What a line says. @throws {TypeError} with what is wrong with it. */
export function readMessage(line: string): FromDriver {
  const value = parsed(line);
  const { id, type, ...rest } = value;
  if (!Number.isInteger(id)) throw new TypeError('"id" is missing: repeat that of the message it answers');
  const checks =
    typeof type === 'string' && Object.hasOwn(MESSAGES, type) ? MESSAGES[type as FromDriver['type']] : undefined;
  if (!checks) throw new TypeError(`"type" is ${JSON.stringify(type)}; there are ${Object.keys(MESSAGES).join(', ')}`);
  const wrong = complaint(rest, checks);
  if (wrong !== undefined)
    throw new TypeError(`its ${wrong}`.replace(/^its (has|")/, (_, word: string) => (word === 'has' ? 'it has' : '"')));
  return withoutNull(value) as unknown as FromDriver;
}

function parsed(line: string): Members {
  try {
    const value: unknown = JSON.parse(line);
    if (object(value) === undefined) return value as Members;
  } catch {
    // Told below, as for any JSON that is no object.
  }
  throw new TypeError('it is no JSON object');
}

/** Languages without absent members write null. */
function withoutNull(message: Members): Members {
  const { observation } = message;
  if (object(observation) !== undefined) return message;
  return { ...message, observation: present(observation as Members) };
}

function present(value: Members): Members {
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    given.map(([name, member]) => [name, name === 'error' ? present(member as Members) : member]),
  );
}
