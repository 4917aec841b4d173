/** Freezes today's cases and properties under a date: `npx tsx scripts/freeze-profile.ts 2026-11-21`. */
import { writeFileSync } from 'node:fs';
import { CLIENT_CASES } from '../src/conformance/cases/client/index.ts';
import { CLIENT_OPINIONS } from '../src/conformance/cases/server/clients.ts';
import { SERVER_CASES } from '../src/conformance/cases/server/index.ts';
import { PROPERTIES } from '../src/conformance/properties/index.ts';

const [date = ''] = process.argv.slice(2);
if (!/^\d{4}-\d\d-\d\d$/.test(date))
  throw new TypeError('write the date: npx tsx scripts/freeze-profile.ts 2026-11-21');

const frozen = (name: string, all: readonly { readonly slug: string; readonly revision?: number }[]): string[] => [
  `export const ${name} = {`,
  ...all.map(({ slug, revision = 1 }) => `  '${slug}': ${revision},`),
  '} as const;',
  '',
];
const file = new URL(`../src/conformance/profiles/${date}.ts`, import.meta.url);
const about =
  '/** Slugs and revisions as they were on this day; written by `scripts/freeze-profile.ts`, never changed. */';
const sets = [
  ...frozen('FROZEN', CLIENT_CASES),
  ...frozen('FROZEN_PROPERTIES', PROPERTIES),
  ...frozen('FROZEN_SERVER', SERVER_CASES),
  ...frozen('FROZEN_OPINIONS', CLIENT_OPINIONS),
];
writeFileSync(file, [about, ...sets].join('\n'), { flag: 'wx' });
