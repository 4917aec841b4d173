/** Writes `schema/scenarios.schema.json` from the declaration of scenarios: `npx tsx scripts/write-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { scenarioSchema } from '../src/mock-server/matching/index.ts';

const file = fileURLToPath(new URL('../schema/scenarios.schema.json', import.meta.url));
writeFileSync(file, await format(JSON.stringify(scenarioSchema()), { ...(await resolveConfig(file)), filepath: file }));
