/** A defective server: the double, and before it a proxy that spoils one thing. */
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { encodeFrame } from '../../../src/conformance/frames.ts';
import { readFrames } from '../../../src/conformance/server/read-frames.ts';
import { type Bedrock, createBedrock } from '../../../src/mock-server/index.ts';
import type { Context, Frame, Head, Mutant } from './mutant.ts';

export const SESSION = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'session-token-of-the-test',
};
export const API_KEY = 'ABSKdGhlIGtleSBvZiB0aGUgdGVzdA==';

export interface MutantServer extends AsyncDisposable {
  readonly url: string;
}

const OPTIONS = { regions: ['us-east-1'], credentials: [SESSION], bearerKeys: [{ token: API_KEY }], graceMs: 0 };

export async function startMutant(mutant: Mutant): Promise<MutantServer> {
  const strict = createBedrock({ ...OPTIONS, ...mutant.double });
  const lenient = createBedrock({ ...OPTIONS, auth: 'off' });
  await Promise.all([strict.listen(), lenient.listen()]);
  const sockets = new Set<Socket>();
  const server = mutant.http === 'http2' ? h2cServer(mutant, strict) : h1Server(mutant, strict, lenient);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([strict.close(), lenient.close()]);
    },
  };
}

/** What a mutant of HTTP/2 does it does to the headers; everything else is handed through. */
function h2cServer({ refusesHeaders }: Mutant, double: Bedrock): http2.Http2Server {
  const server = http2.createServer();
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const refusal = refusesHeaders?.(headers);
    if (refusal !== undefined) return stream.respond({ ':status': refusal }, { endStream: true });
    const upstream = http2.connect(double.url).on('error', () => {});
    const forwarded = upstream.request({ ...headers }, { endStream: false });
    forwarded.on('error', () => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
    forwarded.on('response', (answer) => stream.headersSent || stream.respond(answer));
    stream.on('close', () => upstream.destroy());
    stream.pipe(forwarded).pipe(stream);
  });
  return server;
}

function h1Server(mutant: Mutant, strict: Bedrock, lenient: Bedrock): http.Server {
  let number = 0;
  return http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const context = contextOf(request, Buffer.concat(chunks), number);
      if (!context.control) number += 1;
      serve(context, response, { mutant, strict, lenient });
    });
  });
}

function contextOf(request: http.IncomingMessage, body: Buffer, number: number): Context {
  const target = request.url ?? '';
  return {
    method: request.method ?? '',
    target,
    operation: target.slice(target.lastIndexOf('/') + 1),
    headers: request.rawHeaders,
    body,
    number,
    control: target.includes('/_touchstone'),
    state: {},
  };
}

interface Stage {
  readonly mutant: Mutant;
  readonly strict: Bedrock;
  readonly lenient: Bedrock;
}

function serve(context: Context, response: http.ServerResponse, stage: Stage): void {
  const { mutant, strict } = stage;
  if (context.control) return forward(context, strict, (answer) => hand(answer, response));
  const reply = mutant.reply?.(context);
  if (reply === 'nothing') return;
  if (reply === 'hang up') return void response.destroy();
  if (reply) {
    response.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers });
    return void response.end(reply.body ?? '');
  }
  const changed = { ...context, target: mutant.target?.(context.target) ?? context.target };
  forward(changed, strict, (answer, upstream) => void passOn({ answer, upstream, response, context: changed }, stage));
}

type Taken = (answer: http.IncomingMessage, request: http.ClientRequest) => void;

function forward(context: Context, double: Bedrock, taken: Taken): void {
  const { hostname, port } = new URL(double.url);
  const request = http.request({ hostname, port, path: context.target, method: context.method, agent: false });
  for (let i = 0; i < context.headers.length; i += 2) {
    request.setHeader(context.headers[i] as string, context.headers[i + 1] as string);
  }
  request.on('response', (answer) => taken(answer, request));
  request.on('error', () => {});
  request.end(context.body);
}

