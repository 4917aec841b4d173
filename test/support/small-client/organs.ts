/** What a small client is made of, each piece replaceable by a sick one. */
import { setTimeout as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { RunRequest } from '../../../src/conformance/drivers/driver.ts';
import type { ObservedError } from '../../../src/conformance/observation.ts';
import { escape, sha256 } from './sign.ts';

type Keys = NonNullable<RunRequest['credentials']>;
type Json = any;

/** A failure as the caller gets it. */
export class Failure extends Error {
  readonly told: ObservedError;
  constructor(told: ObservedError) {
    super(told.message);
    this.told = told;
  }
}

export interface Head {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

export interface Frame {
  readonly headers: ReadonlyMap<string, { readonly type: number; readonly value: Buffer }>;
  /** As they lay in the reads. */
  readonly payload: readonly Buffer[];
}

/** What a client keeps from call to call: nothing, if it is well. */
export type Memory = Record<string, Json>;

export interface Fold {
  readonly blocks: Map<number, Json>;
  started: boolean;
  stopReason?: string | undefined;
  usage?: Json;
}

const PATHS = {
  Converse: 'converse',
  ConverseStream: 'converse-stream',
  InvokeModel: 'invoke',
  InvokeModelWithResponseStream: 'invoke-with-response-stream',
};
const KNOWN_EVENTS = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
  'chunk',
];
const WIDTHS = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];
const RETRYABLE = ['Throttling', 'Internal', 'ServiceUnavailable', 'ModelStream', 'ModelTimeout', 'ModelNotReady'];

