/**
 * What does not belong in a report: account ids, keys and tokens. AWS's documented examples may stay. Whatever is put in
 * place of a secret is as long as it was, so that the lengths on the wire stay true.
 */
import { SECRET_HEADERS } from '../../wire/secrets.ts';
import type { Header } from './sigv4.ts';

export interface Redactor {
  readonly text: (text: string) => string;
  readonly bytes: (bytes: Buffer) => Buffer;
  readonly headers: (headers: readonly Header[]) => Header[];
}

/** @param secrets values that are left out wherever they stand, as they are, escaped for a URL and for JSON. */
export function createRedactor(secrets: readonly (string | undefined)[] = []): Redactor {
  const literals = literalsOf(secrets);
  const literal = literals.length > 0 ? new RegExp(literals.map(escapePattern).join('|'), 'g') : undefined;
  const text = (given: string) => {
    const cleared = literal ? given.replace(literal, mask) : given;
    return PATTERNS.reduce((left, [pattern, replace]) => left.replace(pattern, replace), cleared);
  };
  return {
    text,
    bytes(given) {
      const before = given.toString('latin1');
      const after = text(before);
      return after === before ? given : Buffer.from(after, 'latin1');
    },
    headers: (headers) => headers.map(([name, value]) => [name, headerValue(name, value, text)]),
  };
}

const LEFT_OUT = '(left out)';

function headerValue(name: string, value: string, text: (given: string) => string): string {
  if (/^authorization$/i.test(name)) return redactAuthorization(value);
  return SECRET_HEADERS.has(name.toLowerCase()) ? LEFT_OUT : text(value);
}

function redactAuthorization(value: string): string {
  if (!value.startsWith('AWS4-HMAC-SHA256 ')) return `${/^\w+/.exec(value)?.[0] ?? ''} ${LEFT_OUT}`.trim();
  return value
    .replace(/Credential=(?!AKIDEXAMPLE\/)[^/]*/, `Credential=${LEFT_OUT}`)
    .replace(/Signature=\w+/, `Signature=${LEFT_OUT}`);
}

type Replace = (match: string, ...groups: string[]) => string;

/** Where a word may begin: after what is no letter or digit, after a percent-escape, after an escape of JSON. */
const BEFORE = String.raw`(?:(?<![0-9A-Za-z])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt]))`;

/** A fraction and the last part of a UUID have twelve digits too, by chance. */
const ACCOUNT = new RegExp(
  String.raw`${BEFORE}(?<![0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)(?<!\d\.)(?!123456789012)\d{12}(?![0-9A-Za-z])`,
  'g',
);

/** The unique identifiers of IAM, by their prefixes: keys, temporary keys, roles, users and their kin. */
const ACCESS_KEY = new RegExp(
  String.raw`${BEFORE}(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|APKA|AROA|ASCA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16,}`,
  'g',
);

const PATTERNS: readonly (readonly [RegExp, Replace])[] = [
  [ACCOUNT, (digits) => digits.replace(/\d/g, '0')],
  [ACCESS_KEY, mask],
  [/ABSK[A-Za-z0-9+/]{12,}={0,2}/g, mask],
  [/bedrock-api-key-[A-Za-z0-9+/_-]{8,}={0,2}/g, mask],
  [
    /((?:x-amz-security-token|aws_session_token|aws_secret_access_key|sessiontoken|secretaccesskey)\\?["']?\s*[:=]\s*\\?["']?)([A-Za-z0-9+/=%._-]{8,})/gi,
    (_, name = '', value = '') => name + mask(value),
  ],
  [/(Signature=)([0-9a-f]{64})/gi, (_, name = '', value = '') => name + mask(value)],
  [/(Bearer )([A-Za-z0-9+/=._-]{8,})/g, (_, name = '', value = '') => name + mask(value)],
];

function mask(secret: string): string {
  return '*'.repeat(secret.length);
}

/** What anybody may read in AWS's documentation. */
const DOCUMENTED = [
  'AKIDEXAMPLE',
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
];

/** A text of less would be found in words that are no secret. */
const SHORTEST = 8;

/** The longest first, since one may be part of another. */
function literalsOf(secrets: readonly (string | undefined)[]): string[] {
  const kept = secrets.filter(
    (secret): secret is string => secret !== undefined && secret.length >= SHORTEST && !DOCUMENTED.includes(secret),
  );
  const spellings = kept.flatMap((secret) => [secret, encodeURIComponent(secret), secret.replaceAll('/', '\\/')]);
  return [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
