import { expect, test } from 'vitest';
import { compareWithKnown, names, readKnownFailures } from '../../../src/conformance/known-failures.ts';
import type { RunResult, Verdict } from '../../../src/conformance/verdict.ts';

function result(run: string, verdict: Verdict, aliases: readonly string[] = []): RunResult {
  const slug = run.split('@')[0] as string;
  const info = { slug, aliases, revision: 1, subject: 'client', level: 'MUST', authority: 'normative' } as const;
  return {
    run,
    case: { ...info, statement: 'It holds.', references: ['RFC'] },
    axes: {},
    subject: { kind: 'client', name: 'one' },
    verdict,
    reason: '',
    findings: [],
    evidence: { timeline: [] },
    replay: '',
    startedAt: '2026-11-21T00:00:00.000Z',
    durationMs: 0,
  };
}

test('an entry wants a glob, and a reason or a link', () => {
  const yaml = '- runs: a/b\n- reason: why\n- runs: c/d\n  reason: why\n  since: 2020\n';
  expect(() => readKnownFailures(yaml, 'known.yaml')).toThrow(
    [
      'known.yaml, entry 1 (a/b): write a "reason" or a "link", so that somebody can judge it later.',
      'known.yaml, entry 2: "runs" is missing; write a glob such as retry/*.',
      'known.yaml, entry 3 (c/d): since is unknown; there are runs, reason and link.',
    ].join('\n'),
  );
  expect(() => readKnownFailures('runs: a', 'known.yaml')).toThrow('known.yaml: write a list of entries');
  expect(readKnownFailures('', 'known.yaml')).toEqual([]);
});

test.each([
  ['es/*', 'es/split@ConverseStream,http2', true],
  ['es/split', 'es/split@ConverseStream,http2', true],
  ['es/split@*,http2', 'es/split@ConverseStream,http2', true],
  ['es/split@*,http1', 'es/split@ConverseStream,http2', false],
  ['es/spli?', 'es/split@ConverseStream,http2', true],
  ['es/spl', 'es/split@ConverseStream,http2', false],
  ['es.split', 'es/split@ConverseStream,http2', false],
  ['old/name@*', 'es/split@ConverseStream,http2', true],
])('%s over %s: %s', (glob, run, expected) => {
  expect(names(glob, run, ['es/split', 'old/name'])).toBe(expected);
});

test('known failures still run; what passes, and what covers nothing, is as bad as a new failure', () => {
  const results = [result('a/a@x', 'FAIL'), result('a/b@x', 'FAIL'), result('a/c@x', 'PASS'), result('a/d@x', 'WARN')];
  const known = ['a/a', 'a/c@x', 'z/*', 'a/d'].map((runs) => ({ runs, reason: 'known' }));
  const { results: marked, deviations } = compareWithKnown(results, known);
  expect(marked.map((one) => one.known?.runs)).toEqual(['a/a', undefined, 'a/c@x', 'a/d']);
  expect(deviations.regressions.map(({ run }) => run)).toEqual(['a/b@x']);
  expect(deviations.unexpectedPasses.map(({ run }) => run)).toEqual(['a/c@x']);
  expect(deviations.stale.map(({ runs }) => runs)).toEqual(['z/*']);
});

test('what could not be tested counts as a failure', () => {
  expect(compareWithKnown([result('a/a@x', 'UNTESTABLE')], []).deviations.regressions).toHaveLength(1);
});
