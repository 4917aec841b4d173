/** The reader of drivers' messages, and the schema that says the same to everybody else. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { CAPABILITIES } from '../../../src/conformance/case.ts';
import { CLIENT_CASES } from '../../../src/conformance/cases/client/index.ts';
import { requestOf, runsOf } from '../../../src/conformance/client/runs.ts';
import { readMessage } from '../../../src/conformance/drivers/messages.ts';

const schema = JSON.parse(readFileSync(new URL('../../../schema/driver.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ allErrors: true });
ajv.addSchema(schema, 'driver');
const fromDriver = ajv.compile({ $ref: 'driver#/definitions/fromDriver' });
const toDriver = ajv.compile({ $ref: 'driver#/definitions/toDriver' });

const STARTED = { id: 0, type: 'started', name: 'a', version: '1', language: 'Go', capabilities: ['Converse'] };
const observed = (observation: unknown) => ({ id: 1, type: 'observation', observation });

const GOOD: readonly object[] = [
  STARTED,
  { ...STARTED, concurrency: 4 },
  { ...STARTED, without: ['stop-reasons', 'blocks'] },
  { id: 1, type: 'skipped', reason: 'no' },
  { id: 1, type: 'errored', message: 'no' },
  { id: 1, type: 'stopped' },
  observed({}),
  observed({ events: [{}], text: 'a', toolCalls: [{ name: 'a', input: {} }], error: { message: 'no', status: 400 } }),
  observed({ events: null, error: null, usage: null, attempts: 2 }),
];

test.each(GOOD.map((message) => [JSON.stringify(message)]))('good: %s', (line) => {
  expect(fromDriver(JSON.parse(line))).toBe(true);
  expect(readMessage(line)).toMatchObject({ id: expect.any(Number), type: expect.any(String) });
});

test.each([
  [[], 'it is no JSON object'],
  ['hello', 'it is no JSON object'],
  [{ type: 'stopped' }, '"id" is missing'],
  [{ id: 1, type: 'done' }, '"type" is "done"; there are started,'],
  [{ ...STARTED, capabilities: ['flying'] }, '"flying", which is none of InvokeModel,'],
  [{ ...STARTED, without: ['manners'] }, '"manners", which is none of error-types,'],
  [{ ...STARTED, name: 7 }, '"name" must be a text'],
  [{ id: 1, type: 'observation' }, '"observation" is missing: it must be an object'],
  [observed({ txt: 'a' }), 'has "txt"; there are events,'],
  [observed({ error: {} }), '"message" is missing: it must be a text'],
  [observed({ error: { message: 'a', status: '400' } }), '"status" must be a whole number'],
  [observed({ chunks: [1] }), '"chunks" must be a text'],
])('bad: %j', (message, complaint) => {
  expect(fromDriver(message)).toBe(false);
  expect(() => readMessage(JSON.stringify(message))).toThrow(complaint);
});

test('null stands for absent', () => {
  const line = JSON.stringify(observed({ text: null, error: { message: 'no', status: null } }));
  expect(readMessage(line)).toEqual(observed({ error: { message: 'no' } }));
});

test('every run of every case is a message of the schema', () => {
  const capabilities = Object.keys(CAPABILITIES) as (keyof typeof CAPABILITIES)[];
  const requests = runsOf(CLIENT_CASES, { capabilities }).map((run) => requestOf(run, 'http://127.0.0.1:1/_sandbox/a'));
  const wrong = requests.filter((request) => !toDriver({ id: 1, type: 'run', ...request }));
  expect(wrong.map(({ run }) => run)).toEqual([]);
  expect(schema.definitions.capability.enum).toEqual(capabilities);
});
