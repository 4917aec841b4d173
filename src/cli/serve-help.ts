/** `touchstone serve --help` */
import { helpText } from './help-text.ts';
import { SERVE_GROUPS } from './serve-options.ts';

export function serveHelp(): string {
  return helpText({ usage: 'touchstone serve [options]', about: ABOUT, groups: SERVE_GROUPS, examples: EXAMPLES });
}

const ABOUT = `
Runs a double of Amazon Bedrock: bedrock-runtime, parts of its control plane, and STS, on one port,
over HTTP/1.1 and HTTP/2. Point a client at it with the lines it prints. Signatures are verified,
streams are real event streams, errors are those of AWS.

Without scenarios every operation gives a plausible answer. A scenario says what is answered to
which requests:

  - name: weather
    when: { prompt: weather }
    reply: Sunny.

"touchstone schema" prints what else there is, "touchstone check FILE" validates a file.`;

const EXAMPLES = [
  ['Something to point a client at', 'touchstone serve'],
  ['Answers of your own, changed while it runs', 'touchstone serve --scenarios scenarios/'],
  ['A free port, for a script to take up', 'touchstone serve --port 0 --quiet'],
  [
    'The pace of a real model; one answer in twenty fails',
    'touchstone serve --ttft 400 --tps 60 --jitter 0.2 --fault-rate 0.05',
  ],
  ['Nothing may be asked that was not foreseen', 'touchstone serve --scenarios expected.yaml --strict'],
] as const;
