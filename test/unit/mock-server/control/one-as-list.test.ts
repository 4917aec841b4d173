import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { oneAsList } from '../../../../src/mock-server/control/one-as-list.ts';

test.each([
  ['YAML', 'name: a\nreply: |\n  one\n\n  two\n'],
  ['YAML after comments', '# a comment\n\nname: a\nreply: |\n  one\n\n  two\n'],
  ['JSON', '{"name": "a", "reply": "one\\n\\ntwo\\n"}'],
  ['JSON over several lines', '{\n  "name": "a",\n  "reply": "one\\n\\ntwo\\n"\n}\n'],
  ['YAML in braces', '{ name: a, reply: "one\\n\\ntwo\\n" }'],
])('one scenario in %s becomes a list of it', (_form, text) => {
  expect(parse(oneAsList(text).text)).toEqual([{ name: 'a', reply: 'one\n\ntwo\n' }]);
});

test.each([
  ['- name: a\n'],
  ['# first\n- name: a\n'],
  ['[{"name": "a"}]'],
  ['scenarios:\n  - name: a\n'],
  ['{"scenarios": [{"name": "a"}]}'],
  ['{ scenarios: [ { name: a } ] }'],
  ['defaults: {}\nscenarios: []\n'],
  ['%YAML 1.2\n---\nname: a\n'],
  ['---\n- name: a\n'],
])('a list or a document stays as it is: %j', (text) => {
  const { text: same, movedBy } = oneAsList(text);
  expect([same, movedBy(1), movedBy(2)]).toEqual([text, 0, 0]);
});

test('lines stay where they are, and it is known by how much they moved to the right', () => {
  expect(oneAsList('name: a\nreply: b')).toMatchObject({ text: '- name: a\n  reply: b' });
  expect([1, 2].map(oneAsList('name: a\nreply: b').movedBy)).toEqual([2, 2]);
  expect([1, 2].map(oneAsList('{"name":\n"a"}').movedBy)).toEqual([1, 0]);
});
