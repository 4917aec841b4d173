/** An answer as it came off the wire, for a bare server to give again. */
import { request as requestHttp1 } from 'node:http';
import { connect } from 'node:http2';
import { temporaryFile } from './load.ts';
import { type Protocol, signedRequest } from './sign.ts';
import type { Asked } from './workload.ts';

export interface Answer {
  readonly status: number;
  /** Names and values in turn, without pseudo-headers. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What a bare server reads: the writes in base64. */
export interface ReadyAnswer {
  readonly headers: readonly string[];
  readonly writes: readonly string[];
}

/** Asks once. @throws where the answer is no 200. */
export async function answerOf(asked: Asked, port: number, protocol: Protocol = 'h1'): Promise<Answer> {
  const signed = await signedRequest(asked, port, protocol);
  const answer = await (protocol === 'h1' ? overHttp1 : overHttp2)(port, signed);
  if (answer.status !== 200) throw new Error(`${asked} is answered with ${answer.status}: ${answer.body.toString()}`);
  return answer;
}

/** The path of a file that tells a bare server to give this answer, in one write or in one for each message. */
export function readyAnswer(name: string, { headers, body }: Answer, writes: readonly Buffer[] = [body]): string {
  const ready: ReadyAnswer = { headers, writes: writes.map((bytes) => bytes.toString('base64')) };
  return temporaryFile(`${name}.json`, JSON.stringify(ready));
}

/** A stream cut at its messages, each of which begins with its own length. */
export function framesOf({ body }: Answer): Buffer[] {
  const frames: Buffer[] = [];
  for (let start = 0; start < body.length; start += frames.at(-1)!.length) {
    frames.push(body.subarray(start, start + body.readUInt32BE(start)));
  }
  return frames;
}

type Signed = Awaited<ReturnType<typeof signedRequest>>;

function overHttp1(port: number, { path, headers, body }: Signed): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = requestHttp1(
      { host: '127.0.0.1', port, method: 'POST', path, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
        incoming.once('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: keepAlive(incoming.rawHeaders),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    request.once('error', reject).end(body);
  });
}

/** Asked over a connection that is closed afterwards, answered as over one that is kept. */
function keepAlive(headers: readonly string[]): readonly string[] {
  const at = headers.indexOf('Connection');
  return at < 0 ? headers : headers.with(at + 1, 'keep-alive');
}

function overHttp2(port: number, { path, headers, body }: Signed): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`).once('error', reject);
    const length = String(Buffer.byteLength(body));
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers, 'content-length': length });
    const chunks: Buffer[] = [];
    stream.once('response', ({ ':status': status = 0, ...fields }) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        session.close();
        resolve({ status, headers: Object.entries(fields).flat() as string[], body: Buffer.concat(chunks) });
      });
    });
    stream.once('error', reject).end(body);
  });
}
