/** Options of a command as a table: what they are called, how they are read, what the help says. */
import { parseArgs } from 'node:util';
import { nearestName } from './nearest-name.ts';
import { UsageError } from './terminal.ts';

interface Described {
  /** Lines of help. */
  readonly about: string;
}

export interface Flag extends Described {
  readonly kind: 'flag';
}

export interface Valued<V> extends Described {
  readonly kind: 'one' | 'many';
  /** How the help calls the value. */
  readonly value: string;
  /** @throws Error that says what is wanted instead. */
  readonly read: (text: string) => V;
}

export type OptionTable = Readonly<Record<string, Flag | (Valued<unknown> & { readonly kind: 'one' | 'many' })>>;

type ValueOf<O> = O extends { kind: 'many'; read: (text: string) => infer V }
  ? readonly V[]
  : O extends { kind: 'one'; read: (text: string) => infer V }
    ? V
    : true;

export interface Parsed<T extends OptionTable> {
  readonly values: { readonly [K in keyof T]?: ValueOf<T[K]> };
  readonly positionals: readonly string[];
}

export function flag(about: string): Flag {
  return { kind: 'flag', about };
}

export function one<V>(value: string, about: string, read: (text: string) => V) {
  return { kind: 'one', value, about, read } as const;
}

export function many<V>(value: string, about: string, read: (text: string) => V) {
  return { kind: 'many', value, about, read } as const;
}

/** @throws UsageError for an option that is none, lacks its value or has one it cannot have. */
export function parseOptions<T extends OptionTable>(args: readonly string[], table: T): Parsed<T> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(table).map(([name, { kind }]) => [name, typeOf(kind)])),
    strict: false,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') take(token, table, values);
  }
  return { values: values as Parsed<T>['values'], positionals };
}

function typeOf(kind: Flag['kind'] | Valued<unknown>['kind']) {
  return { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) };
}

interface Token {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function take({ name, rawName, value, inlineValue }: Token, table: OptionTable, values: Record<string, unknown>): void {
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option) throw unknownOption(rawName, Object.keys(table));
  if (option.kind === 'flag') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, but got ${JSON.stringify(value)}`);
    values[name] = true;
    return;
  }
  if (value === undefined || (!inlineValue && value.startsWith('--'))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
  }
  const read = readValue(rawName, option, value);
  values[name] = option.kind === 'many' ? [...((values[name] as unknown[]) ?? []), read] : read;
}

function readValue(rawName: string, { read }: Valued<unknown>, value: string): unknown {
  try {
    return read(value);
  } catch (cause) {
    throw new UsageError(`${rawName} ${value}: ${(cause as Error).message}`, { cause });
  }
}

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const near = nearestName(rawName.replace(/^-+/, ''), names);
  return new UsageError(`unknown option ${rawName}${near === undefined ? '' : `; did you mean --${near}?`}`);
}
