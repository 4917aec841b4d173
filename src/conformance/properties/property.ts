/** A property: from any value of a kind to a case that must hold. */
import type { Arbitrary } from 'fast-check';
import type { Authority, Capability, CaseInfo, ClientSettings, ClientVariant, Level } from '../case.ts';

export interface Property<Value> {
  readonly slug: string;
  readonly level: Level;
  readonly authority: Authority;
  readonly statement: string;
  readonly references: readonly string[];
  readonly needs?: readonly Capability[];
  /** How many values of the default number are tried, from 0 to 1, where one takes long. Default: 1. */
  readonly share?: number;
  readonly values: Arbitrary<Value>;
  /** What must hold for a value. Variants that the client cannot try are left out. */
  readonly variants: (value: Value) => readonly ClientVariant[];
  readonly settings?: (value: Value) => ClientSettings;
}

/** A property whose values nobody has to know. */
export interface AnyProperty extends Omit<Property<never>, 'values' | 'variants' | 'settings'> {
  readonly values: Arbitrary<unknown>;
  readonly variants: (value: never) => readonly ClientVariant[];
  readonly settings?: (value: never) => ClientSettings;
}

export function infoOfProperty({ slug, level, authority, statement, references }: AnyProperty): CaseInfo {
  return { slug, revision: 1, subject: 'client', level, authority, statement, references };
}
