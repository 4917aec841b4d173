/** Sets of cases, frozen by date, so that a client's score does not change under its feet. */
import type { ClientCase } from './case.ts';
import { CLIENT_CASES } from './cases/client/index.ts';
import { FROZEN } from './profiles/2026-11-21.ts';

/** By date: the slugs and the revision that each case had. A case whose revision has grown is not what was frozen. */
export const PROFILES: Readonly<Record<string, Readonly<Record<string, number>>>> = { '2026-11-21': FROZEN };

/** The cases of a profile. @throws {TypeError} for one that there is not, or that these cases cannot stand for any more. */
export function casesOf(profile: string): ClientCase[] {
  const slugs = PROFILES[profile];
  if (!slugs) throw new TypeError(`there is no profile ${profile}; there are ${Object.keys(PROFILES).join(', ')}`);
  const moved = Object.entries(slugs).filter(([slug, revision]) => find(slug)?.revision !== revision);
  if (moved.length > 0)
    throw new TypeError(
      `${moved.map(([slug]) => slug).join(', ')} changed since ${profile}; use the release of that time`,
    );
  return Object.keys(slugs).map((slug) => find(slug) as ClientCase);
}

function find(slug: string): ClientCase | undefined {
  return CLIENT_CASES.find((one) => one.slug === slug || one.aliases?.includes(slug));
}
