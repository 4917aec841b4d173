/** Finds the mistake behind a signature that does not match, by trying the known ones. */
import type { CanonicalRequest } from './canonical-request.ts';
import { headerMistakes } from './header-mistakes.ts';
import { headerValue } from './header-lines.ts';
import type { Credentials } from './identities.ts';
import { keyMistakes } from './key-mistakes.ts';
import type { Mismatch, PartMistake } from './mistake.ts';
import { pathMistakes, queryMistakes } from './path-mistakes.ts';
import { sha256Hex, signingKey } from './signing-keys.ts';
import { stringToSign } from './string-to-sign.ts';

export interface Diagnosis {
  /** What the client did, in words. */
  readonly causes: readonly string[];
  /** The canonical request whose signature is the client's. */
  readonly signed: CanonicalRequest;
}

/** Undefined where no known mistake explains the signature. */
export function diagnose(mismatch: Mismatch, known: readonly Credentials[]): Diagnosis | undefined {
  return mistakenPart(mismatch) ?? mistakenKey(mismatch, known);
}

function mistakenPart(mismatch: Mismatch): Diagnosis | undefined {
  const { claim, credentials, plain } = mismatch;
  const key = signingKey(credentials.secretAccessKey, claim.scope);
  for (const mistakes of combinations(mismatch)) {
    const signed: CanonicalRequest = Object.assign({}, plain, ...mistakes.map(({ change }) => change));
    if (key.signed(stringToSign(claim, signed), claim.signature)) {
      return { causes: mistakes.map(({ what }) => what), signed };
    }
  }
  return undefined;
}

/** Each mistake alone, then together with one about the path, which is the commonest. */
function* combinations(mismatch: Mismatch): Generator<readonly PartMistake[]> {
  const applies = ({ change }: PartMistake) => changes(mismatch.plain, change);
  const paths = pathMistakes(mismatch).filter(applies);
  const others = [queryMistakes, headerMistakes, payloadMistakes, methodMistakes].flatMap((find) => find(mismatch));
  const real = others.filter(applies);
  for (const mistake of [...paths, ...real]) yield [mistake];
  for (const first of paths) for (const second of real) yield [first, second];
}

function changes(plain: CanonicalRequest, change: Partial<CanonicalRequest>): boolean {
  return Object.entries(change).some(([part, value]) => plain[part as keyof CanonicalRequest] !== value);
}

function payloadMistakes({ lines }: Mismatch): PartMistake[] {
  const declared = headerValue(lines, 'x-amz-content-sha256') ?? sha256Hex('');
  return [
    { what: 'an empty body was signed', change: { payloadHash: sha256Hex('') } },
    { what: 'the body was not signed, which Bedrock does not allow', change: { payloadHash: 'UNSIGNED-PAYLOAD' } },
    { what: 'the body is not the one that x-amz-content-sha256 was made of', change: { payloadHash: declared } },
  ];
}

function methodMistakes(): PartMistake[] {
  return ['GET', 'POST'].map((method) => ({ what: `the method was signed as ${method}`, change: { method } }));
}

function mistakenKey(mismatch: Mismatch, known: readonly Credentials[]): Diagnosis | undefined {
  const { claim, plain } = mismatch;
  const text = stringToSign(claim, plain);
  const mistake = keyMistakes(mismatch, known).find(({ secretAccessKey, scope }) =>
    signingKey(secretAccessKey, scope).signed(text, claim.signature),
  );
  return mistake && { causes: [mistake.what], signed: plain };
}
