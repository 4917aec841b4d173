/** What passed on the wire, in the order in which it did. */
import type { SeenExchange } from '../observation.ts';
import type { TimelineEntry } from '../verdict.ts';

export function timelineOf(exchanges: readonly SeenExchange[]): TimelineEntry[] {
  return exchanges.flatMap(entriesOf).sort((a, b) => a.at - b.at);
}

function entriesOf(exchange: SeenExchange, index: number): TimelineEntry[] {
  const { at, sent, finishedAt = sent.at(-1)?.at ?? at } = exchange;
  const body = Buffer.from(exchange.body, 'base64');
  const one = (entry: Omit<TimelineEntry, 'exchange'>): TimelineEntry => ({ exchange: index, ...entry });
  return [
    one({ at, from: 'client', kind: 'head', text: requestHead(exchange) }),
    ...(body.length === 0
      ? []
      : [one({ at, from: 'client', kind: 'bytes', base64: exchange.body, length: body.length })]),
    one({ at: sent[0]?.at ?? finishedAt, from: 'server', kind: 'head', text: responseHead(exchange) }),
    ...sent.map(({ at: when, base64, length }) => one({ at: when, from: 'server', kind: 'bytes', base64, length })),
    exchange.outcome === 'client-gone'
      ? one({ at: finishedAt, from: 'client', kind: 'gone' })
      : one({ at: finishedAt, from: 'server', kind: exchange.ending }),
  ];
}

function requestHead({ method, target, protocol, headers }: SeenExchange): string {
  return [`${method} ${target} ${protocol}`, ...lines(headers)].join('\n');
}

function responseHead({ protocol, status, responseHeaders }: SeenExchange): string {
  return [`${protocol} ${status}`, ...lines(responseHeaders)].join('\n');
}

function lines(headers: SeenExchange['headers']): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}
