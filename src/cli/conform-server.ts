/** `touchstone conform server`: how far a server is a Bedrock. */
import { countsText, countVerdicts, summary } from '../conformance/report/index.ts';
import { conformServer, EndpointError, type ServerConformanceOptions } from '../conformance/server/index.ts';
import { isFailure, type RunResult } from '../conformance/verdict.ts';
import { conclude, readKnown, writeReports } from './conform-reports.ts';
import { CONFORM_SERVER_GROUPS, CONFORM_SERVER_OPTIONS } from './conform-server-options.ts';
import { parseCredentialsFile } from './credentials.ts';
import { readTextFile } from './files.ts';
import { helpText } from './help-text.ts';
import { type Parsed, parseOptions } from './options.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';

export function conformServerHelp(): string {
  return helpText({
    usage: 'touchstone conform server --endpoint URL [options]',
    about: `
Tries a server that says it is a Bedrock: this double, another, a gateway. Each case is a statement with
its authority; a verdict comes with the bytes that prove it and the line that repeats it.

Exit codes: 0 as expected; 1 a failure that is not known, a known one that passes, or an entry of the
list that covers nothing; 2 the command line is wrong; 3 the endpoint does not answer; 4 nothing ran.`,
    groups: CONFORM_SERVER_GROUPS,
    examples: [
      [
        'The double itself, in another terminal: touchstone serve --region us-east-1',
        `touchstone conform server --endpoint http://127.0.0.1:7357 --control self`,
      ],
      ['A page to look at', 'touchstone conform server --endpoint http://127.0.0.1:8080 --report html=report.html'],
    ],
  });
}

type Values = Parsed<typeof CONFORM_SERVER_OPTIONS>['values'];

export async function conformServerCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, CONFORM_SERVER_OPTIONS);
  const [extra] = positionals;
  if (extra !== undefined)
    throw new UsageError(`${JSON.stringify(extra)} is too much; the server goes with --endpoint`);
  const known = await readKnown(values.known);
  const options = await optionsOf(values, terminal);
  const results = await attempt(options, terminal);
  if (typeof results === 'number') return results;
  const partly =
    values.case !== undefined || values.shard !== undefined || values.http !== undefined || values.bail === true;
  const concluded = conclude(results, known, partly);
  await writeReports(values.report ?? [], concluded.results);
  const stale = concluded.stale.map(({ runs }) => runs);
  terminal.out(summary(concluded.results, { verbose: values.verbose ?? false, stale }));
  if (concluded.exitCode === 4) terminal.err(nothingRan(concluded.results));
  return concluded.exitCode;
}

async function attempt(options: ServerConformanceOptions, { err }: Terminal): Promise<RunResult[] | number> {
  try {
    return await conformServer(options);
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message, { cause });
    if (!(cause instanceof EndpointError)) throw cause;
    err(`touchstone: ${cause.message}`);
    return 3;
  }
}

function nothingRan(results: readonly RunResult[]): string {
  if (results.length === 0) return 'touchstone: nothing ran: no case is called so; see --case';
  return `touchstone: nothing ran: ${countsText(countVerdicts(results))}; see --control and --without`;
}

async function optionsOf(values: Values, { err, colours }: Terminal): Promise<ServerConformanceOptions> {
  const { endpoint, subject, control, session, 'api-key': apiKey, case: cases } = values;
  if (endpoint === undefined) throw new UsageError('--endpoint URL is missing');
  if (session && !session.sessionToken) throw new UsageError('--session wants KEY:SECRET:TOKEN; its token is missing');
  const { region, model, arn, guardrail, without, http, shard, seed, bail, timeout } = values;
  const progress = !values.quiet && colours;
  return defined({
    endpoint,
    subject: subject === undefined ? undefined : { name: subject },
    credentials: await credentialsOf(values),
    control: control === undefined || control === 'self' ? control : { url: control },
    controlToken: values['control-token'],
    ca: values.ca === undefined ? undefined : await readTextFile(values.ca),
    timeoutMs: timeout,
    onResult: progress ? ({ verdict, run }) => (isFailure(verdict) ? err(`${verdict} ${run}`) : undefined) : undefined,
    region,
    model,
    arn,
    guardrail,
    without,
    http,
    shard,
    seed,
    bail,
    session,
    apiKey,
    cases,
  });
}

async function credentialsOf(values: Values): Promise<ServerConformanceOptions['credentials']> {
  const file = values['credentials-file'];
  if (file === undefined) return values.credentials;
  const text = await readTextFile(file);
  try {
    return parseCredentialsFile(text, file)[0];
  } catch (cause) {
    throw new CommandError((cause as Error).message, { cause });
  }
}

type Undefinable<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What is not given is left to the default. */
function defined(options: Undefinable<ServerConformanceOptions>): ServerConformanceOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as ServerConformanceOptions;
}
