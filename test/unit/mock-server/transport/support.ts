/** What the transport's tests share: answers, a port that sends them, and clients made of bytes alone. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Answer, Progress, WireRequest } from '../../../../src/mock-server/exchange.ts';
import {
  carryToSocket,
  createPort,
  type Port,
  type PortOptions,
  readBody,
  toWireRequest,
} from '../../../../src/mock-server/transport/index.ts';

export const DATE = 'Thu, 01 Jan 1970 00:00:00 GMT';
export const CHUNKED = ['Date', DATE, 'Transfer-Encoding', 'chunked', 'Connection', 'keep-alive'];

/** An answer with `text` in one write at once, unless told otherwise. */
export function answer(text: string, more: Partial<Answer> = {}): Answer {
  const headers = ['Date', DATE, 'Content-Length', String(Buffer.byteLength(text)), 'Connection', 'keep-alive'];
  const writes = text === '' ? [] : [{ at: 0, bytes: Buffer.from(text) }];
  return { status: 200, headers, headAt: 0, writes, ending: 'end', endAt: 0, ...more };
}

/** A chunked answer: its texts with the moments they are due. */
export function stream(parts: readonly (readonly [at: number, text: string])[], more: Partial<Answer> = {}): Answer {
  const writes = parts.map(([at, text]) => ({ at, bytes: Buffer.from(text) }));
  return answer('', { headers: CHUNKED, writes, endAt: writes.at(-1)?.at ?? 0, ...more });
}

/** What `Progress` was told, with a promise of how it finished. */
export class Report implements Progress {
  readonly wrotes: number[] = [];
  readonly outcomes: string[] = [];
  readonly over: Promise<string>;
  private resolve!: (how: string) => void;

  constructor() {
    this.over = new Promise((resolve) => (this.resolve = resolve));
  }

  wrote(index: number): void {
    this.wrotes.push(index);
  }

  finished(how: 'complete' | 'client-gone' | 'shut-down'): void {
    this.outcomes.push(how);
    this.resolve(how);
  }
}

export interface Served {
  readonly request: WireRequest;
  readonly report: Report;
}

export interface Stage {
  readonly port: Port;
  readonly number: number;
  /** Every request whose body came whole, in order. */
  readonly served: Served[];
  /** The next request that is served from now on. */
  next(): Promise<Served>;
}

/** A listening port on which `play` says what each request is answered. Closed when the test is over. */
export async function stage(play: (request: WireRequest) => Answer, options: PortOptions = {}): Promise<Stage> {
  const served: Served[] = [];
  const waiting: ((served: Served) => void)[] = [];
  const port = createPort((incoming, outgoing) => {
    readBody(incoming, 32 * 2 ** 20, (outcome) => {
      if (outcome.kind !== 'complete') return;
      const entry = { request: toWireRequest(incoming, outcome.body), report: new Report() };
      served.push(entry);
      carryToSocket(play(entry.request), outgoing, entry.report);
      waiting.shift()?.(entry);
    });
  }, options);
  onTestFinished(() => port.close());
  const { port: number } = await port.listen({ port: 0, host: '127.0.0.1' });
  return { port, number, served, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** A client that sends and collects bytes and knows no HTTP. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the socket has closed, with the error's code if there was one. */
  readonly closed: Promise<string | undefined>;
  private chunks: Buffer[] = [];
  private code: string | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.code = error.code));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve(this.code)));
  }

  get received(): Buffer {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0] ?? Buffer.alloc(0);
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  /** Waits until `enough` holds of what was received; fails if the connection closes before. */
  async until(enough: (text: string) => boolean): Promise<string> {
    while (!enough(this.text)) {
      const more = await Promise.race([once(this.socket, 'data'), this.closed.then(() => undefined)]);
      if (more === undefined && !enough(this.text)) throw new Error(`closed after ${JSON.stringify(this.text)}`);
    }
    return this.text;
  }
}

/** `allowHalfOpen` keeps the client's side open when the server ends its own. */
export function rawClient(port: number, firstBytes?: string | Uint8Array, allowHalfOpen = false): RawClient {
  const client = new RawClient(connect({ port, host: '127.0.0.1', allowHalfOpen }));
  onTestFinished(() => void client.socket.destroy());
  if (firstBytes !== undefined) client.socket.write(firstBytes);
  return client;
}

export const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

export function post(target: string, body: string): string {
  return `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Resolves once the port has no connection left. */
export async function drained(port: Port): Promise<void> {
  while (port.connections() > 0) await new Promise((resolve) => setImmediate(resolve));
}
