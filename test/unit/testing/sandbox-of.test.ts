import { expect, it } from 'vitest';
import { createBedrock } from '../../../src/index.ts';
import { sandboxOf, useSandbox } from '../../../src/testing/index.ts';
import { ask } from './calls.ts';

it('is named after the test, in the letters a sandbox may have, and by a number where that is taken', () => {
  const bedrock = createBedrock();
  const names = ['asks › for the weather (twice)', 'asks / for the weather twice', '…', 'x'.repeat(200)];
  expect(names.map((name) => sandboxOf(bedrock, { name }).name)).toEqual([
    'asks-for-the-weather-twice',
    'asks-for-the-weather-twice-2',
    'test',
    'x'.repeat(100),
  ]);
  expect(sandboxOf(bedrock).name).toBe('test-2');
});

it('has its scenarios before those of the double, and apart from all others', async () => {
  const bedrock = createBedrock({ auth: 'off', scenarios: [{ name: 'all', reply: 'All.' }] });
  const one = sandboxOf(bedrock, { name: 'one', scenarios: [{ name: 'own', reply: 'Own.' }] });
  const other = sandboxOf(bedrock, { name: 'other' });
  await Promise.all([ask(one, 'Hi'), ask(other, 'Hi')]);
  expect([one.journal.last?.scenario, other.journal.last?.scenario]).toEqual(['own', 'all']);
  expect(bedrock.journal.length).toBe(0);
});

it('is given back when it is closed', async () => {
  const bedrock = createBedrock({ auth: 'off' });
  {
    using sandbox = sandboxOf(bedrock, { name: 'one' });
    await ask(sandbox, 'Hi');
    expect([bedrock.sandboxes(), sandbox.journal.length]).toEqual([['one'], 1]);
  }
  expect(bedrock.sandboxes()).toEqual([]);
  expect(sandboxOf(bedrock, { name: 'one' }).journal.length).toBe(0);
});

it('for node:test is closed after the test', () => {
  const bedrock = createBedrock();
  const hooks: (() => void)[] = [];
  const t = { name: 'says hello', after: (close: () => void) => void hooks.push(close) };
  expect(useSandbox(t, bedrock).name).toBe('says-hello');
  expect(bedrock.sandboxes()).toEqual(['says-hello']);
  for (const close of hooks) close();
  expect(bedrock.sandboxes()).toEqual([]);
});
