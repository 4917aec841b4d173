import { expect, test } from 'vitest';
import { reachable, isOpen, whyNotBound } from '../../../src/cli/address.ts';
import { type Start, startLines } from '../../../src/cli/banner.ts';
import { createPaint } from '../../../src/cli/style.ts';

const START: Start = {
  version: '1.2.3',
  url: 'http://127.0.0.1:7357',
  scenarios: 0,
  paths: [],
  region: 'us-east-1',
  apiKey: undefined,
  certificate: undefined,
  open: false,
  controlToken: false,
};

const plain = createPaint(false);

test('what to paste for each kind of client', () => {
  expect(startLines(START, plain)).toEqual([
    'Touchstone 1.2.3 stands in for Amazon Bedrock at http://127.0.0.1:7357',
    'Scenarios: none, so every operation answers plausibly; --scenarios FILE says what to answer',
    'Control API: http://127.0.0.1:7357/_touchstone',
    '',
    '# AWS SDKs, boto3 and AWS CLI, signed with SigV4',
    'export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://127.0.0.1:7357',
    'export AWS_ENDPOINT_URL_BEDROCK=http://127.0.0.1:7357',
    'export AWS_ENDPOINT_URL_STS=http://127.0.0.1:7357',
    'export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK',
    '',
    '# Anthropic SDKs (AnthropicBedrock): region and keys as above, and',
    'export ANTHROPIC_BEDROCK_BASE_URL=http://127.0.0.1:7357',
    '',
    '# Bedrock API keys: short-term ones made with these keys are known, long-term ones by --api-key ABSK…',
    '',
    'Ctrl-C ends it.',
    '',
  ]);
});

test('everything that can be pasted is pasted as a whole', () => {
  const pasted = startLines({ ...START, apiKey: 'ABSKx', certificate: '/tmp/c.pem' }, plain).slice(3, -2);
  expect(pasted.filter((line) => !/^(?:$|# |export (?:[A-Z_0-9]+=\S+ ?)+$|unset [A-Z_ ]+$)/.test(line))).toEqual([]);
});

test.each([
  [{ scenarios: 12, paths: ['a.yaml', 'more/'] }, 'Scenarios: 12 from a.yaml, more/, reloaded on change'],
  [{ region: 'eu-central-1' }, 'export AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1'],
  [{ apiKey: 'ABSKexample' }, 'export AWS_BEARER_TOKEN_BEDROCK=ABSKexample'],
  [{ certificate: '/tmp/c.pem' }, 'export NODE_EXTRA_CA_CERTS=/tmp/c.pem'],
  [{ certificate: '/tmp/c.pem' }, 'export AWS_CA_BUNDLE=/tmp/c.pem SSL_CERT_FILE=/tmp/c.pem'],
  [
    { open: true },
    'Control API: http://127.0.0.1:7357/_touchstone, for this machine only; --control-token opens it to others',
  ],
  [{ open: true, controlToken: true }, 'Control API: http://127.0.0.1:7357/_touchstone, for whoever bears the token'],
])('%j', (more, line) => {
  expect(startLines({ ...START, ...more }, plain)).toContain(line);
});

test.each([
  ['http://0.0.0.0:7357', 'http://127.0.0.1:7357'],
  ['https://[::]:7357', 'https://[::1]:7357'],
  ['http://10.0.0.1:7357', 'http://10.0.0.1:7357'],
])('clients of this machine reach %s at %s', (url, reached) => {
  expect(reachable(url)).toBe(reached);
});

test.each([
  ['127.0.0.1', false],
  ['localhost', false],
  ['::1', false],
  ['0.0.0.0', true],
  ['::', true],
  ['10.0.0.1', true],
])('whether other machines may reach %s: %s', (host, open) => {
  expect(isOpen(host)).toBe(open);
});

test.each([
  ['EACCES', 'port 80 is not allowed to this user: take one above 1023 with --port N'],
  [
    'EADDRINUSE',
    'port 80 on h is in use: end what runs there, or take another with --port 81, or any free one with --port 0',
  ],
  ['EMFILE', 'cannot listen on h, port 80: too many'],
])('%s', (code, message) => {
  expect(whyNotBound(Object.assign(new Error('too many'), { code }), { host: 'h', port: 80 })).toBe(message);
});

test.each([
  [
    { upstream: 'https://bedrock-runtime.us-east-1.amazonaws.com', directory: 'recordings', mode: 'new' },
    'Touchstone 1.2.3 stands before https://bedrock-runtime.us-east-1.amazonaws.com at http://127.0.0.1:7357',
    'Mode new: 3 replayed from recordings; all else is recorded there',
  ],
  [
    { upstream: undefined, directory: 'recordings', mode: 'none' },
    'Touchstone 1.2.3 stands before the recordings in recordings at http://127.0.0.1:7357',
    'Mode none: 3 replayed from recordings; all else is refused',
  ],
])('a recorder says what becomes of requests: %j', (recorder, ...head) => {
  const lines = startLines({ ...START, recordings: 3, recorder }, plain);
  expect(lines.slice(0, 3)).toEqual([...head, '']);
});

test('recordings beside scenarios', () => {
  expect(startLines({ ...START, recordings: 3 }, plain).slice(1, 3)).toEqual([
    'Scenarios: none; --scenarios FILE says what to answer before the recordings',
    'Recordings: 3; what they do not answer is refused',
  ]);
});
