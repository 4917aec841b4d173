import { expect, test } from 'vitest';
import { Journal } from '../../../../src/mock-server/journal/journal.ts';
import { Exchange } from '../../../../src/mock-server/journal/record.ts';

function exchange(requestId: string, bytes = 0): Exchange {
  const request = { protocol: 'HTTP/1.1', method: 'GET', target: '/', rawHeaders: [], body: Buffer.alloc(bytes) };
  return new Exchange({ sandbox: '', request, requestId, clock: () => 5, finished: () => {} });
}

function ids(journal: Journal): string[] {
  return [...journal].map(({ requestId }) => requestId);
}

test('keeps the newest and counts all', () => {
  const journal = new Journal({ entries: 3, bytes: 1e6 });
  for (const id of ['a', 'b', 'c', 'd', 'e']) journal.add(exchange(id));
  expect(ids(journal)).toEqual(['c', 'd', 'e']);
  expect([journal.length, journal.total]).toEqual([3, 5]);
});

test('drops the oldest when bodies weigh too much, and never the one just added', () => {
  const journal = new Journal({ entries: 100, bytes: 10_000 });
  for (const id of ['a', 'b', 'c']) journal.add(exchange(id, 4_000));
  expect(ids(journal)).toEqual(['c']);
  journal.add(exchange('huge', 50_000));
  expect(ids(journal)).toEqual(['huge']);
});

test('forgets everything when cleared, and keeps nothing where none are wanted', () => {
  const journal = new Journal({ entries: 2, bytes: 1e6 });
  journal.add(exchange('a'));
  journal.clear();
  expect([ids(journal), journal.length, journal.total]).toEqual([[], 0, 0]);
  journal.add(exchange('b'));
  expect(ids(journal)).toEqual(['b']);
  const none = new Journal({ entries: 0, bytes: 0 });
  none.add(exchange('a'));
  expect(ids(none)).toEqual([]);
});

test('an exchange notes when each write went out, and how it ended', () => {
  const one = exchange('a');
  expect(one.outcome).toBe('pending');
  one.wrote(0);
  one.finished('client-gone');
  expect([one.sentAt, one.outcome, one.finishedAt]).toEqual([[5], 'client-gone', 5]);
});
