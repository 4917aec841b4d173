/** The least a server can do: read the body, and give the answer that was made ready before. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReadyAnswer } from '../support/answer.ts';

export interface Ready {
  readonly headers: string[];
  readonly writes: readonly Buffer[];
}

export function readAnswer(path: string): Ready {
  const { headers, writes } = JSON.parse(readFileSync(path, 'utf8')) as ReadyAnswer;
  return { headers: [...headers], writes: writes.map((bytes) => Buffer.from(bytes, 'base64')) };
}

export function readyListener({
  headers,
  writes,
}: Ready): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const [only] = writes.length === 1 ? writes : [];
  return (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      outgoing.writeHead(200, headers);
      if (only) return void outgoing.end(only);
      for (const bytes of writes) outgoing.write(bytes);
      outgoing.end();
    });
  };
}
