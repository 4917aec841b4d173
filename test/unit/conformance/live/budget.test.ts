import { expect, test } from 'vitest';
import { createBudget, dollars } from '../../../../src/conformance/live/budget.ts';

test('what fits goes; what might not stops everything after it, cheaper or not', () => {
  const budget = createBudget(0.01);
  expect(budget.refuse(0.006)).toBeUndefined();
  budget.spend(0.005);
  expect(budget.allows(0.006)).toBe(false);
  expect(budget.refuse(0.005)).toBeUndefined();
  const reason =
    'not tried, for the money: $0.005 of $0.01 are spent by estimate, and the next run could cost up to $0.006';
  expect(budget.refuse(0.006)).toBe(reason);
  expect(budget.refuse(0.000001)).toBe(reason);
  expect(budget.spent()).toEqual({ usd: 0.005, maxUsd: 0.01, requests: 1, stopped: reason });
});

test('sums are told with as many places as they need, and two at least', () => {
  expect([0, 1, 0.1, 0.012, 0.000213, 12.5].map(dollars)).toEqual([
    '$0.00',
    '$1.00',
    '$0.10',
    '$0.012',
    '$0.000213',
    '$12.50',
  ]);
});
