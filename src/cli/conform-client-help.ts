/** What `touchstone conform client --help` teaches. */
import { helpText } from './help-text.ts';

export function conformClientHelp(): string {
  return helpText({
    usage:
      'touchstone conform client [options] --driver COMMAND\n       touchstone conform client [options] -- COMMAND…',
    about: `
Tries a client of Bedrock against scripted answers, legal and illegal, and says case by case whether
it does what the specifications and the real service ask of it.

With --driver, a program that speaks JSON Lines over its standard input and output drives the client;
schema/driver.schema.json has the protocol. After --, any command that uses the client: it finds the
stage in its environment and is judged by what it sends and by its exit code.

  --driver COMMAND    a program that drives the client
  --validate-driver   only try whether it keeps to the protocol
  --case GLOB         only these runs, or cases; may be repeated
  --profile DATE      only the cases frozen under this date
  --known FILE        known failures: a list in YAML of "runs" (a glob) with a "reason" or a "link"
  --scenarios FILE    what is answered to a command; default: a short text
  --seed N            the order of the runs
  --shard I/N         only every N-th run, beginning with the I-th
  --bail              stop at the first failure that is not known
  --parallel N        runs side by side; default 16
  --processes N       processes of the driver side by side; default 4
  --limit MS          when a call counts as one that never ends; default 10000, of a command 120000
  --list              print the cases and try nothing
  --jsonl FILE        write all results there

Exit code 0: as expected; 1: a failure that is not known, an unexpected pass or a stale entry;
2: the command line is wrong; 3: the driver is broken; 4: nothing ran.`,
    examples: [
      ['A test suite as it is, judged from outside', 'touchstone conform client -- pytest tests/'],
      ['A client with a driver', "touchstone conform client --driver 'python3 driver.py' --known known-failures.yaml"],
      ['One case again', "touchstone conform client --driver 'python3 driver.py' --case 'end/truncated-frame@*'"],
    ],
  });
}
