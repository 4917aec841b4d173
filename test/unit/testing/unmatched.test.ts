import { beforeAll, expect, it } from 'vitest';
import { type Bedrock, createBedrock } from '../../../src/index.ts';
import { assertNoUnmatched, assertNoUnused, noUnmatched, noUnused } from '../../../src/testing/index.ts';
import { ask, failure, NOVA } from './calls.ts';

let bedrock: Bedrock;

beforeAll(() => {
  bedrock = createBedrock({
    auth: 'off',
    scenarios: [
      { name: 'weather', when: { prompt: 'weather' }, reply: 'It is sunny.' },
      { name: 'joke', when: { prompt: 'joke' }, reply: 'A comet walks into a bar.' },
    ],
  });
});

it('passes where every request was answered by a scenario, and the catalogue needs none', async () => {
  const sandbox = bedrock.sandbox('matched');
  await ask(sandbox, 'the weather');
  await sandbox.fetch('http://bedrock/foundation-models');
  expect(noUnmatched(sandbox).pass).toBe(true);
  expect(noUnmatched(sandbox).message()).toBe(
    'expected sandbox "matched" to have received a request that no scenario answered',
  );
});

it('tells what was made up, with the nearest scenario, and what was refused', async () => {
  const sandbox = bedrock.sandbox('unmatched');
  await ask(sandbox, 'the weather');
  await ask(sandbox, 'the wether');
  await sandbox.fetch(`http://bedrock/model/${NOVA}/converse`, { method: 'POST', body: 'no' });
  await sandbox.fetch('http://bedrock/nowhere');
  expect(failure(() => assertNoUnmatched(sandbox)))
    .toBe(`expected every request to sandbox "unmatched" to be answered by a scenario
but 3 of 4 were not:
  #2 Converse ${NOVA} "the wether" → 200 (no scenario matched)
    No scenario matched this request. The nearest is "weather" (0 of 1 conditions hold): prompt: wanted text containing "weather", got "the wether"; closest is "wether" at 4
  #3 Converse ${NOVA} → 400 SerializationException
    the body is not JSON
  #4 GET /nowhere → 404 (no scenario matched)
    GET /nowhere is no operation of Bedrock, its control plane or STS; a label must be one segment, its slashes sent as %2F`);
});

it('says so where nothing was scripted', async () => {
  const empty = createBedrock({ auth: 'off' });
  await ask(empty, 'Hi');
  expect(noUnmatched(empty).message()).toBe(`expected every request to the double to be answered by a scenario
but 1 of 1 was not:
  #1 Converse ${NOVA} "Hi" → 200 (no scenario matched)
    Nothing was scripted.`);
});

it('tells the scenarios that never answered', async () => {
  const sandbox = bedrock.sandbox('unused');
  expect(noUnused(sandbox).message()).toBe(`expected every scenario of sandbox "unused" to have answered
but 2 never did:
  "weather"
  "joke"
It received nothing.`);
  await ask(sandbox, 'the weather');
  expect(failure(() => assertNoUnused(sandbox))).toBe(`expected every scenario of sandbox "unused" to have answered
but 1 never did:
  "joke"
Received:
  #1 Converse ${NOVA} "the weather" → 200 "It is sunny." (scenario "weather")`);
  await ask(sandbox, 'a joke');
  expect(noUnused(sandbox).pass).toBe(true);
  expect(noUnused(sandbox).message()).toBe('expected sandbox "unused" to have a scenario that never answered');
});
