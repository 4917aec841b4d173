/** The options of `touchstone conform client`. */
import { flag, many, one } from './options.ts';

const text = (value: string): string => value;

function whole(value: string): number {
  if (!/^\d+$/.test(value)) throw new Error('write a whole number');
  return Number(value);
}

function above(value: string): number {
  if (whole(value) === 0) throw new Error('write a number above 0');
  return Number(value);
}

function shard(value: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const place = { index: Number(index), of: Number(of) };
  if (place.index >= 1 && place.index <= place.of) return place;
  throw new Error('write i/n, such as 1/4');
}

export const CLIENT_OPTIONS = {
  driver: one('COMMAND', 'A program that drives the client; split at spaces, no shell.', text),
  'validate-driver': flag('Only try whether the driver keeps to the protocol.'),
  case: many('GLOB', 'Only these runs, or cases. May be repeated.', text),
  profile: one('DATE', 'Only the cases frozen under this date.', text),
  known: one('FILE', 'The list of known failures, in YAML.', text),
  scenarios: one('FILE', 'What is answered to a command. Default: a short text.', text),
  seed: one('N', 'The order of the runs, and everything random.', whole),
  shard: one('I/N', 'Only every N-th run, beginning with the I-th.', shard),
  bail: flag('Stop at the first failure that is not known.'),
  parallel: one('N', 'Runs side by side. Default: 16.', above),
  processes: one('N', 'Processes of the driver side by side. Default: 4.', above),
  limit: one('MS', 'When a call counts as one that never ends. Default: 10000; of a command: 120000.', above),
  list: flag('Print the names of the cases and their statements, and try nothing.'),
  jsonl: one('FILE', 'Write all results there, one JSON object a line.', text),
  help: flag(''),
} as const;
