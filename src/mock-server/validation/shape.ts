/**
 * The constraints of the service model as declarations, and what is said of a value that breaks them. A path counts
 * list members from 1 and says `.member`, as quoted in BerriAI/litellm#24668 and #19384.
 */
import { MUST } from '../../wire/constraints.ts';
import { isFields } from './body.ts';

export type Shape = StructureShape | ListShape | MapShape | StringShape | NumberShape | DocumentShape;

export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

export interface ListShape {
  readonly type: 'list';
  readonly member: Shape;
  readonly min: number;
  readonly max: number;
}

export interface MapShape {
  readonly type: 'map';
  readonly min: number;
  readonly max: number;
}

export interface StringShape {
  readonly type: 'string';
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp;
  readonly values?: readonly string[];
}

export interface NumberShape {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
}

/** Any JSON value. */
export interface DocumentShape {
  readonly type: 'document';
}

export const anything: DocumentShape = { type: 'document' };

export function structure(members: Readonly<Record<string, Shape>>, required: readonly string[] = []): StructureShape {
  return { type: 'structure', members, required };
}

export function list(member: Shape, { min = 0, max = Infinity } = {}): ListShape {
  return { type: 'list', member, min, max };
}

export function map({ min = 0, max = Infinity } = {}): MapShape {
  return { type: 'map', min, max };
}

export function number({ min = -Infinity, max = Infinity } = {}): NumberShape {
  return { type: 'number', min, max };
}

/** @param pattern must match the whole of it. */
export function string({ min = 0, max = Infinity, pattern = '' } = {}): StringShape {
  return { type: 'string', min, max, ...(pattern && { pattern: new RegExp(`^(?:${pattern})$`, 'u') }) };
}

export function oneOf(...values: readonly string[]): StringShape {
  return { type: 'string', min: 0, max: Infinity, values };
}

/** A value whose type is not the declared one, which no deserialiser takes. */
export class WrongType {
  readonly path: string;
  readonly wanted: string;

  constructor(path: string, wanted: string) {
    this.path = path;
    this.wanted = wanted;
  }
}

/** Adds what is broken to `found`. Null counts as absent. Gives the first value of a wrong type, and stops there. */
export function check(value: unknown, shape: Shape, path: string, found: string[]): WrongType | undefined {
  if (value === null || value === undefined || shape.type === 'document') return undefined;
  return CHECKS[shape.type](value, shape as never, path, found);
}

type Check<S extends Shape> = (value: unknown, shape: S, path: string, found: string[]) => WrongType | undefined;

const CHECKS: {
  readonly [T in Exclude<Shape['type'], 'document'>]: Check<Extract<Shape, { type: T }>>;
} = {
  structure(value, { members, required }, path, found) {
    if (!isFields(value)) return new WrongType(path, 'object');
    for (const name of required)
      if (value[name] === null || value[name] === undefined) found.push(missing(join(path, name)));
    for (const name in value) {
      const member = Object.hasOwn(members, name) ? members[name] : undefined;
      const wrong = member && check(value[name], member, join(path, name), found);
      if (wrong) return wrong;
    }
    return undefined;
  },
  list(value, { member, min, max }, path, found) {
    if (!Array.isArray(value)) return new WrongType(path, 'list');
    checkSize(value.length, { min, max }, `Value at '${path}'`, found);
    for (let i = 0; i < value.length; i++) {
      const wrong = check(value[i], member, `${path}.${i + 1}.member`, found);
      if (wrong) return wrong;
    }
    return undefined;
  },
  map(value, { min, max }, path, found) {
    if (!isFields(value)) return new WrongType(path, 'object');
    checkSize(Object.keys(value).length, { min, max }, `Value at '${path}'`, found);
    return undefined;
  },
  string(value, { min, max, pattern, values }, path, found) {
    if (typeof value !== 'string') return new WrongType(path, 'string');
    if (values && !values.includes(value)) found.push(failed(`Value at '${path}'`, MUST.beOneOf(values)));
    const subject = subjectOf(path, value);
    const misfit = pattern && !pattern.test(value) ? [failed(subject, MUST.match(sourceOf(pattern)))] : [];
    if (!isUntold(path)) found.push(...misfit);
    checkSize(value.length, { min, max }, subject, found);
    if (isUntold(path)) found.push(...misfit);
    return undefined;
  },
  number(value, { min, max }, path, found) {
    if (typeof value !== 'number') return new WrongType(path, 'number');
    if (value < min) found.push(failed(subjectOf(path, value), MUST.beAtLeast(min)));
    if (value > max) found.push(failed(subjectOf(path, value), MUST.beAtMost(max)));
    return undefined;
  },
};

function checkSize(size: number, { min, max }: { min: number; max: number }, subject: string, found: string[]): void {
  if (size < min) found.push(failed(subject, MUST.haveLengthAtLeast(min)));
  if (size > max) found.push(failed(subject, MUST.haveLengthAtMost(max)));
}

function missing(path: string): string {
  return failed(isUntold(path) ? `Value at '${path}'` : `Value null at '${path}'`, 'not be null');
}

function subjectOf(path: string, value: string | number): string {
  return isUntold(path) ? `Value at '${path}'` : `Value '${value}' at '${path}'`;
}

/** What is said in a conversation is not repeated in an error, and its length is judged first (openclaw#12892). */
function isUntold(path: string): boolean {
  return path.startsWith('messages');
}

function failed(subject: string, must: string): string {
  return `${subject} failed to satisfy constraint: Member must ${must}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function sourceOf(pattern: RegExp): string {
  return pattern.source.slice('^(?:'.length, -')$'.length);
}
