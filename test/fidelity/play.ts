/** A recorded request, sent to a double over a socket, and what comes back in the form of a recording. */
import { request as httpRequest, Agent } from 'node:http';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { requestText, type Recording } from './recording.ts';

export type Played = Recording['response'];

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);

/** Headers beside the recorded ones; `path` and body are sent as they were recorded. */
export async function play(recording: Recording, url: string, headers: Record<string, string> = {}): Promise<Played> {
  const { method, path, query } = recording.request;
  const kept = Object.fromEntries(
    (recording.request.headers as [string, string][]).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const sent = httpRequest({
    agent,
    hostname,
    port,
    method,
    path: query ? `${path}?${query}` : path,
    headers: { 'content-type': 'application/json', ...kept, ...headers },
  });
  try {
    return await answered(sent.end(requestText(recording)));
  } finally {
    agent.destroy();
  }
}

function answered(sent: ReturnType<typeof httpRequest>): Promise<Played> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('error', reject).on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve(asRecorded(response.statusCode ?? 0, response.rawHeaders, Buffer.concat(parts))),
      );
    });
  });
}

function asRecorded(status: number, rawHeaders: readonly string[], body: Buffer): Played {
  const headers = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ''] as const] : []));
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type !== 'application/vnd.amazon.eventstream') return { status, headers, body: body.toString() };
  return { status, headers, frames: frames(body) };
}

/** Decoded by the published codec, which verifies both checksums. */
function frames(body: Buffer): NonNullable<Played['frames']> {
  const found: { headers: Record<string, string>; payload: string }[] = [];
  for (let start = 0; start < body.length;) {
    const length = body.readUInt32BE(start);
    const message = codec.decode(body.subarray(start, start + length));
    const headers = Object.entries(message.headers).map(([name, { value }]) => [name, String(value)]);
    found.push({ headers: Object.fromEntries(headers), payload: Buffer.from(message.body).toString() });
    start += length;
  }
  return found;
}
