/** Writes the published JSON Schemas from what they describe: `npx tsx scripts/write-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { resultSchema } from '../src/conformance/report/index.ts';
import { scenarioSchema } from '../src/mock-server/matching/index.ts';
import { recordingSchema } from '../src/recordings/schema.ts';

const SCHEMAS = {
  'scenarios.schema.json': scenarioSchema(),
  'conformance-result.schema.json': resultSchema(),
  'recording.schema.json': recordingSchema(),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = fileURLToPath(new URL(`../schema/${name}`, import.meta.url));
  writeFileSync(file, await format(JSON.stringify(schema), { ...(await resolveConfig(file)), filepath: file }));
}
