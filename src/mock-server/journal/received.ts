/** The bodies of an exchange: the one that came, and what was sent of the other. */
import { isUtf8 } from 'node:buffer';
import { type Piece, type SentBytes, splitEvents } from './events.ts';
import type { Exchange } from './record.ts';

/** What was sent so far, where it is an event stream. */
export function sentEvents(exchange: Exchange): readonly Piece[] | undefined {
  return isEventStream(exchange.answer?.headers ?? []) ? splitEvents(sentBytes(exchange)) : undefined;
}

/** What was sent so far, where it is none. */
export function sentBody(exchange: Exchange): Buffer {
  return Buffer.concat(sentBytes(exchange).map(({ bytes }) => bytes));
}

function sentBytes({ answer, sentAt }: Exchange): SentBytes[] {
  return sentAt.map((at, index) => ({ at, bytes: answer?.writes[index]?.bytes ?? new Uint8Array() }));
}

function isEventStream(headers: readonly string[]): boolean {
  return headers.some((text) => text.startsWith('application/vnd.amazon.eventstream'));
}

export interface Body {
  readonly body: unknown;
  readonly base64: string | undefined;
}

/** JSON parsed; other text as it is, beside its bytes; bytes that are no text alone. */
export function readBody(bytes: Buffer): Body {
  if (bytes.length === 0) return { body: undefined, base64: undefined };
  const text = bytes.toString();
  try {
    return { body: JSON.parse(text), base64: undefined };
  } catch {
    return { body: isUtf8(bytes) ? text : undefined, base64: bytes.toString('base64') };
  }
}
