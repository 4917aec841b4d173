/** `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` */
import type { Refusal } from '../exchange.ts';
import type { Claim } from './claim.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { type HeaderLines, headerValue } from './header-lines.ts';
import { sha256Base64 } from './signing-keys.ts';

/** In the order of the sentences AWS answers with: mhart/dynalite, and for Bedrock westonbrown/Cyber-AutoAgent#29. */
const REQUIRED = ['Credential', 'Signature', 'SignedHeaders'] as const;

export function readAuthorization(door: FrontDoor, header: string, lines: HeaderLines): Claim | Refusal {
  const space = header.indexOf(' ');
  const parameters = new Map<string, string>();
  for (const piece of space < 0 ? [] : header.slice(space + 1).split(',')) {
    const pair = piece.trim();
    const mark = pair.indexOf('=');
    if (mark < 0) return notAPair(door, pair, header);
    parameters.set(pair.slice(0, mark), pair.slice(mark + 1));
  }
  const credential = parameters.get('Credential');
  const signature = parameters.get('Signature');
  const signedHeaders = parameters.get('SignedHeaders');
  const date = headerValue(lines, 'x-amz-date') ?? headerValue(lines, 'date');
  if (credential === undefined || signature === undefined || signedHeaders === undefined || date === undefined) {
    return incomplete(door, header, missingFrom(parameters, date));
  }
  const sessionToken = headerValue(lines, 'x-amz-security-token');
  return { algorithm: header.slice(0, space), credential, signedHeaders, signature, date: date.trim(), sessionToken };
}

function missingFrom(parameters: ReadonlyMap<string, string>, date: string | undefined): string[] {
  const missing = REQUIRED.filter((name) => !parameters.has(name)).map((name) => `'${name}' parameter`);
  return date === undefined ? [...missing, "existence of either a 'X-Amz-Date' or a 'Date' header"] : missing;
}

/** Newer services hash the header they used to quote; what exactly is hashed is not verified. */
function incomplete(door: FrontDoor, header: string, missing: readonly string[]): Refusal {
  const sentences = missing.map((what) => `Authorization header requires ${what}. `).join('');
  return refuse(door, 'incomplete', {
    message: `${sentences}(Hashed with SHA-256 and encoded with Base64) Authorization=${sha256Base64(header)}`,
    reason:
      'The request is not signed as SigV4 has it: X-Amz-Date: <yyyymmddThhmmssZ>, Authorization: AWS4-HMAC-SHA256 ' +
      'Credential=<key>/<date>/<region>/<service>/aws4_request, SignedHeaders=<a;b>, Signature=<hex>.',
  });
}

/** As API Gateway and other services put it in 2025 and 2026; before, the header itself was quoted. */
function notAPair(door: FrontDoor, pair: string, header: string): Refusal {
  const place = 'in Authorization header (hashed with SHA-256 and encoded with Base64)';
  return refuse(door, 'incomplete', {
    message: `Invalid key=value pair (missing equal-sign) ${place}: '${sha256Base64(header)}'.`,
    reason: `The Authorization header is neither SigV4 nor a Bedrock API key: «${pair.slice(0, 12)}» has no =.`,
  });
}
