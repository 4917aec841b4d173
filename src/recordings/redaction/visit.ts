/** Goes through everything in a recording that a service or a client wrote. */
import type { Path } from '../../mock-server/matching/problems.ts';
import { SECRET_HEADERS } from '../../wire/secrets.ts';
import { bodyBytes, jsonOf } from '../body.ts';
import type { Body, HeaderPair, Payload, RawBytes, RecordedFrame, Recording } from '../recording.ts';
import { mapTexts } from './json.ts';

/** What becomes of each thing that is met; `path` is where it is in the recording. */
export interface Visitor {
  readonly text: (text: string, path: Path) => string;
  /** Called for each body that is JSON, before the texts in it. */
  readonly json: (value: unknown, path: Path) => unknown;
  /** Called for headers that hold secrets, in place of `text`. */
  readonly secret: (value: string, path: Path) => string;
}

export function visit(recording: Recording, visitor: Visitor): Recording {
  const { request, response } = recording;
  const target = visitor.text(request.target, ['request', 'target']);
  return {
    ...recording,
    modelId: visitor.text(recording.modelId, ['modelId']),
    request: { ...request, target, ...visitPart(request, visitor, ['request']) },
    response: {
      ...response,
      ...visitPart(response, visitor, ['response']),
      ...(response.frames && { frames: response.frames.map((frame, i) => visitFrame(frame, visitor, i)) }),
      ...(response.trailing && { trailing: visitRaw(response.trailing, visitor, ['response', 'trailing']) }),
    },
  };
}

interface Part {
  readonly headers: readonly HeaderPair[];
  readonly body?: Body;
}

/** A length that told the body's tells the new one's, and one that told another is off by as much as before. */
function visitPart({ headers, body }: Part, visitor: Visitor, path: Path): Part {
  const visited = body && visitBody(body, visitor, [...path, 'body']);
  const longer = bodyBytes(visited).length - bodyBytes(body).length;
  return {
    headers: headers.map((pair, i) => visitHeader(pair, { visitor, path: [...path, 'headers', i, 1], longer })),
    ...(visited && { body: visited }),
  };
}

interface HeaderVisit {
  readonly visitor: Visitor;
  readonly path: Path;
  readonly longer: number;
}

function visitHeader([name, value]: HeaderPair, { visitor, path, longer }: HeaderVisit): HeaderPair {
  const lower = name.toLowerCase();
  if (SECRET_HEADERS.has(lower)) return [name, visitor.secret(value, path)];
  if (lower === 'content-length' && longer !== 0) return [name, String(Number(value) + longer)];
  return [name, visitor.text(value, path)];
}

function visitFrame(frame: RecordedFrame, visitor: Visitor, index: number): RecordedFrame {
  const path = ['response', 'frames', index];
  if ('raw' in frame) return visitRaw(frame, visitor, path);
  const headers = frame.headers.map(([name, value], i): HeaderPair => [
    name,
    visitor.text(value, [...path, 'headers', i, 1]),
  ]);
  return { ...frame, headers, payload: visitPayload(frame.payload, visitor, [...path, 'payload']) };
}

function visitPayload(payload: Payload, visitor: Visitor, path: Path): Payload {
  if (!('chunk' in payload)) return visitBody(payload, visitor, path);
  const { chunk, members } = payload;
  return {
    chunk: visitBody(chunk, visitor, [...path, 'chunk']),
    ...(members && { members: visitJson(members, visitor, [...path, 'members']) as typeof members }),
  };
}

/** JSON that is not compact stays as it is spaced unless something in it is replaced by the value. */
function visitBody(body: Body, visitor: Visitor, path: Path): Body {
  if ('base64' in body) return { base64: visitBytes(body.base64, visitor, path) };
  if ('json' in body) return { json: visitJson(body.json, visitor, path) };
  const before = jsonOf(body);
  const after = before === undefined ? undefined : visitJson(before, visitor, path);
  if (after !== undefined && JSON.stringify(after) !== JSON.stringify(before)) return { json: after };
  return { text: visitor.text(body.text, path) };
}

function visitJson(value: unknown, visitor: Visitor, path: Path): unknown {
  return mapTexts(visitor.json(value, path), (text, inside) => visitor.text(text, [...path, ...inside]));
}

function visitRaw(bytes: RawBytes, visitor: Visitor, path: Path): RawBytes {
  return { ...bytes, raw: visitBytes(bytes.raw, visitor, path) };
}

/** As if each byte were a character, which finds every text of ASCII. */
function visitBytes(base64: string, visitor: Visitor, path: Path): string {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return Buffer.from(visitor.text(text, path), 'latin1').toString('base64');
}
