/**
 * HTTP archives, as browsers, proxies and Polly.JS write them.
 *
 * Source: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/
 */
import { Buffer } from 'node:buffer';
import {
  type Header,
  listAt,
  type Members,
  methodAt,
  objectAt,
  parseJson,
  plainResponse,
  statusAt,
  type TakenExchange,
  urlAt,
} from './taken.ts';

/** @throws ImportError where the text is no archive. */
export function readHar(text: string): TakenExchange[] {
  const log = objectAt(objectAt(parseJson(text), 'the file')['log'], '"log"');
  return listAt(log['entries'], 'log.entries').map((entry, index) => readEntry(entry, `log.entries[${index}]`));
}

function readEntry(value: unknown, place: string): TakenExchange {
  const entry = objectAt(value, place);
  const request = objectAt(entry['request'], `${place}.request`);
  const response = objectAt(entry['response'], `${place}.response`);
  return {
    request: {
      method: methodAt(request['method'], `${place}.request.method`),
      url: urlAt(request['url'], `${place}.request.url`),
      headers: headersOf(request['headers'], `${place}.request.headers`),
      body: contentOf(request['postData']),
    },
    response: plainResponse({
      status: statusAt(response['status'], `${place}.response.status`),
      headers: headersOf(response['headers'], `${place}.response.headers`),
      body: contentOf(response['content']),
    }),
    ...timeOf(entry),
  };
}

function headersOf(value: unknown, place: string): Header[] {
  const headers = listAt(value ?? [], place).map((header, index): Header => {
    const { name, value: given } = objectAt(header, `${place}[${index}]`);
    return [String(name), String(given)];
  });
  // Browsers write the pseudo-headers of HTTP/2 among them.
  return headers.filter(([name]) => !name.startsWith(':'));
}

function contentOf(value: unknown): Buffer {
  const { text, encoding } = (value ?? {}) as Members;
  return Buffer.from(typeof text === 'string' ? text : '', encoding === 'base64' ? 'base64' : 'utf8');
}

function timeOf({ startedDateTime, time }: Members): Pick<TakenExchange, 'startedAt' | 'durationMs'> {
  const startedAt = new Date(String(startedDateTime));
  return {
    ...(!Number.isNaN(startedAt.getTime()) && { startedAt }),
    ...(typeof time === 'number' && time >= 0 && { durationMs: time }),
  };
}