/** What organs need of one another. */
interface Others {
  label(modelId: string): string;
  blockOf(fold: Fold, index: number): Json;
  headerText(frame: Frame, name: string): string;
  exceptionName(type: string): string;
  exceptionBody(text: string): Json;
  exceptionRetryable(name: string): { retryable?: boolean };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const HEALTHY = {
  // Requests
  label: escape,
  path: ({ operation, input }: RunRequest, organs: Others): string =>
    `/model/${organs.label(input.modelId)}/${PATHS[operation]}`,
  basePath: (pathname: string): string => pathname,
  query({ options: { query = {} } }: RunRequest): string {
    const pairs = Object.entries(query).map(([name, value]) => `${escape(name)}=${escape(value)}`);
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  },
  contentType: (): string | undefined => 'application/json',
  json: (value: Json): Buffer => Buffer.from(JSON.stringify(value)),
  invocation: ({ model: _model, stream: _stream, ...body }: Json): Json => ({
    anthropic_version: 'bedrock-2023-05-31',
    ...body,
  }),
  converse: (body: Json): Json => body,
  // Signing
  canonicalPath: (path: string): string => path.split('/').map(escape).join('/'),
  region: ({ region }: RunRequest): string => region,
  bearer: ({ apiKey, credentials, environment = {} }: RunRequest): string | undefined =>
    apiKey ?? (credentials ? undefined : environment['AWS_BEARER_TOKEN_BEDROCK']),
  besideBearer: (): Record<string, string> => ({}),
  credentials: ({ credentials }: RunRequest): Keys => credentials as Keys,
  token: ({ credentials }: RunRequest): string | undefined => credentials?.sessionToken || undefined,
  moreHeaders: ({ options }: RunRequest): Record<string, string> => ({ ...options.headers }),
  canonicalQuery: (query: string): string => query.split('&').sort().join('&'),
  canonicalValue: (value: string): string => value.replace(/\s+/g, ' '),
  signed: (names: readonly string[]): string[] => [...names],
  toSend: (headers: Record<string, string>): Record<string, string> => headers,
  hash: (body: Buffer): string => sha256(body),
  date: (now: Date, _first: Date): Date => now,
  // Errors before the stream
  errorType: (head: Head, body: Json): string | undefined =>
    (head.header('x-amzn-errortype') ?? body?.__type ?? body?.code)?.split(':')[0].split('#').pop(),
  errorStatus: (status: number): number | undefined => status,
  errorMessage: (body: Json, text: string): string => body?.message ?? body?.Message ?? text,
  errorBody: parse,
  isError: ({ status }: Head): boolean => status !== 200,
  requestId: (head: Head): string | undefined => head.header('x-amzn-requestid'),
  errorRequestId: (head: Head): string | undefined => head.header('x-amzn-requestid'),
  // Retries
  again: (error: ObservedError, _organs: Others, _memory?: Memory): boolean =>
    error.status === undefined || error.status === 408 || error.status === 429 || error.status >= 500,
  attempts: (maximum: number, _memory?: Memory, _tries?: number): number => maximum,
  wait: (head: Head | undefined, ms = 5): Promise<void> =>
    pause(Number(head?.header('retry-after') ?? 0) * 1_000 || ms),
  retryMidStream: false as boolean,
  /** Tells the first frame's exception apart, for who tries again. */
  retryFirstFrame: true as boolean,
  // Frames
  /** What lies before the first read of a stream. */
  begin: (_memory?: Memory): Buffer[] => [],
  beforeRead: (buffered: Buffer[], chunk: Buffer): Buffer[] => [...buffered, chunk],
  longest: Infinity,
  preludeIsSound: (prelude: Buffer): boolean => crc32(prelude.subarray(0, 8)) === prelude.readUInt32BE(8),
  lengthsAreSound: (total: number, headers: number): boolean => total >= 16 + headers,
  messageIsSound: (message: Buffer): boolean =>
    crc32(message.subarray(0, -4)) === message.readUInt32BE(message.length - 4),
  /** What to do with a message that is not sound: `fail`, pass over it, take it for the end, or wait for ever. */
  unsound: 'fail' as 'fail' | 'skip' | 'end' | 'hang',
  widths: WIDTHS as readonly (number | undefined)[],
  headerFits: (end: number, length: number): boolean => end <= length,
  duplicatesAllowed: false as boolean,
  framesARead: Infinity,
  leftover(rest: Buffer, _memory?: Memory): void {
    if (rest.length > 0)
      throw new Failure({ type: 'Truncated', message: 'the stream ended within a message', retryable: true });
  },
  // Messages
  payloadText: (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString(),
  headerText(frame: Frame, name: string): string {
    const header = frame.headers.get(name);
    if (header?.type === 7) return header.value.toString();
    throw new Failure({ type: 'BadMessage', message: `${name} is missing or malformed` });
  },
  messageType: (frame: Frame, organs: Others): string => organs.headerText(frame, ':message-type'),
  eventType: (frame: Frame, organs: Others): string => organs.headerText(frame, ':event-type'),
  unknownMessageType: 'fail' as 'fail' | 'event',
  checkContentType: (_frame: Frame): void => {},
  exception(type: string, text: string, organs: Others): ObservedError {
    const name = organs.exceptionName(type);
    const body = organs.exceptionBody(text);
    return { type: name, message: body?.message ?? text, ...organs.exceptionRetryable(name) };
  },
  exceptionName: (type: string): string => type.charAt(0).toUpperCase() + type.slice(1),
  exceptionBody: (text: string): Json => parse(text),
  exceptionRetryable: (name: string): { retryable?: boolean } => ({
    retryable: RETRYABLE.some((one) => name.startsWith(one)),
  }),
  onException: (_error: ObservedError): 'fail' | 'end' | 'skip' => 'fail',
  onErrorFrame: 'fail' as 'fail' | 'skip',
  afterException: 'stop' as 'stop' | 'continue',
  keepEvents: true as boolean,
  eventJson(text: string): Json {
    try {
      return JSON.parse(text);
    } catch {
      throw new Failure({ type: 'BadPayload', message: 'an event is no JSON' });
    }
  },
  isKnownEvent: (type: string): boolean => KNOWN_EVENTS.includes(type),
  onUnknownEvent: (_type: string): void => {},
  cleanEvent: ({ p: _p, ...members }: Json): Json => members,
  endsAt: (_type: string, _json: Json): boolean => false,
  // Claude inside chunks
  chunkJson: (json: Json): Json =>
    json.bytes === undefined ? undefined : JSON.parse(Buffer.from(json.bytes, 'base64').toString()),
  claudeEvent(json: Json): Json {
    if (json?.type === 'error') throw new Failure({ type: json.error.type, message: json.error.message });
    return json?.type === undefined || json.type === 'ping' ? undefined : json;
  },
  claudeRequiresStop: true as boolean,
  // The message
  fold: (_memory?: Memory): Fold => ({ blocks: new Map(), started: false }),
  blockOf: (fold: Fold, index: number): Json => {
    if (!fold.blocks.has(index)) fold.blocks.set(index, {});
    return fold.blocks.get(index);
  },
  blockStart(fold: Fold, { contentBlockIndex, start }: Json, organs: Others): void {
    const block = organs.blockOf(fold, contentBlockIndex);
    if (start.toolUse) Object.assign(block, { toolUse: { ...start.toolUse }, pieces: [] });
  },
  textDelta: (block: Json, text: string): void => {
    block.text = (block.text ?? '') + text;
  },
  toolDelta: (block: Json, input: string): void => {
    block.pieces.push(input);
  },
  reasoningDelta(block: Json, { text, signature, redactedContent }: Json): void {
    if (redactedContent !== undefined) return void (block.reasoningContent = { redactedContent });
    const so = (block.reasoningContent ??= { reasoningText: { text: '' } }).reasoningText;
    if (text !== undefined) so.text += text;
    if (signature !== undefined) so.signature = signature;
  },
  toolInput(pieces: readonly string[]): Json {
    const json = pieces.join('');
    try {
      return json === '' ? {} : JSON.parse(json);
    } catch {
      throw new Failure({ type: 'BadToolInput', message: 'the input of a tool is no JSON' });
    }
  },
  stop: (fold: Fold, { stopReason }: Json): void => {
    fold.stopReason = stopReason;
  },
  metadata: (fold: Fold, { usage }: Json): void => {
    fold.usage = usage;
  },
  finish(fold: Fold): void {
    if (fold.stopReason === undefined)
      throw new Failure({ type: 'NoEnd', message: 'the stream ended before the message' });
    if (fold.stopReason.startsWith('malformed_'))
      throw new Failure({ type: fold.stopReason, message: 'malformed output' });
  },
  // The connection
  ready: (_memory?: Memory): void => {},
  onReset(error: Error, _http: string): void {
    throw error;
  },
  onAbort: (close: () => void): void => close(),
  abortIsTold: true as boolean,
  onBreak: (close: () => void): void => close(),
  idleLimit: (limit: number | undefined): number | undefined => limit,
  totalLimit: (_limit: number | undefined): number | undefined => undefined,
  unaryLimit: undefined as number | undefined,
  // Whole answers
  answer: ({ output, stopReason, usage }: Json): Json => ({ message: output.message, stopReason, usage }),
  body: (bytes: Buffer): Buffer => bytes,
};

export type Organs = { -readonly [Name in keyof typeof HEALTHY]: (typeof HEALTHY)[Name] };
