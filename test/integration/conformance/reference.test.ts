/** This project's own client is whole and well. */
import { expect, test } from 'vitest';
import { conformClient } from '../../../src/conformance/client/conform.ts';
import { referenceAnthropic, referenceRuntime } from '../../../src/conformance/drivers/reference.ts';

test.each([
  ['BedrockRuntime', referenceRuntime, 400],
  ['AnthropicBedrock', referenceAnthropic, 220],
])('%s passes every case that it can try', async (_, driver, least) => {
  const { results } = await conformClient({ driver: driver() });
  const wrong = results.filter(({ verdict }) => !['PASS', 'INFO', 'SKIP'].includes(verdict));
  expect(wrong.map(({ run, reason }) => `${run}: ${reason}`)).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'PASS').length).toBeGreaterThan(least);
});
