/** What another tool's file says of one exchange, before it is known whether it was with Bedrock. */
import { Buffer } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Name and value, in the order of the file. */
export type Header = readonly [name: string, value: string];

export interface TakenExchange {
  readonly request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: readonly Header[];
    readonly body: Buffer;
  };
  readonly response: { readonly status: number; readonly headers: readonly Header[]; readonly body: Buffer };
  /** As the tool took it; the tools that take no time leave it out. */
  readonly startedAt?: Date;
  /** Until the answer was read, in milliseconds. */
  readonly durationMs?: number;
}

/** A file that is not what its format asks for; the message says what is wrong, and where. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Each speaks of the carriage, which a replay does anew. */
const OF_THE_CARRIAGE = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection']);

/**
 * The answer as the client understood it. Most recorders store the decoded body under the headers of the encoded one,
 * others what came over the wire: whatever does not decode is taken as decoded already.
 */
export function plainResponse(response: TakenExchange['response']): TakenExchange['response'] {
  const encoding = response.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1].toLowerCase();
  return {
    status: response.status,
    headers: response.headers.filter(([name]) => !OF_THE_CARRIAGE.has(name.toLowerCase())),
    body: decoded(response.body, encoding),
  };
}

function decoded(body: Buffer, encoding = ''): Buffer {
  try {
    return DECODERS[encoding]?.(body) ?? body;
  } catch {
    return body;
  }
}

/** Members of an object in the file, whatever is there. */
export type Members = Readonly<Record<string, unknown>>;

/** The value as an object, or an error that names the place. */
export function objectAt(value: unknown, place: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new ImportError(`${place} is no object`);
}

/** The value as a list, or an error that names the place. */
export function listAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ImportError(`${place} is no list`);
}

export function urlAt(value: unknown, place: string): URL {
  if (typeof value === 'string' && URL.canParse(value)) return new URL(value);
  throw new ImportError(`${place} is no URL`);
}

export function statusAt(value: unknown, place: string): number {
  if (Number.isInteger(value)) return value as number;
  throw new ImportError(`${place} is no status code`);
}

/** The method, which some formats leave out where it is GET. */
export function methodAt(value: unknown, place: string): string {
  if (value === undefined) return 'GET';
  if (typeof value === 'string') return value.toUpperCase();
  throw new ImportError(`${place} is no method`);
}

/** For the formats that are JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError(`it is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** An object of headers by name; whoever wrote it gave one value or a list of them. */
export function headersByName(value: unknown, text: (one: unknown) => string): Header[] {
  const headers = Object.entries((value ?? {}) as Members);
  return headers.flatMap(([name, values]) => [values].flat().map((one): Header => [name, text(one)]));
}
