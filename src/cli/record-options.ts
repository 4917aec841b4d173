/** The options of `touchstone record`. */
import { parseRule, RECORD_MODES } from '../recordings/index.ts';
import { flag, many, one } from './options.ts';
import { choice, hostAndPort, integer, text } from './readers.ts';
import { REPLAY } from './replay-options.ts';
import { WHERE, WHO } from './serve-options.ts';

const UPSTREAM = {
  upstream: one('URL', 'the real service: https://bedrock-runtime.us-east-1.amazonaws.com', text),
  'upstream-region': one('REGION', 'what to sign for. Default: that in the host of --upstream,\nelse AWS_REGION', text),
  ca: one('FILE', 'a certificate of the upstream to trust (PEM)', text),
  'connect-to': one(
    'HOST:PORT',
    "connect there, and ask for the upstream's host all the same:\na PrivateLink, a proxy",
    hostAndPort,
  ),
};

const KEPT = {
  out: one('DIR', 'where the recordings are. Default: recordings', text),
  mode: one(
    'MODE',
    'once: record if there are no recordings, else replay and refuse\nthe rest (default)\nnone: only replay\nnew: replay what is known, record the rest\nall: record everything',
    choice(...RECORD_MODES),
  ),
  redact: many(
    'RULE',
    "take out of what is kept: the values at a JSON path,\n'$.messages[*].content', or what a pattern finds, '/regex/flags'.\nCredentials, cookies and account ids always are. Repeatable",
    readRule,
  ),
  'stalled-after': one('MS', 'a client that leaves after so long a silence has given up.\nDefault 5000', integer(0)),
};

const { 'control-token': _none, ...CLIENTS } = WHO;

const TOLD = {
  json: flag('one JSON object a line, for machines'),
  quiet: flag('print the endpoint, and nothing after it but what was not kept'),
  help: flag('this help'),
};

export const RECORD_GROUPS = [
  { title: 'The real service', options: UPSTREAM },
  { title: 'What is kept', options: KEPT },
  { title: 'How it is replayed', options: REPLAY },
  { title: 'Where', options: WHERE },
  { title: 'Who may ask', options: CLIENTS },
  { title: 'What it tells', options: TOLD },
];

export const RECORD_OPTIONS = { ...UPSTREAM, ...KEPT, ...REPLAY, ...WHERE, ...CLIENTS, ...TOLD };

/** Read once more where it is used; here for what is wrong with it to be told at once. */
function readRule(value: string): string {
  parseRule(value);
  return value;
}
