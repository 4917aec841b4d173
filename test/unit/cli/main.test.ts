/** The command line without a process: what it prints where, and the exit code. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { SERVE_OPTIONS } from '../../../src/cli/serve-options.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'touchstone-test-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    colours: false,
    version: '1.2.3',
    stopped: async () => {},
  };
  const code = await main(args, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test.each([
  [
    [],
    'touchstone: a command is missing: serve, conform, record, import, scenarios, check, schema, models. See touchstone --help.',
  ],
  [['serv'], 'touchstone: unknown command serv; did you mean serve? See touchstone --help.'],
  [
    ['launch'],
    'touchstone: unknown command launch; there is serve, conform, record, import, scenarios, check, schema, models. See touchstone --help.',
  ],
  [['--port', '1'], 'touchstone: the command comes first: touchstone serve --port. See touchstone --help.'],
  [['help', 'serv'], 'touchstone: unknown command serv; did you mean serve? See touchstone --help.'],
  [['serve', '--strct'], 'touchstone: unknown option --strct; did you mean --strict? See touchstone serve --help.'],
  [
    ['serve', 'x.yaml'],
    'touchstone: "x.yaml" is too much; scenarios go with --scenarios. See touchstone serve --help.',
  ],
  [
    ['serve', '--cert', 'c.pem'],
    'touchstone: --cert and --key belong together; --key FILE is missing. See touchstone serve --help.',
  ],
  [
    ['serve', '--api-key', 'x'],
    'touchstone: bearer key "x"… must begin with bedrock-api-key- or ABSK. See touchstone serve --help.',
  ],
  [['check'], 'touchstone: check wants files of scenarios: touchstone check FILE|DIR…. See touchstone check --help.'],
  [['schema', 'x'], 'touchstone: schema takes no arguments, but got "x". See touchstone schema --help.'],
])('%j is a wrong command line', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, out: '', err: message });
});

test.each([
  [['serve', '--scenarios', 'nowhere.yaml'], 'touchstone: nowhere.yaml: there is no such file or directory'],
  [['serve', '--credentials-file', 'nowhere'], 'touchstone: nowhere: there is no such file'],
  [['serve', '--cert', 'nowhere', '--key', 'x'], 'touchstone: nowhere: there is no such file'],
  [['models', 'nobody'], 'touchstone: no model mentions nobody; touchstone models lists all'],
])('%j cannot be done', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 1, out: '', err: message });
});

describe('help', () => {
  test.each([[['--help']], [['-h']], [['help']]])('%j: the commands', async (args) => {
    const { code, out, err } = await run(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: touchstone <command> \[options\]\n/);
    expect(out).toContain('\n  serve      run a double of Amazon Bedrock\n');
  });

  test.each(['serve', 'conform', 'record', 'scenarios', 'check', 'schema', 'models'])(
    'of %s, in two ways',
    async (name) => {
      const { code, out } = await run(name, '--help');
      expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(`^Usage: touchstone ${name}`) });
      expect((await run('help', name)).out).toBe(out);
    },
  );

  test('of serve has a line for each option, none too long', async () => {
    const lines = (await run('serve', '--help')).out.split('\n');
    for (const name of Object.keys(SERVE_OPTIONS)) {
      expect(lines.filter((line) => line.startsWith(`  --${name} `) || line === `  --${name}`)).toHaveLength(1);
    }
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  test('the version', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3', err: '' });
    expect(await run('serve', '--version')).toEqual({ code: 0, out: '1.2.3', err: '' });
  });
});

describe('check', () => {
  test('says of each file whether it can be used', async () => {
    const one = file('one.yaml', '- name: a\n  reply: A.\n');
    const two = file('two.json', '[{"name": "b", "reply": "B."}, {"name": "c", "reply": "C."}]');
    expect(await run('check', one, two)).toEqual({
      code: 0,
      out: `${one}: 1 scenario, all right\n${two}: 2 scenarios, all right`,
      err: '',
    });
  });

  test('tells all problems of all files', async () => {
    const bad = file('bad.yaml', '- nme: a\n  reply: A.\n- name: b\n  when: { turn: x }\n  reply: B.\n');
    const good = file('good.yaml', '- reply: A.\n');
    expect(await run('check', bad, 'nowhere', good)).toEqual({
      code: 1,
      out: `${good}: 1 scenario, all right`,
      err: [
        `${bad}:1:3: scenarios[0].nme: unknown member; did you mean "name"?`,
        `${bad}:4:17: scenarios[1].when.turn: wants a whole number from 1 on, got the text "x"`,
        'nowhere: there is no such file or directory',
      ].join('\n'),
    });
  });
});

test('two files of serve may not use one name twice', async () => {
  const one = file('first.yaml', '- name: same\n  reply: A.\n');
  const two = file('second.yaml', '- name: same\n  reply: B.\n');
  expect(await run('serve', '--port', '0', '--scenarios', one, '--scenarios', two)).toEqual({
    code: 1,
    out: '',
    err: `touchstone: "same" is the name of two scenarios in ${one}, ${two}`,
  });
});

test('schema prints a JSON Schema', async () => {
  const { code, out } = await run('schema');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
});

describe('models', () => {
  test('how each can be called', async () => {
    const { out } = await run('models', 'anthropic', 'CLAUDE-3-5-sonnet-20241022');
    expect(out.split('\n')[0]).toMatch(/^MODEL ID +CALLED +STREAMS +CONVERSE +LIFE$/);
    expect(out).toMatch(/\nanthropic\.claude-3-5-sonnet-20241022-v2:0 +on demand, us/);
  });

  test('as JSON', async () => {
    const found = JSON.parse((await run('models', 'amazon.titan-embed-text-v2:0', '--json')).out) as {
      modelId: string;
    }[];
    expect(found.map(({ modelId }) => modelId)).toContain('amazon.titan-embed-text-v2:0');
  });
});
