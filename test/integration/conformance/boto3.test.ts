/** boto3 through the driver protocol: what fails is known, and nothing else fails. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { conform } from '../../../src/cli/conform.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const PYTHON = path('.venv/bin/python');

describe.skipIf(!existsSync(PYTHON))('boto3 (needs the .venv that npm run test:python makes)', () => {
  test('fails where it is known to fail', { timeout: 120_000 }, async () => {
    const lines: string[] = [];
    const say = (text: string): void => void lines.push(text);
    const terminal = { out: say, err: say, colours: false, version: '0', stopped: () => new Promise<void>(() => {}) };
    const driver = ['--driver', `${PYTHON} ${path('drivers/boto3/driver.py')}`];
    const code = await conform(['client', ...driver, '--known', path('drivers/boto3/known-failures.yaml')], terminal);
    expect(lines.join('\n')).not.toMatch(/^(FAIL|UNTESTABLE|passes|covers) /m);
    expect(code).toBe(0);
  });
});
