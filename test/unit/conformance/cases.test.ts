import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENT_CASES, SMOKE, STRUCK } from '../../../src/conformance/cases/client/index.ts';
import { CLIENT_OPINIONS } from '../../../src/conformance/cases/server/clients.ts';
import { SERVER_CASES } from '../../../src/conformance/cases/server/index.ts';
import { COMMAND_TRIALS } from '../../../src/conformance/command/trials.ts';
import { casesOf, opinionsOf, PROFILES, propertiesOf, serverCasesOf } from '../../../src/conformance/profiles.ts';
import { PROPERTIES } from '../../../src/conformance/properties/index.ts';
import { EVERYTHING } from '../../support/small-client/hunt.ts';
import { MUTANTS } from '../../support/small-client/mutants.ts';

const slugs = CLIENT_CASES.map(({ slug }) => slug);
const red = JSON.parse(
  readFileSync(new URL('../../support/small-client/red.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

test('every candidate is built or struck with a reason, and no slug is there twice', () => {
  const all = [...slugs, ...STRUCK.map(({ slug }) => slug)];
  expect(all).toHaveLength(117);
  expect(new Set(all).size).toBe(117);
  expect(STRUCK.filter(({ reason }) => reason.length < 40)).toEqual([]);
});

test('an opinion is INFO, so that it can fail nobody', () => {
  expect(CLIENT_CASES.filter(({ authority, level }) => authority === 'opinion' && level !== 'INFO')).toEqual([]);
});

test('a case is data: it survives JSON', () => {
  expect(JSON.parse(JSON.stringify(CLIENT_CASES))).toEqual(CLIENT_CASES);
});

test('a statement is one sentence, with its references', () => {
  const odd = CLIENT_CASES.filter(
    ({ statement, references }) => !/^[A-Z][^]*\.$/.test(statement) || references.length === 0,
  );
  expect(odd.map(({ slug }) => slug)).toEqual([]);
});

test('smoke and commands name cases that there are', () => {
  const named = [...SMOKE.flat(), ...COMMAND_TRIALS.map(({ slug }) => slug)];
  expect(named.filter((slug) => !slugs.includes(slug))).toEqual([]);
});

test('no profile has been changed since it was frozen', () => {
  expect(Object.keys(PROFILES)).toEqual(['2026-11-21']);
  expect(casesOf('2026-11-21').map(({ slug }) => slug)).toEqual(slugs);
  expect(propertiesOf('2026-11-21')).toEqual(PROPERTIES);
  expect(serverCasesOf('2026-11-21')).toEqual(SERVER_CASES);
  expect(opinionsOf('2026-11-21')).toEqual(CLIENT_OPINIONS);
  expect(() => casesOf('1999-01-01')).toThrow('there is no profile 1999-01-01; there are 2026-11-21');
});

test('each case and each property has a mutant made for it, which was red there when all were hunted', () => {
  const all = [...slugs, ...PROPERTIES.map(({ slug }) => slug)];
  expect(all.filter((slug) => !MUTANTS.some(({ aims }) => aims.includes(slug)))).toEqual([]);
  expect(Object.keys(red)).toEqual(MUTANTS.map(({ name }) => name));
  const survived = MUTANTS.filter(
    ({ name, aims }) => !aims.every((slug) => [slug, EVERYTHING].some((one) => red[name]!.includes(one))),
  );
  expect(survived.map(({ name }) => name)).toEqual([]);
});
