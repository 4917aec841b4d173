/** Exchanges as short lines. */
import { type Exchange, type ExchangeSummary, isUnscripted, summarizeExchange } from '../mock-server/index.ts';

/** So much of a text as a line has room for. */
const SHOWN_TEXT = 60;
const SHOWN_LINES = 10;

/** An exchange and which it is, from 1. */
export interface Numbered {
  readonly exchange: Exchange;
  readonly number: number;
}

export function numbered(exchanges: readonly Exchange[]): Numbered[] {
  return exchanges.map((exchange, i) => ({ exchange, number: i + 1 }));
}

/** A line for each, indented; of many the newest. */
export function listOf(exchanges: readonly Numbered[], line: (one: Numbered) => string = lineOf): string {
  const shown = exchanges.slice(-SHOWN_LINES).map((one) => indented(line(one)));
  const left = exchanges.length - shown.length;
  return [...(left > 0 ? [`  (${left} before)`] : []), ...shown].join('\n');
}

export function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** `#2 Converse amazon.nova-lite-v1:0 "How is the weather?" → 200 "It is sunny." (scenario "weather")` */
export function lineOf({ exchange, number }: Numbered): string {
  const { operation, modelId, prompt, method, target, status, ...answer } = summarizeExchange(exchange);
  const asked = [operation ?? `${method} ${shortened(target)}`, modelId, prompt && quoted(prompt)];
  const madeUp = isUnscripted(exchange) && answer.error === undefined;
  const said = madeUp ? '(no scenario matched)' : answerOf(answer);
  return [`#${number}`, ...asked, '→', status ?? 'no answer', said].filter(Boolean).join(' ');
}

/** The words, and the scenario that spoke them. */
function answerOf({ error, scenario, text }: Pick<ExchangeSummary, 'error' | 'scenario' | 'text'>): string {
  const said = error?.type ?? (text === undefined ? undefined : quoted(text));
  return [said, scenario === undefined ? undefined : `(scenario ${quoted(scenario)})`].filter(Boolean).join(' ');
}

function quoted(text: string): string {
  return JSON.stringify(shortened(text.replace(/\s+/g, ' ')));
}

function shortened(text: string): string {
  return text.length <= SHOWN_TEXT ? text : `${text.slice(0, SHOWN_TEXT - 1)}…`;
}

/** `1 request`, `2 requests`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