function hand(answer: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
  answer.pipe(response);
}

interface Passing {
  readonly answer: http.IncomingMessage;
  readonly upstream: http.ClientRequest;
  readonly response: http.ServerResponse;
  readonly context: Context;
}

async function passOn(passing: Passing, stage: Stage): Promise<void> {
  const { answer, response } = passing;
  const { mutant } = stage;
  if (!mutant.ignoresAbort) response.on('close', () => passing.upstream.destroy());
  if (answer.headers['content-type']?.includes('eventstream')) return stream(passing, mutant);
  const body = await whole(answer);
  if (answer.statusCode === 403 && mutant.forgives?.(body.toString(), passing.context)) {
    return forward(passing.context, stage.lenient, (again) => hand(again, response));
  }
  unary({ ...passing, body }, mutant);
}

async function whole(answer: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unary({ answer, response, context, body }: Passing & { body: Buffer }, mutant: Mutant): void {
  const text = mutant.body?.(body.toString(), { ...context, status: answer.statusCode ?? 0 }) ?? body;
  const head = headOf(answer, context, mutant);
  const headers = head.headers.map(([name, value]) =>
    /^content-length$/i.test(name) ? ([name, String(Buffer.byteLength(text))] as const) : ([name, value] as const),
  );
  response.writeHead(head.status, headers.flat());
  response.end(text);
}

function headOf(answer: http.IncomingMessage, context: Context, { head }: Mutant): Head {
  const raw = answer.rawHeaders;
  const headers = Array.from(
    { length: raw.length / 2 },
    (_, i) => [raw[2 * i] as string, raw[2 * i + 1] as string] as const,
  );
  const given = { status: answer.statusCode ?? 0, headers };
  return head?.(given, context) ?? given;
}

function stream({ answer, response, context }: Passing, mutant: Mutant): void {
  const head = headOf(answer, context, mutant);
  if (!mutant.gathers) response.writeHead(head.status, head.headers.flat()).flushHeaders();
  let rest = Buffer.alloc(0);
  let index = 0;
  const kept: Buffer[] = [];
  const send = (bytes: Buffer) => void (mutant.gathers ? kept.push(bytes) : response.write(bytes));
  answer.on('data', (chunk: Buffer) => {
    const { frames } = readFrames(Buffer.concat([rest, chunk]));
    const used = frames.reduce((sum, { length }) => sum + length, 0);
    const all = Buffer.concat([rest, chunk]);
    for (const { offset, length } of frames) {
      const frame = frameOf(all.subarray(offset, offset + length), index++);
      for (const bytes of mutant.frame?.(frame, context) ?? [frame.bytes]) send(bytes);
    }
    rest = all.subarray(used);
  });
  const finish = () => {
    for (const bytes of mutant.atEnd?.(context) ?? []) send(bytes);
    if (mutant.cutsAtEnd) return void setImmediate(() => response.socket?.end());
    if (mutant.gathers) response.writeHead(head.status, head.headers.flat());
    response.end(Buffer.concat(kept));
  };
  answer.on('end', finish);
  answer.on('error', () => (mutant.endsOnCut ? finish() : response.destroy()));
}

function frameOf(bytes: Buffer, index: number): Frame {
  const { headers, payload } = readFrames(bytes).frames[0]!;
  const value = (name: string) => headers.find((header) => header.name === name)?.value;
  return {
    bytes,
    index,
    type: value(':event-type') ?? value(':exception-type') ?? '',
    exception: value(':message-type') === 'exception',
    json: JSON.parse(payload.toString()) as Record<string, unknown>,
  };
}

/** A frame as the service has it, of other members or another type. */
export function frame(type: string, json: unknown, kind: 'event' | 'exception' = 'event'): Buffer {
  return encodeFrame({
    headers: [
      { name: `:${kind}-type`, type: 'string', value: type },
      { name: ':content-type', type: 'string', value: 'application/json' },
      { name: ':message-type', type: 'string', value: kind },
    ],
    payload: { json: json as never },
  });
}
