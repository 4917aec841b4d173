/** What an entry of the ledger is: one sentence of a specification, and what tries it. */
import type { CaseInfo } from '../case.ts';

export type Side = CaseInfo['subject'];

/** Where a sentence stands. */
export interface Passage {
  readonly document: string;
  readonly section: string;
  readonly url: string;
}

/**
 * Why nothing tries a sentence. `unobservable`: neither the wire nor the caller's side shows whether it holds. `out of
 * scope`: it is about what the kit is not about, or what Bedrock does not have. `not yet`: it could be tried.
 */
export interface Untested {
  readonly why: 'unobservable' | 'out of scope' | 'not yet';
  readonly because: string;
}

interface Sentence {
  /** `source/name`; stable, and never used again for anything else. */
  readonly id: string;
  /** The requirement in our own words; the passage has its own. */
  readonly says: string;
  readonly binds: readonly Side[];
}

/** Slugs of cases and properties, at least one for each side that is bound; or why there is none. */
type Tested = { readonly cases: readonly string[]; readonly none?: never };
type Untried = { readonly none: Untested; readonly cases?: never };

export type Entry = Sentence & (Tested | Untried);
export type Requirement = Entry & { readonly source: Passage };

export const CLIENT: readonly Side[] = ['client'];
export const SERVER: readonly Side[] = ['server'];
export const BOTH: readonly Side[] = ['client', 'server'];

/** The sentences of one passage. */
export function under(source: Passage, entries: readonly Entry[]): Requirement[] {
  return entries.map((entry) => ({ ...entry, source }));
}

export function unobservable(because: string): Untested {
  return { why: 'unobservable', because };
}

export function outOfScope(because: string): Untested {
  return { why: 'out of scope', because };
}

export function notYet(because: string): Untested {
  return { why: 'not yet', because };
}
