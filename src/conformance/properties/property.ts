/** A property: from any value of a kind to a case that must hold. */
import type { Arbitrary } from 'fast-check';
import type { Authority, CaseInfo, ClientSettings, ClientVariant, Level, Need } from '../case.ts';

export interface Property<Value> {
  /** `group/name-property`; as `property/name` it can be asked for too. */
  readonly slug: string;
  /** As of a case. Default: 1. */
  readonly revision?: number;
  readonly level: Level;
  readonly authority: Authority;
  readonly statement: string;
  readonly references: readonly string[];
  readonly needs?: readonly Need[];
  /** How many values of the default number are tried, from 0 to 1, where one takes long. Default: 1. */
  readonly share?: number;
  readonly values: Arbitrary<Value>;
  /** Tried before any that are drawn, where there are few enough to try them all. */
  readonly always?: readonly Value[];
  /** The variants of a value follow each other in one session. Default: each has a client and a sandbox of its own. */
  readonly session?: boolean;
  /** What must hold for a value. Variants that the client cannot try are left out. */
  readonly variants: (value: Value) => readonly ClientVariant[];
  readonly settings?: (value: Value) => ClientSettings;
}

/** A property whose values nobody has to know. */
export interface AnyProperty extends Omit<Property<never>, 'values' | 'always' | 'variants' | 'settings'> {
  readonly values: Arbitrary<unknown>;
  readonly always?: readonly unknown[];
  readonly variants: (value: never) => readonly ClientVariant[];
  readonly settings?: (value: never) => ClientSettings;
}

export function infoOfProperty({ slug, revision = 1, level, authority, statement, references }: AnyProperty): CaseInfo {
  return { slug, aliases: [aliasOf(slug)], revision, subject: 'client', level, authority, statement, references };
}

/** So that `property/*` names all of them. */
function aliasOf(slug: string): string {
  return slug.replace(/^[^/]+\/(.+)-property$/, 'property/$1');
}
