/** Holds a value against a declared shape, and says everything that is wrong with it. */
import { shorten } from './likeness.ts';
import type { Path, ProblemCode } from './problems.ts';
import type { Either, Named, Numeric, Shape, Text } from './shape.ts';
import { fieldsOf, validateMembers } from './validate-members.ts';
import { given, unknownWord, wanted } from './wanted.ts';

export interface Finding {
  readonly code: ProblemCode;
  readonly path: Path;
  readonly message: string;
  /** It is the name of the last member that is wrong, not its value. */
  readonly key?: true;
  /** The value can be used as it is. */
  readonly hint?: true;
}

/** A shape that is none of several. */
type Single = Exclude<Shape, Either | Named>;
type Validator<S> = (shape: S, value: never, path: Path) => readonly Finding[];

export function validate(shape: Shape, value: unknown, path: Path = []): readonly Finding[] {
  const single = singleFor(shape, value);
  if (single === undefined) return [wrongType(shape, value, path)];
  return (VALIDATORS[single.kind] as Validator<Single>)(single, value as never, path);
}

/** Called only with values of the right type. */
const VALIDATORS: { readonly [K in Single['kind']]: Validator<Extract<Single, { kind: K }>> } = {
  text: validateText,
  number: validateNumber,
  flag: () => [],
  code: () => [],
  anything: ({ check }, value, path) => {
    const message = check?.(value);
    return message === undefined ? [] : [{ code: 'unreadable', path, message }];
  },
  list: ({ of, minItems }, items: readonly unknown[], path) => {
    if (items.length < minItems) return [{ code: 'bad-value', path, message: 'is empty; wants one entry at least' }];
    return items.flatMap((item, i) => validate(of, item, [...path, i]));
  },
  table: ({ of, checkKey }, value: object, path) =>
    fieldsOf(value).flatMap(([key, field]) => {
      const message = checkKey?.(key);
      const findings = validate(of, field, [...path, key]);
      if (message === undefined) return findings;
      return [{ code: 'unreadable', path: [...path, key], message, key: true }, ...findings];
    }),
  members: (shape, value: object, path) => validateMembers(shape, value, path, validate),
};

/** The one of the shapes within that takes values of this type. */
function singleFor(shape: Shape, value: unknown): Single | undefined {
  if (shape.kind === 'named') return singleFor(shape.shape(), value);
  if (shape.kind !== 'either') return TYPES[shape.kind](value, shape) ? shape : undefined;
  for (const one of shape.of) {
    const single = singleFor(one, value);
    if (single) return single;
  }
  return undefined;
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);

const TYPES: { readonly [K in Single['kind']]: (value: unknown, shape: Single) => boolean } = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  list: Array.isArray,
  table: isObject,
  members: isObject,
  anything: () => true,
  code: (value, shape) =>
    shape.kind === 'code' && shape.type === 'regexp' ? value instanceof RegExp : typeof value === 'function',
};

function wrongType(shape: Shape, value: unknown, path: Path): Finding {
  const quotable = typeof value === 'number' || typeof value === 'boolean';
  const cure = quotable && singleFor(shape, '') ? '; put it in quotes' : '';
  return { code: 'wrong-type', path, message: `wants ${wanted(shape)}, got ${given(value)}${cure}` };
}

function validateText({ only, known, minLength = 0, pattern }: Text, value: string, path: Path): readonly Finding[] {
  if (only && !only.includes(value)) {
    return [{ code: 'bad-value', path, message: unknownWord(value, only, `Known are ${only.join(', ')}`) }];
  }
  if (value.length < minLength) return [{ code: 'bad-value', path, message: 'is empty' }];
  if (pattern && new RegExp(pattern.source, 'u').test(value) !== pattern.wanted) {
    return [{ code: 'bad-value', path, message: `${JSON.stringify(shorten(value, 60))} ${pattern.message}` }];
  }
  if (!known || known.some((one) => one.toLowerCase() === value.toLowerCase())) return [];
  return [
    { code: 'unknown-exception', path, message: unknownWord(value, known, 'It is played as it stands'), hint: true },
  ];
}

function validateNumber(shape: Numeric, value: number, path: Path): readonly Finding[] {
  const { whole, min = -Infinity, max = Infinity, above = -Infinity } = shape;
  const fits = Number.isFinite(value) && value >= min && value <= max && value > above;
  if (fits && (!whole || Number.isInteger(value))) return [];
  return [{ code: 'bad-value', path, message: `wants ${wanted(shape)}, got ${value}` }];
}
