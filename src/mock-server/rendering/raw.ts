/** Answers given byte by byte. */
import type { RawSpec } from '../../fixtures/scenario.ts';
import type { Rendition } from '../exchange.ts';
import { type HeadContext, jsonHead } from './heads.ts';

/** The given headers replace the usual ones of the same name and follow the others. */
export function renderRaw(raw: RawSpec, context: HeadContext): Rendition {
  const body = bodyOf(raw.body);
  const given = Object.entries(raw.headers ?? {});
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  const head = jsonHead(context, body.length);
  const headers: string[] = [];
  for (let i = 0; i < head.length; i += 2) {
    if (!replaced.has((head[i] as string).toLowerCase())) headers.push(head[i] as string, head[i + 1] as string);
  }
  return { status: raw.status ?? 200, headers: [...headers, ...given.flat()], parts: [body] };
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
