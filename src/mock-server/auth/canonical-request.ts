/** What a request's signature is taken over, and the few other ways in which honest clients read the same request. */
import type { WireRequest } from '../exchange.ts';
import { canonicalPath, splitTarget } from './canonical-path.ts';
import { canonicalQuery } from './canonical-query.ts';
import { type HeaderLines, signedValue } from './header-lines.ts';

/** The six parts of a canonical request. */
export interface CanonicalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** `name:value` lines, each with its line feed. */
  readonly headers: string;
  /** The names, joined by semicolons. */
  readonly signedHeaders: string;
  /** SHA-256 of the body in hex, or the literal that stands for it. */
  readonly payloadHash: string;
}

export interface SignedParts {
  readonly lines: HeaderLines;
  /** As the client lists them. */
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

/** Never part of the query that was signed: the signature itself. */
const UNSIGNED_PARAMETERS = ['X-Amz-Signature'];

export function canonicalRequest(request: WireRequest, signed: SignedParts): CanonicalRequest {
  const { path, query } = splitTarget(request.target);
  const listed = signed.signedHeaders.toLowerCase();
  const names = listed.split(';');
  // Every known client lists the names in order.
  const signedHeaders = isInOrder(names) ? listed : names.sort().join(';');
  return {
    method: request.method,
    path: canonicalPath(path),
    query: canonicalQuery(query, { plus: ' ', without: UNSIGNED_PARAMETERS }),
    headers: headerBlock(signed.lines, names),
    signedHeaders,
    payloadHash: signed.payloadHash,
  };
}

export function canonicalText(canonical: CanonicalRequest): string {
  const { method, path, query, headers, signedHeaders, payloadHash } = canonical;
  return `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}

function isInOrder(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index++) if (names[index - 1]! > names[index]!) return false;
  return true;
}

function headerBlock(lines: HeaderLines, names: readonly string[], fold = foldBlanks): string {
  let block = '';
  for (const name of names) block += `${name}:${fold(signedValue(lines, name) ?? '')}\n`;
  return block;
}

const FOLDABLE = /^ | {2}|[\t\r\n]| $/;

function foldBlanks(value: string): string {
  return FOLDABLE.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
}

function foldWhitespace(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

/**
 * Further readings of the same request, tried where the plain one does not match: each is a difference between honest
 * clients that leaves open what AWS itself reads.
 */
export function* otherReadings(
  request: WireRequest,
  plain: CanonicalRequest,
  lines: HeaderLines,
): Generator<CanonicalRequest> {
  // @anthropic-ai/bedrock-sdk 0.9 to 0.33 signs the host without the port it connects to.
  const headers = plain.headers.replace(/^((?:host|:authority):.*):\d+$/m, '$1');
  if (headers !== plain.headers) yield { ...plain, headers };
  // Form decoding (mhart/aws4, mhart/aws4fetch) reads a plus as a space, awslabs/aws-c-auth as itself.
  const query = canonicalQuery(splitTarget(request.target).query, { plus: '+', without: UNSIGNED_PARAMETERS });
  if (query !== plain.query) yield { ...plain, query };
  if (!/[\x80-\xff]/.test(plain.headers)) return;
  // Node sends Latin-1 and signs UTF-8, which is the plain reading; Python sends and signs UTF-8.
  yield { ...plain, headers: Buffer.from(plain.headers, 'latin1').toString('utf8') };
  // mhart/aws4, mhart/aws4fetch and botocore fold the no-break space too, Smithy does not.
  yield { ...plain, headers: headerBlock(lines, plain.signedHeaders.split(';'), foldWhitespace) };
}
