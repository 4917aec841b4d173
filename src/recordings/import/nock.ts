/**
 * Fixtures of nock's recorder and of `nock.back`.
 *
 * Source: nock's README and recorder, versions 11 to 14: bodies that are JSON lie parsed in the file, bytes that are
 * no text as hex, encoded bodies as a list of hex chunks.
 */
import { Buffer } from 'node:buffer';
import {
  type Header,
  headersByName,
  listAt,
  methodAt,
  objectAt,
  parseJson,
  plainResponse,
  statusAt,
  type TakenExchange,
  urlAt,
} from './taken.ts';

/** @throws ImportError where the text is no fixture. */
export function readNock(text: string): TakenExchange[] {
  return listAt(parseJson(text), 'the file').map((definition, index) => readDefinition(definition, `[${index}]`));
}

function readDefinition(value: unknown, place: string): TakenExchange {
  const definition = objectAt(value, place);
  const url = urlAt(`${String(definition['scope'])}${String(definition['path'])}`, `${place}.scope with ${place}.path`);
  return {
    request: {
      method: methodAt(definition['method'], `${place}.method`),
      url,
      headers: headersByName(definition['reqheaders'], String),
      body: bodyOf(definition['body'], false),
    },
    response: plainResponse({
      status: statusAt(definition['status'] ?? 200, `${place}.status`),
      headers: headersOf(definition['rawHeaders'] ?? definition['headers']),
      body: bodyOf(definition['response'], definition['responseIsBinary'] === true),
    }),
  };
}

/** `rawHeaders` are names and values by turns, as in Node, and since nock 14 an object. */
function headersOf(value: unknown): Header[] {
  if (!Array.isArray(value)) return headersByName(value, String);
  const flat = value.map(String);
  return flat.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []));
}

function bodyOf(value: unknown, binary: boolean): Buffer {
  if (Array.isArray(value) && value.every((chunk) => isHex(chunk))) return Buffer.from(value.join(''), 'hex');
  if (typeof value === 'string') return Buffer.from(value, binary ? 'hex' : 'utf8');
  return Buffer.from(value === undefined ? '' : JSON.stringify(value));
}

function isHex(value: unknown): boolean {
  return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/i.test(value);
}
