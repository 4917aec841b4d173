/** Any request a client could sign, and any change of one signed byte. */
import fc from 'fast-check';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import type { SigningOptions, Unsigned } from './signing.ts';

const ALNUM = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** What may stand in a path: as it is, escaped by bytes, or any text escaped as UTF-8. */
const piece = fc.oneof(
  fc.constantFrom(...ALNUM, ..."-._~!$&'()*+,;=:@"),
  fc.integer({ min: 0, max: 255 }).map(hex),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => encodeURIComponent(text)),
);
const plainSegment = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
const segment = fc.oneof({ weight: 8, arbitrary: plainSegment }, fc.constantFrom('', '.', '..'));

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__');
/** Latin-1 without control characters, and without blanks at the ends, which HTTP takes away. */
const headerValue = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff }), fc.constant(9)), {
    maxLength: 24,
  })
  .map((codes) => String.fromCharCode(...codes).trim());

export const unsigned: fc.Arbitrary<Unsigned> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  path: fc.array(segment, { minLength: 1, maxLength: 6 }).map((segments) => `/${segments.join('/')}`),
  query: fc.array(fc.tuple(name, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 4 }),
  headers: fc.dictionary(
    fc.stringMatching(/^[a-z0-9-]{1,6}$/).map((text) => `x-t-${text}`),
    headerValue,
    { maxKeys: 4, noNullPrototype: true },
  ),
  body: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});

/** Without dot segments and double slashes, in which a change may make no difference. */
export const unsignedPlainPath = fc
  .tuple(unsigned, fc.array(plainSegment, { minLength: 1, maxLength: 5 }))
  .map(([request, segments]) => ({ ...request, path: `/${segments.join('/')}/x` }))
  .filter(({ path }) => !/\/(\.|%2e)+(\/|$)/i.test(path));

export const options: fc.Arbitrary<SigningOptions & { at: number }> = fc.record(
  {
    sessionToken: fc.base64String({ minLength: 4, maxLength: 40 }),
    region: fc.constantFrom('us-east-1', 'eu-central-1', 'ap-southeast-2', 'us-gov-west-1'),
    at: fc.integer({ min: Date.UTC(2000), max: Date.UTC(2099) }),
  },
  { requiredKeys: ['at'] },
);

type Change = (request: WireRequest, pick: number) => WireRequest | undefined;

/** Each changes one byte that was signed; undefined where the request has none of the kind. */
export const CHANGES: Readonly<Record<string, Change>> = {
  method: (request) => ({ ...request, method: request.method === 'POST' ? 'PUT' : 'POST' }),
  path: (request, pick) =>
    inTarget(request, pick, (target) => [1, target.indexOf('?') < 0 ? target.length : target.indexOf('?')]),
  query: (request, pick) =>
    inTarget(request, pick, (target) => (target.includes('?') ? [target.indexOf('?') + 1, target.length] : [0, 0])),
  'another path segment': (request) => ({ ...request, target: request.target.replace('/', '/y/') }),
  'another query parameter': (request) => ({
    ...request,
    target: `${request.target}${request.target.includes('?') ? '&' : '?'}y=z`,
  }),
  body: (request, pick) => {
    if (request.body.length === 0) return undefined;
    const body = Buffer.from(request.body);
    body[pick % body.length]! ^= 1 << (pick % 8);
    return { ...request, body };
  },
  'a byte more in the body': (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from('x')]) }),
  'a signed header': (request, pick) => inHeader(request, pick, /^(host|x-t-.*)$/),
  date: (request, pick) => inHeader(request, pick, /^x-amz-date$/),
  'session token': (request, pick) => inHeader(request, pick, /^x-amz-security-token$/),
  'a signed header left out': (request, pick) => {
    const indexes = signedHeaders(request, /^x-t-./);
    if (indexes.length === 0) return undefined;
    const at = indexes[pick % indexes.length]!;
    return request.rawHeaders[at + 1] === ''
      ? undefined
      : { ...request, rawHeaders: request.rawHeaders.toSpliced(at, 2) };
  },
  scope: (request, pick) => inAuthorization(request, pick, /Credential=([^,]+)/),
  'the list of signed headers': (request, pick) => inAuthorization(request, pick, /SignedHeaders=([^,]+)/),
  signature: (request, pick) => inAuthorization(request, pick, /Signature=([0-9a-f]+)/),
};

function inTarget(
  request: WireRequest,
  pick: number,
  range: (target: string) => [number, number],
): WireRequest | undefined {
  const [from, to] = range(request.target);
  const changed = changeOne(request.target.slice(from, to), pick);
  return changed === undefined
    ? undefined
    : { ...request, target: request.target.slice(0, from) + changed + request.target.slice(to) };
}

function inHeader(request: WireRequest, pick: number, names: RegExp): WireRequest | undefined {
  const indexes = signedHeaders(request, names);
  if (indexes.length === 0) return undefined;
  const at = indexes[pick % indexes.length]! + 1;
  const changed = changeOne(request.rawHeaders[at]!, pick);
  return changed === undefined ? undefined : { ...request, rawHeaders: request.rawHeaders.with(at, changed) };
}

function inAuthorization(request: WireRequest, pick: number, part: RegExp): WireRequest | undefined {
  const at = request.rawHeaders.findIndex((text) => text.toLowerCase() === 'authorization') + 1;
  const header = request.rawHeaders[at]!;
  const found = part.exec(header)![1]!;
  const changed = changeOne(found, pick);
  return changed === undefined
    ? undefined
    : {
        ...request,
        rawHeaders: request.rawHeaders.with(
          at,
          header.replace(found, () => changed),
        ),
      };
}

function signedHeaders(request: WireRequest, names: RegExp): number[] {
  return request.rawHeaders.flatMap((text, index) =>
    index % 2 === 0 && names.test(text.toLowerCase()) ? [index] : [],
  );
}

/** Puts another letter or digit in the place of one; within an escape it would only write the same byte otherwise. */
function changeOne(text: string, pick: number): string | undefined {
  const places = [...text.matchAll(/%[0-9A-Fa-f]{2}|[A-Za-z0-9]/g)].filter(([match]) => match.length === 1);
  if (places.length === 0) return undefined;
  const { index, 0: was } = places[pick % places.length]!;
  const others = ALNUM.filter((character) => character.toLowerCase() !== was.toLowerCase());
  return text.slice(0, index) + others[pick % others.length] + text.slice(index + 1);
}
