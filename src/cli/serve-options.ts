/** The options of `touchstone serve`. */
import { readCredentials } from './credentials.ts';
import { flag, many, one } from './options.ts';
import { choice, integer, rate, share, text } from './readers.ts';
import { REPLAY } from './replay-options.ts';

export const DEFAULT_PORT = 7357;

export const WHERE = {
  port: one('N', `where to listen; 0 takes any free port. Default ${DEFAULT_PORT}`, integer(0, 65_535)),
  host: one('HOST', 'the address to bind. Default 127.0.0.1: this machine only', text),
  tls: flag('speak HTTPS, with a certificate made on the spot'),
  cert: one('FILE', 'HTTPS with this certificate (PEM); wants --key', text),
  key: one('FILE', 'the private key of --cert (PEM)', text),
  grace: one('MS', 'how long open answers may take after Ctrl-C. Default 2000', integer(0)),
};

const WHAT = {
  scenarios: many('FILE|DIR', 'what to answer: YAML or JSON, read again on change. Repeatable', text),
  strict: flag('refuse with a 400 what no scenario matches'),
  'no-validation': flag('accept requests that the real service finds invalid'),
  lifecycle: one('real', 'real: models past their end of life refuse', choice('real', 'ignored')),
  ttft: one('MS', 'time to first token of every stream. Default 0', integer(0)),
  tps: one('N', 'tokens per second of every stream. Default: no delay', rate),
  jitter: one('0..1', 'by which share a pause may be shorter or longer', share),
  'fault-rate': one('0..1', 'the share of answers that something befalls at random', share),
  seed: one('N', 'everything random comes from it. Default 0', integer(0)),
};

const RECORDED = {
  recordings: many(
    'DIR|FILE',
    'replay recordings: requests equal to recorded ones get their\nanswers, others are refused. Repeatable; scenarios come first',
    text,
  ),
  ...REPLAY,
};

export const WHO = {
  auth: one(
    'MODE',
    'enforce: signatures are verified (default)\nlenient: form, scope and date are checked, the secret is not\noff: nothing is checked',
    choice('enforce', 'lenient', 'off'),
  ),
  credentials: many('KEY:SECRET[:TOKEN]', "known beside AWS's example keys and test:test. Repeatable", readCredentials),
  'credentials-file': many('FILE', 'the same from a file like ~/.aws/credentials, or JSON', text),
  'api-key': many('TOKEN', 'a long-term Bedrock API key, ABSK…. Repeatable', text),
  region: many('REGION', 'the regions served; a signature for another is refused. Default: any', text),
  'control-token': one('TOKEN', 'what /_touchstone asks for; without one it obeys this machine only', text),
};

const TOLD = {
  journal: one('N', 'how many exchanges are kept. Default 250', integer(0)),
  json: flag('one JSON object a line, for machines'),
  quiet: flag('print the endpoint, and nothing after it'),
  help: flag('this help'),
  version: flag('the version'),
};

export const SERVE_GROUPS = [
  { title: 'Where', options: WHERE },
  { title: 'What it answers', options: WHAT },
  { title: 'What was recorded', options: RECORDED },
  { title: 'Who may ask', options: WHO },
  { title: 'What it tells', options: TOLD },
];

export const SERVE_OPTIONS = { ...WHERE, ...WHAT, ...RECORDED, ...WHO, ...TOLD };
