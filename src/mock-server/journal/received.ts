/** The bodies of an exchange: the one that came, and what was sent of the other. */
import { isUtf8 } from 'node:buffer';
import { readEvents, type SentBytes, type SentEvent } from './events.ts';
import type { Exchange } from './record.ts';
import { textOfBody, textOfEvents } from './said.ts';

/** What the client has been given so far. */
export interface Received extends Body {
  readonly events?: readonly SentEvent[];
  readonly text: string | undefined;
}

/** @param scrub - for the body of a refusal, which may quote the request */
export function receivedOf({ answer, sentAt, refusal }: Exchange, scrub: (text: string) => string): Received {
  const sent: SentBytes[] = [];
  for (const [index, at] of sentAt.entries()) {
    const bytes = answer?.writes[index]?.bytes;
    if (bytes && at !== undefined) sent.push({ at, bytes });
  }
  if (isEventStream(answer?.headers ?? [])) {
    const events = readEvents(sent);
    return { body: undefined, base64: undefined, events, text: textOfEvents(events) };
  }
  const bytes = Buffer.concat(sent.map(({ bytes }) => bytes));
  const body = readBody(refusal ? Buffer.from(scrub(bytes.toString())) : bytes);
  return { ...body, text: textOfBody(body.body) };
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
