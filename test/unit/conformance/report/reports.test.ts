import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import {
  badge,
  html,
  jsonLines,
  junit,
  markdown,
  resultSchema,
  summary,
  tap,
} from '../../../../src/conformance/report/index.ts';
import type { RunResult } from '../../../../src/conformance/verdict.ts';

const FRAME = encodeFrame({
  headers: [
    { name: ':event-type', type: 'string', value: 'messageStop' },
    { name: ':message-type', type: 'string', value: 'event' },
  ],
  payload: { json: { stopReason: 'end_turn' } },
});

const NASTY = '<script>alert("1")</script> & ]]> | `x` \u0000';

function result(given: Partial<RunResult> = {}): RunResult {
  return {
    run: 's/auth-missing@Converse,http1',
    case: {
      slug: 's/auth-missing',
      revision: 1,
      subject: 'server',
      level: 'MUST',
      authority: 'observed',
      statement: 'A request without authentication is refused with 403.',
      references: ['karthink/gptel#1397'],
    },
    axes: { operation: 'Converse', http: 'http1' },
    subject: { kind: 'server', name: 'gateway', version: '2' },
    verdict: 'FAIL',
    reason: `expected 403; seen: ${NASTY}`,
    findings: [{ holds: false, expected: 'status 403', seen: NASTY }],
    evidence: {
      timeline: [
        { at: 0, exchange: 0, from: 'client', kind: 'head', text: 'POST / HTTP/1.1\r\nHost: h' },
        {
          at: 3,
          exchange: 0,
          from: 'server',
          kind: 'head',
          text: 'HTTP 200\nContent-Type: application/vnd.amazon.eventstream',
        },
        {
          at: 4,
          exchange: 0,
          from: 'server',
          kind: 'bytes',
          base64: FRAME.subarray(0, 20).toString('base64'),
          length: 20,
        },
        {
          at: 5,
          exchange: 0,
          from: 'server',
          kind: 'bytes',
          base64: FRAME.subarray(20).toString('base64'),
          length: FRAME.length - 20,
        },
        { at: 6, exchange: 0, from: 'server', kind: 'end' },
      ],
    },
    replay: "touchstone conform server --endpoint http://h --case 's/auth-missing@Converse,http1'",
    startedAt: '2026-11-21T05:13:00.000Z',
    durationMs: 6,
    ...given,
  };
}

const passed = result({ run: 's/auth-missing@Converse,http2', verdict: 'PASS', reason: 'as expected', findings: [] });
const known = result({ run: 's/known@Converse,http1', known: { runs: 's/known', reason: 'is # being repaired' } });
const all = [
  result(),
  passed,
  known,
  result({ run: 's/x@Converse,http1', verdict: 'SKIP', reason: 'no control', findings: [] }),
];

test('the summary tells what is needed to judge a failure, messages of streams decoded across writes', () => {
  const text = summary(all);
  expect(text.split('\n').slice(0, 5)).toEqual([
    'FAIL s/auth-missing@Converse,http1',
    '  MUST, observed: A request without authentication is refused with 403.',
    '  expected  status 403',
    `  seen      ${NASTY}`,
    '  see       karthink/gptel#1397',
  ]);
  expect(text).toContain(`  |      5 ms ← messageStop {"stopReason":"end_turn"} (${FRAME.length} bytes)`);
  expect(text).toContain('known: FAIL s/known@Converse,http1');
  expect(text).toMatch(/gateway 2: 1 PASS, 2 FAIL, 1 SKIP, of which 1 not known$/);
});

test('every line of JSON Lines is as its schema says, and a line that is not is refused', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(resultSchema() as object);
  const lines = jsonLines(all).trimEnd().split('\n');
  expect(lines.map((line) => validate(JSON.parse(line)))).toEqual([true, true, true, true]);
  expect(JSON.parse(lines[0]!)).toEqual(result());
  expect(validate({ ...result(), verdict: 'MAYBE' })).toBe(false);
});

test('JUnit: a failure, a pass, a known failure skipped, a skip', () => {
  const xml = junit(all);
  expect(xml).toContain('<testsuites tests="4" failures="1" errors="0" skipped="2" time="0.024">');
  expect(xml).toContain('seen: &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt; | `x` \ufffd"');
  expect(xml).toContain('<skipped message="known: is # being repaired"/>');
  expect(xml).toContain('name="s/auth-missing@Converse,http2" time="0.006"/>');
});

test('TAP: a known failure is a TODO, and diagnostics are YAML', () => {
  const lines = tap(all).split('\n');
  expect(lines.slice(0, 3)).toEqual(['TAP version 14', '1..4', 'not ok 1 - s/auth-missing@Converse,http1']);
  expect(lines).toContain('ok 2 - s/auth-missing@Converse,http2');
  expect(lines).toContain('not ok 3 - s/known@Converse,http1 # TODO is \\# being repaired');
  expect(lines).toContain('ok 4 - s/x@Converse,http1 # SKIP no control');
  const block = lines.slice(lines.indexOf('  ---') + 1, lines.indexOf('  ...')).join('\n');
  expect(parse(block)).toMatchObject({ verdict: 'FAIL', replay: result().replay });
});

test('Markdown: no markup of others, and fences longer than theirs', () => {
  const text = markdown([result({ reason: '```', findings: [{ holds: false, expected: '`', seen: '````' }] })]);
  expect(text).toContain('❌ 1 FAIL');
  expect(text).toContain('\n`````text\n');
  expect(markdown([result({ subject: { kind: 'server', name: '<b>' } })])).toContain('# Conformance of \\<b\\>');
});

test('the badge: how many of those that bind', () => {
  expect(badge(all)).toContain('<title>bedrock conformance: 1 of 3</title>');
  expect(badge([passed])).toContain('#2a7d46');
  expect(badge([])).toContain('nothing ran');
});

test('the page holds everything, asks for nothing, and lets nobody out of its data', () => {
  const page = html(all);
  expect(page).not.toMatch(/(src|href)=/);
  expect(page).not.toContain('<script>alert');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

test('the published schema is this one', () => {
  const file = new URL('../../../../schema/conformance-result.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(resultSchema())));
});

test('runs that are unknown for the same reason share a line, unless everything is to be told', () => {
  const unknown = (run: string, reason: string) => result({ run, reason, verdict: 'UNKNOWN', findings: [] });
  const given = [unknown('s/a@1', 'no script'), unknown('s/b@1', 'no room'), unknown('s/a@2', 'no script')];
  expect(summary(given).split('\n')).toEqual([
    'UNKNOWN 2 runs, s/a@1 the first: no script',
    'UNKNOWN s/b@1: no room',
    'gateway 2: 3 UNKNOWN',
  ]);
  expect(summary(given, { verbose: true }).split('\n')).toHaveLength(4);
});
