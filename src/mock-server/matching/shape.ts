/**
 * Words to declare what data must look like, once. `validate` holds a value against such a declaration, and `schemaOf`
 * writes it down as JSON Schema.
 */

export type Shape = Text | Numeric | Flag | Anything | List | Table | Members | Either | Named | Code;

interface Told {
  /** What it is for; the description in the schema. */
  readonly about?: string;
}

export interface Text extends Told {
  readonly kind: 'text';
  /** The only values. */
  readonly only?: readonly string[];
  /** Known values beside which others are accepted, with a hint. */
  readonly known?: readonly string[];
  readonly minLength?: number;
  /** A pattern it must have, or must not have, and what is said otherwise. Both engines read it with the `u` flag. */
  readonly pattern?: { readonly source: string; readonly wanted: boolean; readonly message: string };
}

export interface Numeric extends Told {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
}

export interface Flag extends Told {
  readonly kind: 'flag';
}

export interface Anything extends Told {
  readonly kind: 'anything';
  /** Whether the value can be read, where a schema cannot say. */
  readonly check?: (value: unknown) => string | undefined;
}

export interface List extends Told {
  readonly kind: 'list';
  readonly of: Shape;
  readonly minItems: number;
}

/** Any member names, all with values of one shape. */
export interface Table extends Told {
  readonly kind: 'table';
  readonly of: Shape;
  /** Whether a name can be read, where a schema cannot say. */
  readonly checkKey?: (key: string) => string | undefined;
}

/** An object with the members named and no others. */
export interface Members extends Told {
  readonly kind: 'members';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Of these exactly one must be there. */
  readonly oneOf?: readonly string[];
  /** A member, and those of which one must stand beside it. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** What a schema cannot say. */
  readonly check?: Check;
}

/** What is wrong with a value whose members are right, and with which of them; undefined: nothing. */
export type Check = (
  value: Readonly<Record<string, unknown>>,
) => { code: 'unreadable' | 'inconsistent'; at: string; message: string } | undefined;

/** One of several shapes that are told apart by the type of the value. */
export interface Either extends Told {
  readonly kind: 'either';
  readonly of: readonly Shape[];
}

/** A shape with a name of its own in the schema; a function, since shapes may hold themselves. */
export interface Named extends Told {
  readonly kind: 'named';
  readonly name: string;
  readonly shape: () => Shape;
}

/** What only TypeScript can say; no part of the schema. */
export interface Code extends Told {
  readonly kind: 'code';
  readonly type: 'regexp' | 'function';
}

export const text = (about: string, rest: Omit<Text, 'kind' | 'about'> = {}): Text => ({
  kind: 'text',
  about,
  ...rest,
});
export const number = (about: string, rest: Partial<Numeric> = {}): Numeric => ({
  kind: 'number',
  whole: false,
  about,
  ...rest,
});
export const flag = (about: string): Flag => ({ kind: 'flag', about });
export const anything = (about: string, check?: Anything['check']): Anything => ({
  kind: 'anything',
  about,
  ...(check && { check }),
});
export const list = (about: string, of: Shape, minItems = 0): List => ({ kind: 'list', about, of, minItems });
export const table = (about: string, of: Shape, checkKey?: Table['checkKey']): Table => ({
  kind: 'table',
  about,
  of,
  ...(checkKey && { checkKey }),
});
export const members = (
  about: string,
  shapes: Members['members'],
  rest: Omit<Members, 'kind' | 'about' | 'members'> = {},
): Members => ({ kind: 'members', about, members: shapes, ...rest });
export const either = (about: string, ...of: readonly Shape[]): Either => ({ kind: 'either', about, of });
export const named = (name: string, shape: () => Shape): Named => ({ kind: 'named', name, shape });
export const code = (type: Code['type']): Code => ({ kind: 'code', type });
/** The same shape used for something else. */
export const as = (about: string, shape: Shape): Shape => ({ ...shape, about });
