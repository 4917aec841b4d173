/** The options of `touchstone conform client`. */
import { readReportTarget } from './conform-reports.ts';
import { flag, many, one } from './options.ts';
import { integer, text } from './readers.ts';

const WHAT = {
  driver: one('COMMAND', 'a program that drives the client; split at spaces, no shell', text),
  'validate-driver': flag('only try whether the driver keeps to the protocol'),
  processes: one('N', 'processes of the driver side by side. Default 4', integer(1)),
  parallel: one('N', 'runs side by side. Default 16', integer(1)),
  limit: one('MS', 'when a call counts as one that never ends. Default 10000; of a command 120000', integer(1)),
  'start-limit': one('MS', 'how long the driver may take to introduce itself. Default 30000', integer(1)),
  scenarios: one('FILE', 'what is answered to a command. Default: a short text', text),
};

const WHICH = {
  case: many(
    'GLOB',
    "slugs of cases or names of runs: 'es/*', end/truncated-frame@ConverseStream,http1;\n'property/*' are the properties. Repeatable",
    text,
  ),
  profile: one('DATE', 'only the cases and properties that were frozen on this day', text),
  seed: one('N', 'the order of the runs, and the values of properties. Default: that of the cases, and 0', integer(0)),
  runs: one('N', 'values for each property, with --driver; 0 leaves properties out. Default 25', integer(0)),
  every: flag('try every byte and every offset where a property has a list of them. Default: 100 of them'),
  path: one('PATH', 'straight to a counterexample, as a report has it', text),
  shard: one('I/N', 'only each nth run, from the ith', readShard),
  bail: flag('stop after the first failure that is not known'),
  list: flag('print the cases and try nothing'),
};

const TOLD = {
  known: one('FILE', 'known failures, in YAML: a list of runs (a glob) with a reason or a link', text),
  report: many('FORMAT=FILE', 'jsonl, junit, tap, markdown, badge or html. Repeatable', readReportTarget),
  verbose: flag('explain warnings as fully as failures'),
  quiet: flag('no progress'),
  help: flag('this help'),
};

export const CONFORM_CLIENT_GROUPS = [
  { title: 'What is tried', options: WHAT },
  { title: 'Which cases', options: WHICH },
  { title: 'What is told', options: TOLD },
];

export const CONFORM_CLIENT_OPTIONS = { ...WHAT, ...WHICH, ...TOLD };

function readShard(value: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const place = { index: Number(index), of: Number(of) };
  if (place.index >= 1 && place.index <= place.of) return place;
  throw new Error('wants I/N, such as 1/3');
}
