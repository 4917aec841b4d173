/** The AWS SDK for JavaScript, in its default form and over HTTP/1.1: what fails is known, and nothing else fails. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { awsSdk } from '../../../drivers/aws-sdk-js/driver.ts';
import { conformClient } from '../../../src/conformance/client/conform.ts';
import { inProcess } from '../../../src/conformance/drivers/in-process.ts';
import { compareWithKnown, readKnownFailures } from '../../../src/conformance/known-failures.ts';
import { PROPERTIES } from '../../../src/conformance/properties/index.ts';

const FILE = new URL('../../../drivers/aws-sdk-js/known-failures.yaml', import.meta.url);

test('fails where it is known to fail', { timeout: 120_000 }, async () => {
  const known = readKnownFailures(readFileSync(FILE, 'utf8'), 'known-failures.yaml');
  const { results } = await conformClient({ driver: inProcess(awsSdk), properties: PROPERTIES });
  const { deviations } = compareWithKnown(results, known);
  const told = ({ run, reason }: { run: string; reason: string }) => `${run}: ${reason}`;
  expect(deviations.regressions.map(told)).toEqual([]);
  expect(deviations.unexpectedPasses.map(told)).toEqual([]);
  expect(deviations.stale).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'PASS').length).toBeGreaterThan(350);
});
