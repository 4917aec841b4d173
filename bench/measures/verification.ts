/** Verifying one signature in-process, as `verify.ts` measures it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SERVER_CORE } from '../support/machine.ts';
import { atLeast, atMost, type Row } from '../support/row.ts';
import type { Measure } from './measure.ts';

const VERIFY = join(import.meta.dirname, '../verify.js');
const OWN = 'verify (touchstone)';
const SMITHY = 're-sign (@smithy/signature-v4, sha256-js)';

export const verification: Measure = {
  name: 'verify',
  run: async (): Promise<Row[]> => {
    const { stdout } = await promisify(execFile)('taskset', ['-c', SERVER_CORE, process.execPath, VERIFY]);
    const own = timeOf(OWN, stdout);
    return [
      { what: 'verifying one signature, 300-byte body', target: atMost(8), values: [own], unit: 'µs' },
      {
        what: 're-signing with @smithy/signature-v4 ÷ verifying',
        target: atLeast(6),
        values: [timeOf(SMITHY, stdout) / own],
      },
    ];
  },
};

/** In microseconds. */
function timeOf(name: string, output: string): number {
  const line = output.split('\n').find((line) => line.startsWith(name));
  if (line === undefined) throw new Error(`bench/verify.ts does not tell of ${name}:\n${output}`);
  return Number.parseFloat(line.slice(name.length));
}
