/** Bytes in the form in which a recording keeps them, and back. */
import type { Body, Payload } from './recording.ts';

/** Undefined for no bytes at all. */
export function toBody(bytes: Uint8Array): Body | undefined {
  return bytes.length === 0 ? undefined : readable(bytes);
}

export function bodyBytes(body: Body | undefined): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if ('json' in body) return Buffer.from(JSON.stringify(body.json));
  return 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
}

/** The payload of an event-stream message, whose `bytes` are opened where they can be closed again. */
export function toPayload(bytes: Uint8Array): Payload {
  const body = readable(bytes);
  return chunkOf(body, bytes) ?? body;
}

export function payloadBytes(payload: Payload): Buffer {
  if (!('chunk' in payload)) return bodyBytes(payload);
  const { chunk, members } = payload;
  return Buffer.from(JSON.stringify({ bytes: bodyBytes(chunk).toString('base64'), ...members }));
}

/** What a body says: JSON however it is spaced. Undefined where it is none. */
export function jsonOf(body: Body | undefined): unknown {
  if (body === undefined || 'base64' in body) return undefined;
  return 'json' in body ? body.json : parsed(body.text);
}

function readable(bytes: Uint8Array): Body {
  const text = utf8Of(bytes);
  if (text === undefined) return { base64: Buffer.from(bytes).toString('base64') };
  const json = parsed(text);
  return json !== undefined && JSON.stringify(json) === text ? { json } : { text };
}

function chunkOf(body: Body, bytes: Uint8Array): Payload | undefined {
  if (!('json' in body) || typeof body.json !== 'object' || body.json === null) return undefined;
  const { bytes: base64, ...members } = body.json as { readonly bytes?: unknown };
  if (typeof base64 !== 'string') return undefined;
  const chunk = readable(Buffer.from(base64, 'base64'));
  const payload = { chunk, ...(Object.keys(members).length > 0 && { members }) };
  return payloadBytes(payload).equals(bytes) ? payload : undefined;
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
