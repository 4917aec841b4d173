/** What docs/conformance.md shows works as it stands there, in a fresh folder. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { conform } from '../../../src/cli/conform.ts';
import { WORDS } from '../../../src/conformance/case.ts';
import { CAPABILITIES, readKnownFailures } from '../../../src/conformance/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PYTHON = join(ROOT, '.venv/bin/python');
const page = readFileSync(join(ROOT, 'docs/conformance.md'), 'utf8');

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'touchstone-docs-'));
}

/** The exit code, and all that was said. */
async function tried(driver: string, ...more: readonly string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const terminal = { out: say, err: say, colours: false, version: '0', stopped: () => new Promise<void>(() => {}) };
  const code = await conform(['client', '--driver', driver, ...more], terminal);
  return { code, said: lines.join('\n') };
}

/** The simplest cases, which a client that works passes. */
const SIMPLEST = ['un/converse', 'err/type-header', 'sig/valid'].flatMap((slug) => ['--case', slug]);

async function keepsToTheProtocol(driver: string): Promise<void> {
  expect((await tried(driver, '--validate-driver')).said).toContain('keeps to the protocol');
  const { code, said } = await tried(driver, ...SIMPLEST, '--runs', '0');
  expect(said).toMatch(/: [3-9] PASS/);
  expect(code).toBe(0);
}

describe.skipIf(!existsSync(PYTHON))('Python (skipped unless npm run test:python made its environment)', () => {
  test('the driver works', { timeout: 60_000 }, async () => {
    const file = join(folder(), 'driver.py');
    writeFileSync(file, block('python'));
    await keepsToTheProtocol(`${PYTHON} ${file}`);
  });
});

describe.skipIf(!hasGo())('Go (skipped unless go is on the PATH)', () => {
  test('the driver works', { timeout: 300_000 }, async () => {
    const made = folder();
    writeFileSync(join(made, 'main.go'), block('go'));
    // The versions that `go mod init` and `go mod tidy` would choose, without asking anybody.
    for (const file of ['go.mod', 'go.sum']) copyFileSync(join(ROOT, 'drivers/aws-sdk-go', file), join(made, file));
    execFileSync('go', ['build', '-o', 'driver', '.'], { cwd: made, stdio: 'pipe' });
    await keepsToTheProtocol(join(made, 'driver'));
  });
});

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

test('every capability is there', () => {
  const names = [...Object.entries(CAPABILITIES), ...Object.entries(WORDS)];
  expect(names.filter(([name, says]) => !isRow(name, says))).toEqual([]);
});

function isRow(name: string, says: string): boolean {
  const cells = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return cells.some(([, first, second]) => first === `\`${name}\`` && second === says);
}

test('the list of known failures is one', () => {
  expect(readKnownFailures(block('yaml'), 'known-failures.yaml')).toHaveLength(2);
});
