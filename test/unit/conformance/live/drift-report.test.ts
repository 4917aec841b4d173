import { expect, test } from 'vitest';
import type { Drift, DriftEntry, DriftSide } from '../../../../src/conformance/live/drift.ts';
import { driftJson, driftMarkdown } from '../../../../src/conformance/live/drift-report.ts';

const side = (holds: boolean, seen: string): DriftSide => ({
  verdict: holds ? 'PASS' : 'FAIL',
  reason: '',
  findings: [{ holds, expected: 'a | bar', seen }],
  answers: [],
});

function entry(run: string, change: Partial<DriftEntry>): DriftEntry {
  const [slug = ''] = run.split('@');
  return {
    run,
    case: {
      slug,
      revision: 1,
      subject: 'server',
      level: 'MUST',
      authority: 'normative',
      statement: 'It holds.',
      references: [],
    },
    model: { route: 'POST /model/{modelId}/converse', expected: ['a | bar'] },
    service: side(true, '200'),
    double: side(true, '200'),
    agreement: 'all',
    differences: [],
    ...change,
  };
}

const drift = (...entries: DriftEntry[]): Drift => ({
  service: 'aws',
  endpoint: 'https://aws.example',
  region: 'us-east-1',
  modelId: 'm',
  at: '2026-11-21T12:00:00.000Z',
  entries,
});

test('nothing that differs', () => {
  expect(driftMarkdown(drift(entry('s/a@Converse,http1', {})))).toBe(`# Drift of aws

The model: the service model and what each case states of it. The service: what answered at
https://aws.example in us-east-1, asked for m, 2026-11-21T12:00:00.000Z.
The double: the same requests to a double on the loopback.

- 1: all three agree

## Case by case

| case | the model | the service | the double | where they stand |
|---|---|---|---|---|
| \`s/a\` | MUST: It holds. | 1 PASS | 1 PASS | 1 all three agree |

## Where they differ

Nowhere.
`);
});

test('runs of a case that differ alike are told of once, with what each did and at most 20 differences', () => {
  const differences = Array.from({ length: 23 }, (_, answer) => ({
    answer,
    trait: 'status',
    service: '<403>',
    double: '200',
  }));
  const service = { service: side(false, '403 *no*'), agreement: 'service', differences } as const;
  const text = driftMarkdown(
    drift(
      entry('s/a@Converse,http1', service),
      entry('s/a@Converse,http2', service),
      entry('s/a@InvokeModel,http1', { agreement: 'form', differences: differences.slice(0, 1) }),
      entry('s/b@Converse,http1', { agreement: 'unknown' }),
    ),
  );
  const section = text.slice(text.indexOf('## Where they differ'));
  expect(section.match(/^### .*/gm)).toEqual([
    '### `s/a`: the service departs from the model, the double does not',
    '### `s/a`: both are as the model says, and their answers differ in form',
  ]);
  expect(section).toContain('- `s/a@Converse,http1`\n- `s/a@Converse,http2`\n');
  expect(section).toContain('| a \\| bar | ❌ 403 \\*no\\* | ✅ 200 |');
  expect(section).toContain('| 1 | status | \\<403\\> | 200 |');
  expect(section).toContain('And 3 more, which the JSON form of this report has.');
  expect(text).toContain('| `s/a` | MUST: It holds. | 2 FAIL, 1 PASS | 3 PASS |');
});

test('the JSON form has everything, and what the agreements mean', () => {
  const given = drift(entry('s/a@Converse,http1', {}));
  const { agreements, ...rest } = JSON.parse(driftJson(given)) as Drift & { agreements: Record<string, string> };
  expect(rest).toEqual(given);
  expect(Object.keys(agreements)).toEqual(['all', 'form', 'service', 'double', 'both', 'unknown']);
});
