import { expect, test } from 'vitest';
import { SERVER_CASES } from '../../../../src/conformance/cases/server/index.ts';
import { SERVER_CAPABILITIES } from '../../../../src/conformance/server/index.ts';

test('71 cases, each slug once, all of them data', () => {
  const slugs = SERVER_CASES.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(71);
  expect(slugs.filter((slug) => !/^s\/[a-z0-9-]+$/.test(slug))).toEqual([]);
  expect(JSON.parse(JSON.stringify(SERVER_CASES))).toEqual(SERVER_CASES);
});

test('each says on what it rests; what is only our opinion binds nobody', () => {
  expect(SERVER_CASES.filter(({ references }) => references.length === 0)).toEqual([]);
  const opinions = SERVER_CASES.filter(({ authority }) => authority === 'opinion');
  expect(opinions.map(({ level }) => level).filter((level) => level !== 'INFO')).toEqual([]);
  expect(SERVER_CASES.filter(({ statement }) => !/^[A-Z].*\.$/s.test(statement)).map(({ slug }) => slug)).toEqual([]);
});

test('what cannot be provoked on the real service is so marked, and what needs a script is among it', () => {
  const scripted = SERVER_CASES.filter(({ needs }) => needs?.includes('scripting'));
  expect(scripted.map(({ live }) => live).filter((live) => live !== 'doubles-only')).toEqual([]);
  expect(scripted.filter(({ stage }) => stage === undefined)).toEqual([]);
});

test('needs are capabilities that can be declared', () => {
  const names = Object.keys(SERVER_CAPABILITIES);
  expect(SERVER_CASES.flatMap(({ needs = [] }) => needs).filter((need) => !names.includes(need))).toEqual([]);
});
