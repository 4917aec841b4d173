/** Freezes today's cases for clients under a date: `npx tsx scripts/freeze-profile.ts 2026-11-21`. */
import { writeFileSync } from 'node:fs';
import { CLIENT_CASES } from '../src/conformance/cases/client/index.ts';

const [date = ''] = process.argv.slice(2);
if (!/^\d{4}-\d\d-\d\d$/.test(date))
  throw new TypeError('write the date: npx tsx scripts/freeze-profile.ts 2026-11-21');
const lines = CLIENT_CASES.map(({ slug, revision }) => `  '${slug}': ${revision},`);
const file = new URL(`../src/conformance/profiles/${date}.ts`, import.meta.url);
const about =
  '/** Slugs and revisions as they were on this day; written by `scripts/freeze-profile.ts`, never changed. */';
writeFileSync(file, [about, 'export const FROZEN = {', ...lines, '} as const;', ''].join('\n'), { flag: 'wx' });
