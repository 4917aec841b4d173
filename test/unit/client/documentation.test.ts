/** Every test that `docs/reference-client.md` names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../../src/client/version.ts';

const ROOT = join(import.meta.dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/reference-client.md'), 'utf8');
const FOLDERS: Readonly<Record<string, string>> = { int: 'integration/client', unit: 'unit/client', types: 'types' };

/** `int/client.test.ts: `title``, and the titles that follow it in a list. */
const named = [
  ...page.matchAll(/\b(int|unit|types)\/([\w./-]+\.test\.ts)(?:, by the same names)?: ((?:`[^`]+`(?:, )?)+)/g),
].flatMap(([, folder = '', file = '', titles = '']) =>
  [...titles.matchAll(/`([^`]+)`/g)].map(([, title = '']) => ({ path: `test/${FOLDERS[folder]}/${file}`, title })),
);

describe('the page of the reference client', () => {
  it('names tests', () => {
    expect(named.length).toBeGreaterThan(80);
  });

  it('leaves no row without a test or a reason', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('|---'));
    expect(rows.filter((row) => /\|\s*\|/.test(row))).toEqual([]);
  });

  it.each(named)('names $path: $title, which is there', ({ path, title }) => {
    const file = join(ROOT, path);
    expect(existsSync(file) && readFileSync(file, 'utf8').includes(title)).toBe(true);
  });
});

it('has the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});
