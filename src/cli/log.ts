/** What a running server tells: for people a line an exchange, for machines a JSON object a line, or nothing. */
import { type Exchange, headlineOf, summarizeExchange } from '../mock-server/index.ts';
import type { Start, startLines } from './banner.ts';
import { exchangeLine, timeOf } from './exchange-line.ts';
import { createPaint } from './style.ts';
import type { Terminal } from './terminal.ts';

export interface Log {
  readonly started: (start: Start) => void;
  /** Absent where nobody reads it, so that nothing is made ready to be told. */
  readonly exchange: ((exchange: Exchange) => void) | undefined;
  /** A connection that never became an exchange. */
  readonly misuse: (reason: string) => void;
  readonly reloaded: (count: number, paths: readonly string[]) => void;
  /** Scenario files that changed and cannot be used. */
  readonly kept: (problems: string, count: number) => void;
  readonly closing: (graceMs: number) => void;
}

interface LogOptions {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly clock: () => number;
  readonly startLines: typeof startLines;
}

export function createLog(options: LogOptions): Log {
  if (options.quiet) return quietLog(options);
  return options.json ? jsonLog(options) : readableLog(options);
}

function readableLog({ terminal: { out, err, colours }, clock, startLines }: LogOptions): Log {
  const paint = createPaint(colours);
  const now = () => paint('dim', timeOf(clock()));
  return {
    started: (start) => out(startLines(start, paint).join('\n')),
    exchange: (exchange) => out(exchangeLine(headlineOf(exchange), paint)),
    misuse: (reason) => out(`${now()} ${paint('yellow', '---')} ${reason}`),
    reloaded: (count, paths) => out(`${now()} reloaded ${countOf(count)} from ${paths.join(', ')}`),
    kept: (problems, count) =>
      err(`${now()} ${paint('red', `not reloaded; the ${countOf(count)} from before stay`)}\n${problems}`),
    closing: (graceMs) => err(`Closing; open answers have ${graceMs} ms. Ctrl-C again ends them at once.`),
  };
}

function jsonLog({ terminal: { out }, clock }: LogOptions): Log {
  const tell = (type: string, members: object) => out(JSON.stringify({ type, ...members }));
  const time = () => ({ time: new Date(clock()).toISOString() });
  return {
    started: ({ url, scenarios }) => tell('listening', { ...time(), url, scenarios }),
    exchange: (exchange) => tell('exchange', summarizeExchange(exchange)),
    misuse: (reason) => tell('misuse', { ...time(), reason }),
    reloaded: (scenarios, paths) => tell('reloaded', { ...time(), scenarios, paths }),
    kept: (problems, scenarios) => tell('not-reloaded', { ...time(), scenarios, problems: problems.split('\n') }),
    closing: (graceMs) => tell('closing', { ...time(), graceMs }),
  };
}

/** The endpoint alone, so that a script can take it; what went wrong still goes to standard error. */
function quietLog({ terminal: { out, err } }: LogOptions): Log {
  return {
    started: ({ url }) => out(url),
    exchange: undefined,
    misuse: () => {},
    reloaded: () => {},
    kept: (problems) => err(problems),
    closing: () => {},
  };
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;
}
