import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');
const STAGES = [
  'auth',
  'operations',
  'validation',
  'matching',
  'rendering',
  'faults',
  'journal',
  'control',
  'transport',
];

/** Which folders a folder may take values from. Types may come from anywhere: they are gone when the program runs. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  wire: ['wire'],
  fixtures: ['wire', 'fixtures'],
  client: ['wire', 'client'],
  'mock-server': ['wire', 'fixtures', 'mock-server'],
  recordings: ['wire', 'fixtures', 'mock-server', 'client', 'recordings'],
  testing: ['wire', 'fixtures', 'mock-server', 'testing'],
  vitest: ['wire', 'fixtures', 'mock-server', 'testing', 'vitest'],
  msw: ['wire', 'fixtures', 'mock-server', 'msw'],
  conformance: ['wire', 'fixtures', 'mock-server', 'client', 'recordings', 'conformance'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports = files.flatMap(valueImports);

function valueImports(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s(?!type\s)(?:([^;]*?)\sfrom\s)?'(\.[^']+)'/gm);
  return [...statements]
    .filter(([, names]) => !names || !/^\{(?:\s*type\s[^,}]+,?)+\s*\}$/.test(names))
    .map(([, , path]) => ({ from: file, to: relative(SRC, resolve(SRC, dirname(file), path as string)) }));
}

function folder(file: string): string {
  return file.split('/')[0] as string;
}

function stage(file: string): string | undefined {
  const [top, name, rest] = file.split('/');
  return top === 'mock-server' && rest !== undefined && STAGES.includes(name as string) ? name : undefined;
}

function told({ from, to }: Import): string {
  return `${from} -> ${to}`;
}

test('the reader of imports sees them', () => {
  expect(imports.map(told)).toContain('mock-server/pipeline.ts -> mock-server/faults/index.ts');
});

test('folders import only what the design allows', () => {
  const wrong = imports.filter(({ from, to }) => ALLOWED[folder(from)]?.includes(folder(to)) === false);
  expect(wrong.map(told)).toEqual([]);
});

test('a stage imports no other stage', () => {
  const wrong = imports.filter(({ from, to }) => stage(from) && stage(to) && stage(from) !== stage(to));
  expect(wrong.map(told)).toEqual([]);
});

test('the server imports neither the AWS SDK nor the Smithy signer', () => {
  const wrong = files
    .filter((file) => folder(file) === 'mock-server')
    .filter((file) => /from '(@aws-sdk|@smithy\/signature|@aws-crypto)/.test(readFileSync(join(SRC, file), 'utf8')));
  expect(wrong).toEqual([]);
});
