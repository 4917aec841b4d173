/** Writes docs/requirements.md from the ledger: `npm run requirements`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { REQUIREMENTS } from '../src/conformance/requirements/index.ts';
import { requirementsReport } from '../src/conformance/requirements/report.ts';

const file = fileURLToPath(new URL('../docs/requirements.md', import.meta.url));
const report = requirementsReport(REQUIREMENTS);
writeFileSync(file, await format(report, { ...(await resolveConfig(file)), filepath: file }));
