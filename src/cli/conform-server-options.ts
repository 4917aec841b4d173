/** The options of `touchstone conform server`. */
import { SERVER_CAPABILITIES, type ServerCapability } from '../conformance/server/index.ts';
import { readReportTarget } from './conform-reports.ts';
import { readCredentials } from './credentials.ts';
import { flag, many, one } from './options.ts';
import { choice, hostAndPort, integer, rate, text } from './readers.ts';

const CAPABILITY_NAMES = Object.keys(SERVER_CAPABILITIES) as ServerCapability[];

const WHAT = {
  endpoint: one('URL', 'the server to try: scheme, host, port, and a path if it wants one', text),
  subject: one('NAME', 'what reports call it. Default: its host', text),
  region: one('REGION', 'the region requests are signed for. Default us-east-1', text),
  model: one('ID', 'a model of Anthropic or Amazon Nova. Default anthropic.claude-3-haiku-20240307-v1:0', text),
  arn: one('ARN', 'the ARN of a model. Default: that of --model as a foundation model', text),
  guardrail: one('ID:VERSION', 'for ApplyGuardrail', readGuardrail),
  without: many(
    'CAPABILITY',
    `what the server does not have; cases that need it are skipped. Repeatable:\n${wrapped(CAPABILITY_NAMES)}`,
    choice(...CAPABILITY_NAMES),
  ),
  ca: one('FILE', 'a certificate to trust (PEM)', text),
  'connect-to': one(
    'HOST:PORT',
    "connect there, and ask for the endpoint's host all the same: PrivateLink, a proxy",
    hostAndPort,
  ),
};

const LIVE = {
  live: flag(
    'try the real AWS, or what stands in for it, with the cases that are safe: one request after the\n' +
      'other, 16 output tokens at most. Wants TOUCHSTONE_LIVE=1 in the environment and --max-cost-usd.\n' +
      'Default of --endpoint: bedrock-runtime of the region; of credentials: as the AWS SDKs find them',
  ),
  'max-cost-usd': one('N', 'stop before the estimated cost in US dollars goes above', rate),
  'save-recordings': one('DIR', 'keep what was answered, redacted, as recordings that the double replays', text),
};

const WHO = {
  credentials: one('KEY:SECRET[:TOKEN]', "the keys to sign with. Default: AWS's documented example", readCredentials),
  'credentials-file': one('FILE', 'the first keys of a file like ~/.aws/credentials, or JSON', text),
  session: one('KEY:SECRET:TOKEN', 'temporary keys, for the case that needs them', readCredentials),
  'api-key': one('TOKEN', 'a Bedrock API key, for the case that needs one', text),
  control: one(
    'self|URL',
    'script the answers: self, if the server is touchstone serve; the URL of one behind a gateway.\nDefault: cases that need scripting are skipped',
    text,
  ),
  'control-token': one('TOKEN', 'what the control API asks for', text),
};

const WHICH = {
  case: many('GLOB', 'slugs of cases or names of runs: s/auth-*, s/routes@*,http1. Repeatable', text),
  profile: one('DATE', 'only the cases that were frozen on this day', text),
  http: many('VERSION', 'http1 or http2. Repeatable. Default: both', choice('http1', 'http2')),
  shard: one('I/N', 'only each nth run, from the ith', readShard),
  seed: one('N', 'generated requests come from it. Default 0', integer(0)),
  timeout: one('MS', 'how long one answer may take. Default 10000', integer(1)),
  bail: flag('stop after the first failure'),
};

const TOLD = {
  known: one('FILE', 'known failures, in YAML: a list of runs (a glob) with a reason or a link', text),
  drift: many(
    'FILE',
    'how the service model, the server and the double differ, case by case: JSON where the name ends\nwith .json, else Markdown. Repeatable',
    text,
  ),
  report: many('FORMAT=FILE', 'jsonl, junit, tap, markdown, badge or html. Repeatable', readReportTarget),
  verbose: flag('explain warnings as fully as failures'),
  quiet: flag('no progress'),
  help: flag('this help'),
};

export const CONFORM_SERVER_GROUPS = [
  { title: 'What is tried', options: WHAT },
  { title: 'By whom', options: WHO },
  { title: 'For money', options: LIVE },
  { title: 'Which cases', options: WHICH },
  { title: 'What is told', options: TOLD },
];

export const CONFORM_SERVER_OPTIONS = { ...WHAT, ...WHO, ...LIVE, ...WHICH, ...TOLD };

function readGuardrail(value: string): { id: string; version: string } {
  const [, id, version] = /^([^:]+):([^:]+)$/.exec(value) ?? [];
  if (id && version) return { id, version };
  throw new Error('wants ID:VERSION');
}

function readShard(value: string): { index: number; count: number } {
  const [index = 0, count = 0] = value.split('/').map(Number);
  if (Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count) return { index, count };
  throw new Error('wants I/N, such as 1/3');
}

function wrapped(names: readonly string[]): string {
  const half = Math.ceil(names.length / 2);
  return [names.slice(0, half), names.slice(half)].map((part) => part.join(', ')).join(',\n');
}
