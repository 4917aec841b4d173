/** The page of the matrix, and what counts as a change. */
import { expect, test } from 'vitest';
import type { Configuration } from '../../../scripts/matrix/drivers.ts';
import { choose } from '../../../scripts/matrix/drivers.ts';
import { page } from '../../../scripts/matrix/page.ts';
import { changes, type SubjectRecord } from '../../../scripts/matrix/record.ts';

const RECORD: SubjectRecord = {
  client: 'a client',
  version: '1.2.3',
  language: 'Python',
  date: '2026-11-21',
  capabilities: ['Converse'],
  without: ['blocks'],
  counts: { PASS: 3, FAIL: 2, INFO: 1, SKIP: 1 },
  notApplicable: { http2: 4 },
  passed: { 'es/coalesced': '1/2', 'es/header-order': '2/2', 'un/converse': '1/1' },
  complaints: [
    {
      run: 'es/coalesced@ConverseStream,http1',
      verdict: 'FAIL',
      reason: 'expected <this>',
    },
    {
      run: 'es/coalesced@ConverseStream,http2',
      verdict: 'FAIL',
      reason: 'expected <this>',
    },
  ],
  answers: { '408': 'again' },
};
const CLIENT = {
  name: 'a client (default)',
  driver: 'a',
  folder: '/drivers/a',
  known: [
    { runs: 'es/coalesced@*', reason: 'is <lost> (docs/findings/lost.md)', link: 'https://github.com/a/b/issues/1' },
  ],
} as unknown as Configuration;

test('the page has counts, shares, answers, and failures with their links', async () => {
  const text = await page({ subjects: { [CLIENT.name]: RECORD }, absent: { other: 'needs go' } }, [CLIENT]);
  expect(text).toContain(
    '| [a client (default)](#a-client-default) | 1.2.3 | Python | 2026-11-21 | 6/7 (85 %) | 3 | 2 | 0 | 1 |',
  );
  expect(text).toContain('| a client (default) | 1/1 | – | – | **3/4** | – |');
  expect(text).toContain('| a client (default) | again | – |');
  expect(text).toContain(
    '- FAIL `es/coalesced` (2 runs): is \\<lost\\> [lost](findings/lost.md) [a/b#1](https://github.com/a/b/issues/1)',
  );
  expect(text).toContain('- a client (default): http2 (4). In words of its own: blocks.');
  expect(text).toContain('- other: needs go');
});

test('a verdict and an answer that differ are changes; the day is none', () => {
  expect(changes(RECORD, { ...RECORD, date: '2027-01-01' })).toEqual([]);
  expect(changes(RECORD, { ...RECORD, complaints: RECORD.complaints.slice(1), answers: { '408': 'no' } })).toEqual([
    'es/coalesced@ConverseStream,http1: FAIL before, PASS now',
    '408: "again" before, "no" now',
  ]);
  expect(changes(RECORD, { ...RECORD, passed: { ...RECORD.passed, 'un/converse': '2/2' } })).toEqual([
    'un/converse: 1/1 before, 2/2 now',
  ]);
  expect(changes(undefined, RECORD)).toEqual(['is not among the recorded']);
});

test('clients are chosen by glob, and a glob that names none is told', () => {
  expect(choose([CLIENT], ['a client*'])).toEqual([CLIENT]);
  expect(choose([CLIENT], ['a'])).toEqual([CLIENT]);
  expect(() => choose([CLIENT], ['b'])).toThrow('there is no client b; there are a client (default)');
});
