/** What the README shows is run: TypeScript as it stands, scenario files by the loader, Python against a server. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createBedrock, loadScenarios } from '../../src/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const SNIPPETS = join(ROOT, 'test/.snippets');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}[^\\n]*\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code]) => code as string,
  );
}

/** What a snippet says it prints: the comment behind each `console.log`. */
function promised(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text as string);
}

beforeAll(() => mkdirSync(SNIPPETS, { recursive: true }));
afterAll(() => rmSync(SNIPPETS, { recursive: true, force: true }));

describe('TypeScript', () => {
  const snippets = blocks('ts');

  test('there are some', () => expect(snippets.length).toBeGreaterThan(1));

  test.each(snippets.map((code, i) => [i, code] as const))('snippet %i prints what it says', async (i, code) => {
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((value) => void printed.push(asWritten(value)));
    const file = join(SNIPPETS, `${i}.ts`);
    writeFileSync(file, code);
    await import(file);
    log.mockRestore();
    expect(printed).toEqual(promised(code));
  });
});

function asWritten(value: unknown): string {
  if (typeof value === 'string') return value;
  const json = JSON.stringify(value);
  return json
    .replace(/"(\w+)":/g, '$1: ')
    .replace(/,(?=\w+: )/g, ', ')
    .replace(/\{/g, '{ ')
    .replace(/\}/g, ' }')
    .replace(/"/g, "'");
}

test('the scenario file loads and says what the text says', async () => {
  const [yaml = ''] = blocks('yaml');
  const { scenarios } = await loadScenarios(yaml, { file: 'scenarios.yaml' });
  expect(scenarios.map(({ name }) => name)).toEqual([
    'weather, first a tool',
    'weather, then the answer',
    'busy at first',
  ]);
});

test('every example in the tables loads', async () => {
  const tables = readme.slice(readme.indexOf('## Scenarios'), readme.indexOf('## What it does'));
  const cells = [...tables.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => [
    ...(cell as string).matchAll(/`([^`]+)`/g),
  ]);
  const examples = cells
    .map(([, text]) => text as string)
    .filter((text) => text.includes(': ') && !text.includes('=>'));
  expect(examples.length).toBeGreaterThan(20);
  for (const example of examples) await loadScenarios(scenarioWith(example), { file: example });
});

const WHEN = /^(operation|model|prompt|system|tools|toolResult|turn|body|headers):/;

function scenarioWith(example: string): string {
  if (WHEN.test(example)) return `- when: { ${example} }\n  reply: x`;
  if (example.startsWith('{ ')) return `- reply: x\n  faults: [${example}]`;
  return /^(times|timing):/.test(example) ? `- ${example}\n  reply: x` : `- ${example}`;
}

describe.skipIf(!existsSync(join(ROOT, '.venv/bin/python')))(
  'Python (skipped unless npm run test:python made its environment)',
  () => {
    test('the program runs as it stands', async () => {
      await using bedrock = createBedrock({ scenarios: [{ name: 'hello', answer: 'Hello from Python.' }] });
      const { url } = await bedrock.listen();
      const env = { ...process.env, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
      const [program = ''] = blocks('python');
      const { stdout } = await promisify(execFile)(join(ROOT, '.venv/bin/python'), ['-c', program], { env });
      expect(stdout).toBe('Hello from Python.\n');
    });
  },
);
