/** Answers given byte by byte. */
import type { RawSpec } from '../../fixtures/scenario.ts';
import type { Rendition } from '../exchange.ts';
import { type HeadContext, jsonHead, streamHead } from './heads.ts';

/** The given headers replace the usual ones of the same name and follow the others. */
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

function withGiven(head: readonly string[], raw: RawSpec): string[] {
  const given = Object.entries(raw.headers ?? {});
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
