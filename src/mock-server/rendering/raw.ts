/** Answers given byte by byte. */
import type { RawHeader, RawSpec } from '../../fixtures/scenario.ts';
import type { Rendition } from '../exchange.ts';
import { type HeadContext, jsonHead, streamHead } from './heads.ts';

export function renderRaw(raw: RawSpec, context: HeadContext): Rendition {
  const status = raw.status ?? 200;
  if (raw.writes === undefined) {
    const body = bodyOf(raw.body);
    return { status, headers: withGiven(jsonHead(context, body.length), raw), parts: [body] };
  }
  const headers = withGiven(streamHead(context), raw);
  const parts = raw.writes.map(({ body }) => bodyOf(body));
  return { status, headers, parts, lengths: () => parts.map(() => 0), due: raw.writes.map(({ at = 0 }) => at) };
}

function withGiven(head: readonly string[], { headers = {} }: RawSpec): string[] {
  return isList(headers) ? headers.flatMap((header) => whole(header, head)) : replacing(head, Object.entries(headers));
}

function isList(headers: NonNullable<RawSpec['headers']>): headers is readonly RawHeader[] {
  return Array.isArray(headers);
}

/** Nothing where the server would send no such header either. */
function whole([name, value]: RawHeader, head: readonly string[]): string[] {
  const usual = head.findIndex((one, i) => i % 2 === 0 && one.toLowerCase() === name.toLowerCase());
  const sent = value ?? head[usual + 1];
  return sent === undefined || (value === undefined && usual < 0) ? [] : [name, sent];
}

/** The given headers replace the usual ones of the same name and follow the others. */
function replacing(head: readonly string[], given: readonly (readonly [string, string])[]): string[] {
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  const headers: string[] = [];
  for (let i = 0; i < head.length; i += 2) {
    if (!replaced.has((head[i] as string).toLowerCase())) headers.push(head[i] as string, head[i + 1] as string);
  }
  return [...headers, ...given.flat()];
}

function bodyOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (isBase64(body)) return Buffer.from(body.base64, 'base64');
  return Buffer.from(JSON.stringify(body));
}

function isBase64(body: unknown): body is { base64: string } {
  return typeof body === 'object' && body !== null && 'base64' in body && typeof body.base64 === 'string';
}
