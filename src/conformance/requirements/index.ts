/** The ledger: what the specifications ask of clients and servers, and which cases try it. */
import type { CaseInfo } from '../case.ts';
import { EVENT_STREAM } from './event-stream.ts';
import { NEIGHBOURS } from './neighbours.ts';
import type { Requirement, Side } from './requirement.ts';
import { SERVICE_MODEL } from './service-model.ts';
import { SIGV4 } from './sigv4.ts';

export type { Passage, Requirement, Side, Untested } from './requirement.ts';

/** What the sources are called, by the first part of the ids of their entries. */
export const SOURCES = {
  'event-stream': 'Event streams',
  'service-model': 'The service model',
  sigv4: 'Signature Version 4',
  neighbours: 'Beside them',
} as const;

export type SourceName = keyof typeof SOURCES;

/** Every sentence that binds, each with the cases that try it or with the reason why none does. */
export const REQUIREMENTS: readonly Requirement[] = [...EVENT_STREAM, ...SERVICE_MODEL, ...SIGV4, ...NEIGHBOURS];

export function sourceOf({ id }: Pick<Requirement, 'id'>): SourceName {
  return id.slice(0, id.indexOf('/')) as SourceName;
}

export interface Coverage {
  readonly source: SourceName;
  readonly side: Side;
  readonly tested: number;
  readonly notYet: number;
  readonly unobservable: number;
  readonly outOfScope: number;
}

/** How many sentences of each source bind each side, and what becomes of them; one that binds both counts for both. */
export function coverage(requirements: readonly Requirement[] = REQUIREMENTS): Coverage[] {
  return (Object.keys(SOURCES) as SourceName[]).flatMap((source) =>
    (['client', 'server'] as const).map((side) => {
      const bound = requirements.filter((one) => sourceOf(one) === source && one.binds.includes(side));
      const because = (why: string): number => bound.filter(({ none }) => none?.why === why).length;
      return {
        source,
        side,
        tested: bound.filter(({ none }) => none === undefined).length,
        notYet: because('not yet'),
        unobservable: because('unobservable'),
        outOfScope: because('out of scope'),
      };
    }),
  );
}

/** The slugs of normative cases that no sentence asks for. */
export function casesWithoutRequirement(
  cases: readonly CaseInfo[],
  requirements: readonly Requirement[] = REQUIREMENTS,
): string[] {
  const named = new Set(requirements.flatMap(({ cases: slugs = [] }) => slugs));
  return cases.filter(({ slug, authority }) => authority === 'normative' && !named.has(slug)).map(({ slug }) => slug);
}
