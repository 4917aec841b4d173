/** `touchstone conform server`: how far a server is a Bedrock. */
import { conformLive, dollars, type LiveConformanceOptions, type Spent } from '../conformance/live/index.ts';
import { countsText, countVerdicts, summary } from '../conformance/report/index.ts';
import {
  conformServer,
  EndpointError,
  type ServerConformanceOptions,
  type ServerSeen,
} from '../conformance/server/index.ts';
import { isFailure, type RunResult } from '../conformance/verdict.ts';
import { conclude, readKnown, writeReports } from './conform-reports.ts';
import { keepRecordings, writeDrift } from './conform-server-keep.ts';
import { readLive } from './conform-server-live.ts';
import { CONFORM_SERVER_GROUPS, CONFORM_SERVER_OPTIONS } from './conform-server-options.ts';
import { type Asked, optionsOf } from './conform-server-settings.ts';
import { helpText } from './help-text.ts';
import { parseOptions } from './options.ts';
import { type Terminal, UsageError } from './terminal.ts';

export function conformServerHelp(): string {
  return helpText({
    usage:
      'touchstone conform server --endpoint URL [options]\n       TOUCHSTONE_LIVE=1 touchstone conform server --live --max-cost-usd N [options]',
    about: `
Tries a server that says it is a Bedrock: this double, another, a gateway. Each case is a statement with
its authority; a verdict comes with the bytes that prove it and the line that repeats it.

With --live it tries the real AWS: only cases that are safe there, within a limit of cost. What cannot be
provoked, has no room or would cost too much is UNKNOWN, which is never a pass and fails nothing.

Exit codes: 0 as expected; 1 a failure that is not known, a known one that passes, or an entry of the
list that covers nothing; 2 the command line is wrong; 3 the endpoint does not answer; 4 nothing ran.`,
    groups: CONFORM_SERVER_GROUPS,
    examples: [
      [
        'The double itself, in another terminal: touchstone serve --region us-east-1',
        `touchstone conform server --endpoint http://127.0.0.1:7357 --control self`,
      ],
      ['A page to look at', 'touchstone conform server --endpoint http://127.0.0.1:8080 --report html=report.html'],
      [
        'The real AWS, for ten cents at most, and where the double differs from it',
        'TOUCHSTONE_LIVE=1 touchstone conform server --live --max-cost-usd 0.10 --drift drift.md',
      ],
    ],
  });
}

/** How a live run waits; a test passes its own. */
export type ConformServerMeans = Pick<LiveConformanceOptions, 'sleep' | 'random'>;

/** What the parts of the command share. */
interface Command extends Asked {
  readonly means: ConformServerMeans;
}

export async function conformServerCommand(
  args: readonly string[],
  terminal: Terminal,
  means: ConformServerMeans = {},
): Promise<number> {
  const { values, positionals } = parseOptions(args, CONFORM_SERVER_OPTIONS);
  const [extra] = positionals;
  if (extra !== undefined)
    throw new UsageError(`${JSON.stringify(extra)} is too much; the server goes with --endpoint`);
  const command = { values, terminal, means, live: readLive(values, terminal.env ?? {}) };
  const known = await readKnown(values.known);
  const seen = new Map<string, ServerSeen>();
  const watch =
    values.drift || values['save-recordings']
      ? { onSeen: (run: string, what: ServerSeen) => void seen.set(run, what) }
      : {};
  const options = { ...(await optionsOf(command)), ...watch };
  const results = await attempt(command, options);
  if (typeof results === 'number') return results;
  const concluded = conclude(results, known, isPart(values));
  const stale = concluded.stale.map(({ runs }) => runs);
  terminal.out(summary(concluded.results, { verbose: values.verbose ?? false, stale }));
  await writeReports(values.report ?? [], concluded.results);
  await keepRecordings(command, { results, seen });
  await writeDrift(command, { results, seen }, options);
  if (concluded.exitCode === 4) terminal.err(nothingRan(concluded.results));
  return concluded.exitCode;
}

/** Whether some runs were left out, so that an entry of the known failures may cover one of those. */
function isPart({ case: cases, profile, shard, http, bail }: Asked['values']): boolean {
  return profile !== undefined || cases !== undefined || shard !== undefined || http !== undefined || bail === true;
}

async function attempt(command: Command, options: ServerConformanceOptions): Promise<readonly RunResult[] | number> {
  const { terminal, live } = command;
  try {
    return await (live ? attemptLive(command, options, live) : conformServer({ ...options, ...progressOf(command) }));
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message, { cause });
    if (!(cause instanceof EndpointError)) throw cause;
    terminal.err(`touchstone: ${cause.message}`);
    return 3;
  }
}

function progressOf({ values, terminal }: Command): Pick<ServerConformanceOptions, 'onResult'> {
  if (values.quiet || !terminal.colours) return {};
  return { onResult: ({ verdict, run }) => (isFailure(verdict) ? terminal.err(`${verdict} ${run}`) : undefined) };
}

async function attemptLive(
  { values, terminal, means }: Command,
  options: ServerConformanceOptions,
  limit: { readonly maxCostUsd: number },
): Promise<readonly RunResult[]> {
  const shows = !values.quiet && terminal.colours;
  const onResult = ({ verdict, run }: RunResult, { usd, maxUsd }: Spent) =>
    terminal.err(`${dollars(usd)} of ${dollars(maxUsd)}  ${verdict} ${run}`);
  const { results, spent } = await conformLive({ ...options, ...limit, ...means, ...(shows && { onResult }) });
  terminal.err(costLine(spent));
  return results;
}

function costLine({ usd, maxUsd, requests, stopped }: Spent): string {
  const line = `touchstone: ${requests} requests, ${dollars(usd)} of at most ${dollars(maxUsd)} by estimate`;
  return stopped === undefined ? line : `${line}\ntouchstone: stopped early: ${stopped}`;
}

function nothingRan(results: readonly RunResult[]): string {
  if (results.length === 0) return 'touchstone: nothing ran: no case is called so; see --case';
  const counts = countVerdicts(results);
  return `touchstone: nothing ran: ${countsText(counts)}; ${counts.UNKNOWN > 0 ? 'each says why' : 'see --control and --without'}`;
}
