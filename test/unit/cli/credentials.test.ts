import { expect, test } from 'vitest';
import { parseCredentialsFile, readCredentials } from '../../../src/cli/credentials.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

test.each([
  [`${KEY}:${SECRET}`, { accessKeyId: KEY, secretAccessKey: SECRET }],
  [`${KEY}:${SECRET}:IQoJb3+/=`, { accessKeyId: KEY, secretAccessKey: SECRET, sessionToken: 'IQoJb3+/=' }],
])('on the command line: %s', (text, credentials) => {
  expect(readCredentials(text)).toEqual(credentials);
});

test.each([[''], [KEY], [`${KEY}:`], [`:${SECRET}`], ['a:b:'], ['a:b:c:d']])('%j are no credentials', (text) => {
  expect(() => readCredentials(text)).toThrow(new Error('wants KEY:SECRET or KEY:SECRET:TOKEN'));
});

test('all profiles of a file like ~/.aws/credentials', () => {
  const text = `# mine
[default]
aws_access_key_id=${KEY}
aws_secret_access_key=${SECRET}
region = eu-central-1

[elsewhere]
role_arn = arn:aws:iam::123456789012:role/x

[ temporary ]
AWS_ACCESS_KEY_ID = ASIAEXAMPLE
AWS_SECRET_ACCESS_KEY = a=b=
; a remark
aws_session_token = token==
`;
  const expected = [
    { accessKeyId: KEY, secretAccessKey: SECRET },
    { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a=b=', sessionToken: 'token==' },
  ];
  expect(parseCredentialsFile(text, 'f')).toEqual(expected);
  expect(parseCredentialsFile(text.replaceAll('\n', '\r\n'), 'f')).toEqual(expected);
});

test('JSON, one or a list, in the spelling of the AWS CLI too', () => {
  const own = { accessKeyId: KEY, secretAccessKey: SECRET, accountId: '111122223333', denied: ['bedrock:*'] };
  const theirs = { Version: 1, AccessKeyId: KEY, SecretAccessKey: SECRET, SessionToken: 't' };
  expect(parseCredentialsFile(JSON.stringify(own), 'f')).toEqual([own]);
  expect(parseCredentialsFile(JSON.stringify([own, theirs], null, 2), 'f')).toEqual([
    own,
    { version: 1, accessKeyId: KEY, secretAccessKey: SECRET, sessionToken: 't' },
  ]);
});

test.each([
  ['', 'f: there are no credentials in it'],
  ['[]', 'f: there are no credentials in it'],
  ['[default]\nregion = x\n', 'f: there are no credentials in it'],
  ['aws_access_key_id = x\n', 'f:1: stands before the first [profile]'],
  ['[default]\nwhat is this\n', 'f:2: is neither [profile] nor name = value'],
  ['\n[a]\naws_access_key_id = x\n', 'f:2: profile a has no aws_secret_access_key'],
  ['{"accessKeyId": "x"}', 'f: entry 1: secretAccessKey is missing'],
  ['[{"accessKeyId": "x", "secretAccessKey": 7}]', 'f: entry 1: secretAccessKey wants a text'],
  ['[{}, 1]', 'f: entry 1: accessKeyId is missing'],
])('%j: %s', (text, message) => {
  expect(() => parseCredentialsFile(text, 'f')).toThrow(new Error(message));
});

test('JSON that is none says where', () => {
  expect(() => parseCredentialsFile('{ "accessKeyId": }', 'keys.json')).toThrow(/^keys\.json: Unexpected token/);
});
