/** Sets of cases, frozen by date, so that a subject's score does not change under its feet. */
import type { ClientCase } from './case.ts';
import { CLIENT_CASES } from './cases/client/index.ts';
import { CLIENT_OPINIONS, type ClientOpinion } from './cases/server/clients.ts';
import { SERVER_CASES } from './cases/server/index.ts';
import { FROZEN, FROZEN_OPINIONS, FROZEN_PROPERTIES, FROZEN_SERVER } from './profiles/2026-11-21.ts';
import { PROPERTIES } from './properties/index.ts';
import type { AnyProperty } from './properties/property.ts';
import type { ProbeCase } from './server/request.ts';

/** Slugs and the revision that each had. A case whose revision has grown is not what was frozen. */
type Frozen = Readonly<Record<string, number>>;

export interface Profile {
  readonly client: Frozen;
  readonly properties: Frozen;
  readonly server: Frozen;
  /** Of the clients that say what they make of a server. */
  readonly opinions: Frozen;
}

/** By date. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  '2026-11-21': { client: FROZEN, properties: FROZEN_PROPERTIES, server: FROZEN_SERVER, opinions: FROZEN_OPINIONS },
};

/** The cases for clients. @throws {TypeError} for a profile that there is not, or that today's cases cannot stand for. */
export function casesOf(profile: string): ClientCase[] {
  return thawed(profile, 'client', CLIENT_CASES);
}

/** The properties of clients. @throws {TypeError} as `casesOf`. */
export function propertiesOf(profile: string): AnyProperty[] {
  return thawed(profile, 'properties', PROPERTIES);
}

/** The cases for servers. @throws {TypeError} as `casesOf`. */
export function serverCasesOf(profile: string): ProbeCase[] {
  return thawed(profile, 'server', SERVER_CASES);
}

/** What clients are asked about a server. @throws {TypeError} as `casesOf`. */
export function opinionsOf(profile: string): ClientOpinion[] {
  return thawed(profile, 'opinions', CLIENT_OPINIONS);
}

interface Named {
  readonly slug: string;
  readonly aliases?: readonly string[];
  /** Default: 1. */
  readonly revision?: number;
}

function thawed<One extends Named>(profile: string, kind: keyof Profile, all: readonly One[]): One[] {
  const frozen = Object.hasOwn(PROFILES, profile) ? PROFILES[profile] : undefined;
  if (!frozen) throw new TypeError(`there is no profile ${profile}; there are ${Object.keys(PROFILES).join(', ')}`);
  const find = (slug: string): One | undefined => all.find((one) => one.slug === slug || one.aliases?.includes(slug));
  const moved = Object.entries(frozen[kind]).filter(([slug, revision]) => (find(slug)?.revision ?? 1) !== revision);
  const gone = Object.keys(frozen[kind]).filter((slug) => !find(slug));
  const changed = [...moved.map(([slug]) => slug), ...gone];
  if (changed.length > 0)
    throw new TypeError(`${changed.join(', ')} changed since ${profile}; use the release of that time`);
  return Object.keys(frozen[kind]).map((slug) => find(slug) as One);
}
