/**
 * Cassettes of vcrpy, which `pytest-recording` and `pytest-vcr` write too: YAML, or JSON of the same shape.
 *
 * Source: vcrpy's serializers; bytes that are no text are `!!binary`, header values are lists.
 */
import { Buffer } from 'node:buffer';
import { parse, YAMLError } from 'yaml';
import {
  headersByName,
  ImportError,
  listAt,
  methodAt,
  objectAt,
  plainResponse,
  statusAt,
  type TakenExchange,
  urlAt,
} from './taken.ts';

/** @throws ImportError where the text is no cassette. */
export function readVcrpy(text: string): TakenExchange[] {
  const cassette = objectAt(parsed(text), 'the file');
  const interactions = listAt(cassette['interactions'], '"interactions"');
  return interactions.map((interaction, index) => readInteraction(interaction, `interactions[${index}]`));
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    return parseIndented(text, error);
  }
}

function parseYaml(text: string): unknown {
  return parse(text, { customTags: ['binary'], logLevel: 'error' });
}

/**
 * PyYAML accepts quoted texts whose further lines are indented no deeper than their key, which formatters leave behind
 * and YAML forbids. White space at the start of such a line is no part of the text, so more of it does no harm.
 */
function parseIndented(text: string, first: YAMLError): unknown {
  try {
    return parseYaml(text.replaceAll(QUOTED_OVER_LINES, (quoted) => quoted.replaceAll('\n', '\n        ')));
  } catch {
    throw new ImportError(`it is no YAML: ${first.message}`, { cause: first });
  }
}

const QUOTED_OVER_LINES = /(?<=^ *(?:- )?\w+: )(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[^])*")$/gm;

function readInteraction(value: unknown, place: string): TakenExchange {
  const interaction = objectAt(value, place);
  const request = objectAt(interaction['request'], `${place}.request`);
  const response = objectAt(interaction['response'], `${place}.response`);
  const status = objectAt(response['status'], `${place}.response.status`);
  return {
    request: {
      method: methodAt(request['method'], `${place}.request.method`),
      url: urlAt(request['uri'], `${place}.request.uri`),
      headers: headersByName(request['headers'], textOf),
      body: bodyOf(request['body']),
    },
    response: plainResponse({
      status: statusAt(status['code'], `${place}.response.status.code`),
      headers: headersByName(response['headers'], textOf),
      body: bodyOf(response['body']),
    }),
  };
}

/** Older cassettes have a request's body under `string` too. */
function bodyOf(value: unknown): Buffer {
  const wrapped = typeof value === 'object' && value !== null && 'string' in value;
  return bytesOf(wrapped ? value.string : value);
}

function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value === undefined || value === null) return Buffer.alloc(0);
  return Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value as string | number));
}

function textOf(value: unknown): string {
  return bytesOf(value).toString();
}
