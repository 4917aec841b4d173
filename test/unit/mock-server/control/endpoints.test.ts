/** The control API in-process, as far as it needs no socket. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bedrock, createBedrock, type SandboxFace } from '../../../../src/mock-server/index.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const CLAUDE_2 = 'anthropic.claude-v2';
const WEATHER = { name: 'weather', when: { prompt: 'weather' }, answer: 'Sunny.' };
const REST = { name: 'rest', answer: 'Hm.' };

let bedrock: Bedrock;

beforeEach(() => {
  bedrock = createBedrock({ auth: 'off', clock: () => NOON, scenarios: [WEATHER, REST] });
});

async function control(method: string, path: string, body?: string, face: SandboxFace = bedrock) {
  const response = await face.fetch(`http://127.0.0.1/_touchstone${path}`, {
    method,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, value: JSON.parse(text) as never };
}

async function get(path: string): Promise<Record<string, never>> {
  return (await control('GET', path)).value;
}

async function ask(prompt: string, { modelId = HAIKU, face = bedrock }: { modelId?: string; face?: SandboxFace } = {}) {
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: prompt }] }] });
  const headers = { 'content-type': 'application/json' };
  const response = await face.fetch(`http://h/model/${modelId}/converse`, { method: 'POST', body, headers });
  const answer = (await response.json()) as { output: { message: { content: { text: string }[] } } };
  return answer.output.message.content[0]?.text;
}

async function prompts(query: string): Promise<string[]> {
  const { exchanges } = (await get(`/journal${query}`)) as unknown as { exchanges: { prompt: string }[] };
  return exchanges.map(({ prompt }) => prompt);
}

describe('what there is', () => {
  test('a page with a line and an example for each', async () => {
    const response = await bedrock.fetch('http://127.0.0.1:7357/_touchstone/');
    const page = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(page).toContain('  GET    /health              whether it is up');
    expect(page).toContain(
      `  curl -X PUT --data-binary @scenarios.yaml 'http://127.0.0.1:7357/_touchstone/scenarios'\n`,
    );
    expect(page).toContain(`  curl 'http://127.0.0.1:7357/_touchstone/journal?limit=1&full=true'\n`);
  });

  test('the examples of the page of a sandbox are about the sandbox', async () => {
    const page = await (await bedrock.fetch('http://h/_sandbox/t1/_touchstone')).text();
    expect(page).toContain(`  curl -X POST 'http://h/_sandbox/t1/_touchstone/reset'\n`);
  });

  test.each(['/nothing', '/health/x', '/journal/a/b'])('%s is nothing, and what there is is told', async (path) => {
    const { status, value } = await control('GET', path);
    expect(status).toBe(404);
    expect(value).toEqual({
      error: {
        message: `The control API has no /_touchstone${path}. See "endpoints" for what it has.`,
        endpoints: expect.arrayContaining(['GET /uses: how often each scenario has answered']),
      },
    });
    expect(bedrock.journal.length).toBe(0);
  });

  test('a method it does not take is answered with those it takes', async () => {
    const response = await bedrock.fetch('http://h/_touchstone/scenarios', { method: 'PATCH' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, PUT, POST, DELETE']);
    expect(await response.json()).toEqual({
      error: { message: '/_touchstone/scenarios takes GET or PUT or POST or DELETE, not PATCH.' },
    });
  });
});

test('health', async () => {
  await ask('x');
  bedrock.sandbox('t1').journal.clear();
  expect(await get('/health')).toEqual({ status: 'ok', scenarios: 2, exchanges: 1, sandboxes: 1 });
});

describe('scenarios', () => {
  test('as they are, in a form that can be put back', async () => {
    bedrock.scenarios.replace([{ name: 'pattern', when: { prompt: /sun(ny)?/i, system: /x/ }, answer: 'Yes.' }]);
    const shown = await get('/scenarios');
    expect(shown).toEqual({
      scenarios: [
        {
          name: 'pattern',
          when: { prompt: { regex: 'sun(ny)?', flags: 'i' }, system: { regex: 'x' } },
          answer: 'Yes.',
        },
      ],
    });
    expect(await control('PUT', '/scenarios', JSON.stringify(shown))).toMatchObject({ status: 200 });
    expect(await get('/scenarios')).toEqual(shown);
  });

  test('PUT replaces, in YAML', async () => {
    const { status, value } = await control('PUT', '/scenarios', '- name: a\n  reply: A.\n- reply: B.\n');
    expect([status, value]).toEqual([200, { loaded: ['a', 'body#2'], scenarios: 2 }]);
    expect(await ask('weather')).toBe('A.');
  });

  test('POST adds one in front', async () => {
    const { status, value } = await control(
      'POST',
      '/scenarios',
      '{"name": "snow", "when": {"prompt": "weather"}, "reply": "Snow."}',
    );
    expect([status, value]).toEqual([200, { loaded: ['snow'], scenarios: 3 }]);
    expect([await ask('weather'), await ask('x')]).toEqual(['Snow.', 'Hm.']);
    expect(bedrock.scenarios.list().map(({ name }) => name)).toEqual(['snow', 'weather', 'rest']);
  });

  test('DELETE leaves none', async () => {
    expect(await control('DELETE', '/scenarios')).toEqual({ status: 200, value: { scenarios: 0 } });
    expect(await get('/scenarios')).toEqual({ scenarios: [] });
  });

  test('how often each has answered', async () => {
    await ask('weather');
    await ask('weather');
    expect(await get('/uses')).toEqual({ weather: 2, rest: 0 });
  });

  test('all that is wrong, where it is wrong, and nothing is changed', async () => {
    const { status, value } = await control(
      'PUT',
      '/scenarios',
      '- name: a\n  when: { prmpt: x }\n  reply: A.\n- name: b\n',
    );
    expect(status).toBe(400);
    expect(value).toEqual({
      error: {
        message: expect.stringMatching(
          /^line 2, column 11: scenarios\[0\]\.when\.prmpt: unknown member; did you mean "prompt"\?\nline 4, column 3: scenarios\[1\]: /,
        ),
        problems: [
          {
            code: 'unknown-member',
            line: 2,
            column: 11,
            path: 'scenarios[0].when.prmpt',
            message: 'unknown member; did you mean "prompt"?',
          },
          expect.objectContaining({ code: 'missing-member', line: 4, column: 3, path: 'scenarios[1]' }),
        ],
      },
    });
    expect(bedrock.scenarios.list()).toEqual([WEATHER, REST]);
  });

  test('of a single one the columns are those of what was sent', async () => {
    const { value } = await control('POST', '/scenarios', 'name: a\nwhen:\n  prmpt: x\nreply: A.\n');
    expect((value as { error: { message: string } }).error.message).toBe(
      'line 3, column 3: scenarios[0].when.prmpt: unknown member; did you mean "prompt"?',
    );
  });

  test('nothing is no scenario', async () => {
    expect(await control('PUT', '/scenarios', ' \n')).toEqual({
      status: 400,
      value: { error: { message: 'The body is empty; it wants scenarios, in YAML or JSON.' } },
    });
  });
});

describe('the journal', () => {
  beforeEach(async () => {
    await ask('weather');
    await ask('x', { modelId: CLAUDE_2 });
    await ask('y');
  });

  test.each([
    ['', ['weather', 'x', 'y']],
    ['?limit=2', ['x', 'y']],
    ['?limit=0', []],
    ['?scenario=rest', ['x', 'y']],
    ['?scenario=rest&limit=1', ['y']],
    [`?model=${CLAUDE_2}`, ['x']],
    ['?model=anthropic.claude-3-*', ['weather', 'y']],
    ['?operation=Converse', ['weather', 'x', 'y']],
    ['?operation=InvokeModel', []],
  ])('filtered by %j', async (query, expected) => {
    expect(await prompts(query)).toEqual(expected);
  });

  test('since an exchange', async () => {
    const [first] = bedrock.journal.all();
    expect(await prompts(`?since=${first?.requestId}`)).toEqual(['x', 'y']);
  });

  test('short, unless it is wanted in full', async () => {
    const { exchanges, total } = (await get('/journal?limit=1')) as unknown as { exchanges: object[]; total: number };
    expect([exchanges[0], total]).toEqual([
      {
        requestId: bedrock.journal.last?.requestId,
        sandbox: '',
        receivedAt: '2026-11-21T12:00:00.000Z',
        durationMs: 0,
        protocol: 'in-process',
        method: 'POST',
        target: `/model/${HAIKU}/converse`,
        operation: 'Converse',
        modelId: HAIKU,
        prompt: 'y',
        tools: [],
        scenario: 'rest',
        status: 200,
        text: 'Hm.',
        ending: 'end',
        outcome: 'complete',
      },
      3,
    ]);
    const full = (await get('/journal?limit=1&full=true'))['exchanges'] as unknown as object[];
    expect(full[0]).toEqual(JSON.parse(JSON.stringify(bedrock.journal.last)));
  });

  test('one exchange', async () => {
    const { requestId } = bedrock.journal.last!;
    expect(await get(`/journal/${requestId}`)).toEqual(JSON.parse(JSON.stringify(bedrock.journal.last)));
  });

  test.each([
    ['/journal/nothing', 404, /^No exchange "nothing" is in the journal/],
    ['/journal?since=nothing', 404, /^since=nothing is no exchange that is kept/],
    ['/journal?limit=few', 400, /^limit=few is no whole number/],
    ['/journal?limit=-1', 400, /^limit=-1 is no whole number/],
    ['/journal?full=maybe', 400, /^full=maybe is neither true nor false/],
    ['/journal?operation=Convers', 400, /^operation=Convers is no operation of Bedrock; they are InvokeModel, /],
    [
      '/journal?modelId=x',
      400,
      /^There is no parameter "modelId"; there is operation, model, scenario, since, limit, full\.$/,
    ],
  ])('%s cannot be answered', async (path, status, message) => {
    expect(await control('GET', path)).toEqual({
      status,
      value: { error: { message: expect.stringMatching(message) } },
    });
  });

  test('DELETE forgets', async () => {
    expect(await control('DELETE', '/journal')).toEqual({ status: 200, value: { cleared: 3 } });
    expect(await get('/journal')).toEqual({ exchanges: [], total: 0 });
  });

  test('reset: everything as at the start', async () => {
    await control('PUT', '/scenarios', '- reply: A.');
    expect(await control('POST', '/reset')).toEqual({ status: 200, value: { scenarios: 2, exchanges: 0 } });
    expect([await get('/uses'), await get('/journal')]).toEqual([
      { weather: 0, rest: 0 },
      { exchanges: [], total: 0 },
    ]);
  });
});

describe('sandboxes', () => {
  test('have scenarios and a journal of their own, by path or in-process', async () => {
    const face = bedrock.sandbox('t1');
    await control('POST', '/scenarios', 'name: own\nreply: Own.', face);
    expect([await ask('x', { face }), await ask('x')]).toEqual(['Own.', 'Hm.']);
    const { value } = await control('GET', '/journal', undefined, face);
    const response = await bedrock.fetch('http://h/_sandbox/t1/_touchstone/journal');
    expect(await response.json()).toEqual(value);
    expect(value).toMatchObject({ exchanges: [{ sandbox: 't1', text: 'Own.' }], total: 1 });
  });

  test('are listed, and forgotten one by one or all at once', async () => {
    for (const name of ['t1', 't2', 't3']) await ask('x', { face: bedrock.sandbox(name) });
    expect(await get('/sandboxes')).toEqual({
      sandboxes: ['t1', 't2', 't3'].map((name) => ({ name, exchanges: 1 })),
    });
    expect(await control('DELETE', '/sandboxes/t2')).toEqual({ status: 200, value: { deleted: ['t2'] } });
    expect(await control('DELETE', '/sandboxes')).toEqual({ status: 200, value: { deleted: ['t1', 't3'] } });
    expect(await get('/sandboxes')).toEqual({ sandboxes: [] });
    expect(bedrock.sandbox('t1').journal.length).toBe(0);
  });

  test.each([
    ['/_touchstone/sandboxes/t9', 'DELETE', 404, /^There is no sandbox "t9"/],
    ['/_sandbox/t1/_touchstone/sandboxes', 'GET', 404, /^A sandbox has no sandboxes/],
    [
      '/_sandbox/a%20b/_touchstone/journal',
      'GET',
      400,
      /^a sandbox's name is 1 to 128 letters, digits, "\.", "_" and "-", not "a b"/,
    ],
  ])('%s: %s', async (path, method, status, message) => {
    const response = await bedrock.fetch(`http://h${path}`, { method });
    const value = await response.json();
    expect([response.status, value]).toEqual([status, { error: { message: expect.stringMatching(message) } }]);
  });
});

test('with a token it asks for it, in-process too', async () => {
  bedrock = createBedrock({ controlToken: 's3cret' });
  expect((await control('GET', '/health')).status).toBe(401);
  const headers = { authorization: 'Bearer s3cret' };
  expect((await bedrock.fetch('http://h/_touchstone/health', { headers })).status).toBe(200);
});
