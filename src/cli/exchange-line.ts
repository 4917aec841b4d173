/** An exchange in one readable line, and under a refusal why. */
import type { ExchangeHeadline } from '../mock-server/index.ts';
import type { Paint } from './style.ts';

const PROTOCOLS: Readonly<Record<string, string>> = { 'HTTP/1.1': 'h1', 'HTTP/2.0': 'h2' };

/** How an answer ended other than well. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'client-gone': 'the client went away',
  'shut-down': 'cut off by the shut-down',
  cut: 'cut as scripted',
  reset: 'reset as scripted',
  stall: 'stalled as scripted',
};

/** `12:03:55.120 200 ConverseStream us.anthropic.claude-… "weather" 62 events 18 ms h2` */
export function exchangeLine(exchange: ExchangeHeadline, paint: Paint): string {
  const { error, note, sandbox, scenario, durationMs, protocol } = exchange;
  const parts = [
    paint('dim', timeOf(exchange.receivedAt)),
    paint(colourOf(exchange), String(exchange.status ?? '---')),
    sandbox && `[${sandbox}]`,
    exchange.operation ?? `${exchange.method} ${exchange.target}`,
    exchange.modelId,
    scenario !== undefined && paint('cyan', JSON.stringify(scenario)),
    error && paint('red', error.type),
    [eventsOf(exchange), endOf(exchange)].filter(Boolean).join(', '),
    durationMs !== undefined && paint('dim', `${durationMs} ms`),
    paint('dim', PROTOCOLS[protocol] ?? protocol),
  ];
  const why = error ? (error.reason ?? error.message) : note;
  return [parts.filter(Boolean).join(' '), ...(why ? indented(why) : [])].join('\n');
}

/** Of the day, in local time, with milliseconds. */
export function timeOf(time: string | number): string {
  const date = new Date(time);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}

function colourOf({ status = 0, error }: ExchangeHeadline): 'green' | 'yellow' | 'red' {
  if (status >= 500) return 'red';
  return status >= 400 || error ? 'yellow' : 'green';
}

function eventsOf({ eventCount }: ExchangeHeadline): string | undefined {
  return eventCount === undefined ? undefined : `${eventCount} ${eventCount === 1 ? 'event' : 'events'}`;
}

function endOf({ outcome, ending }: ExchangeHeadline): string | undefined {
  return OUTCOMES[outcome] ?? (ending === undefined ? undefined : OUTCOMES[ending]);
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`.trimEnd());
}
