/** Keeps secrets out of what people read and store: who signed stays visible, what would let others sign does not. */
import { SECRET_HEADERS, SECRET_PARAMETER } from '../../wire/secrets.ts';
import type { WireRequest } from '../exchange.ts';

export interface Redacted {
  /** Names and values in pairs, in the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly target: string;
  /** The same for a text that may quote the request. */
  readonly scrub: (text: string) => string;
}

type Hide = (value: string) => string;

/** A few characters are enough to tell two apart. */
const SHOWN = 8;

/** Too short to be anybody's secret, and removing them would spoil texts. */
const SHORTEST_SECRET = 16;

function hiding(name: string): Hide | undefined {
  const lower = name.toLowerCase();
  if (lower === 'authorization') return hideAuthorization;
  return SECRET_HEADERS.has(lower) ? shorten : undefined;
}

export function redact({ rawHeaders, target }: WireRequest): Redacted {
  const hidden = new Map<string, string>();
  const hide = (secret: string, shown: string): string => {
    if (secret.length >= SHORTEST_SECRET && secret !== shown) hidden.set(secret, shown);
    return shown;
  };
  const headers = pairsOf(rawHeaders).map(([name, value]) => {
    const hideValue = hiding(name);
    for (const secret of hideValue ? secretsIn(value) : []) hide(secret, shorten(secret));
    return [name, hideValue ? hideValue(value) : value] as const;
  });
  const shownTarget = target.replace(SECRET_PARAMETER, (_, name: string, value: string) => {
    hide(decoded(value), shorten(decoded(value)));
    return name + hide(value, shorten(value));
  });
  return { headers, target: shownTarget, scrub: (text) => replaceAll(text, hidden) };
}

/** Names and values in turn, as pairs. */
export function pairsOf(rawHeaders: readonly string[]): (readonly [string, string])[] {
  return Array.from(
    { length: rawHeaders.length >> 1 },
    (_, i) => [rawHeaders[2 * i]!, rawHeaders[2 * i + 1]!] as const,
  );
}

function hideAuthorization(value: string): string {
  if (/^\s*AWS4-/i.test(value))
    return value.replace(/(Signature=)([^,\s]+)/i, (_, name, it: string) => name + shorten(it));
  return value.replace(/^(\s*\S+\s+)?(.*)$/s, (_, scheme = '', it: string) => scheme + shorten(it));
}

/** The signature of an `Authorization` of SigV4, the token of any other; a mere token as it is. */
function secretsIn(value: string): string[] {
  const signature = /^\s*AWS4-.*Signature=([^,\s]+)/is.exec(value)?.[1];
  return [signature ?? value.replace(/^\s*\S+\s+/, '')];
}

/** Keys of Bedrock begin with a word that says which kind they are. */
function shorten(secret: string): string {
  const prefix = /^bedrock-api-key-/.exec(secret)?.[0] ?? '';
  return secret.length < SHORTEST_SECRET ? '…' : `${prefix || secret.slice(0, SHOWN)}…`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function replaceAll(text: string, hidden: ReadonlyMap<string, string>): string {
  return [...hidden].reduce((scrubbed, [secret, shown]) => scrubbed.replaceAll(secret, shown), text);
}
