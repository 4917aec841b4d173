/** An answer's way out over HTTP/1.1. */
import type { Socket } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { RawHeaders } from '../exchange.ts';
import { chunksOf, endWith, joined, LAST_CHUNK } from './http1-body.ts';
import { reset } from './raw-socket.ts';
import { isShutDown } from './shut-down.ts';
import type { Run, Sink, SinkListener } from './sink.ts';

export class Http1Sink implements Sink {
  private readonly outgoing: ServerResponse;
  private finished = false;
  private chunked = false;

  constructor(outgoing: ServerResponse) {
    this.outgoing = outgoing;
  }

  get gone(): boolean {
    return this.outgoing.destroyed || this.outgoing.req.socket.destroyed;
  }

  get sent(): boolean {
    const { outgoing } = this;
    return this.finished || (outgoing.writableEnded && outgoing.writableLength === 0 && !outgoing.destroyed);
  }

  get shutDown(): boolean {
    return isShutDown(this.outgoing.req.socket);
  }

  head(status: number, headers: RawHeaders): void {
    const { outgoing } = this;
    outgoing.sendDate = false;
    for (const name of ['Connection', 'Transfer-Encoding']) outgoing.removeHeader(name);
    outgoing.writeHead(status, forRequest(headers, outgoing) as string[]);
    // What the head made Node decide; the chunks themselves are laid out here.
    this.chunked = outgoing.chunkedEncoding;
    outgoing.chunkedEncoding = false;
  }

  flushHead(): void {
    if (this.outgoing.headersSent) this.outgoing.flushHeaders();
  }

  write(run: Run): boolean {
    return this.outgoing.write(this.chunked ? chunksOf(run) : joined(run));
  }

  end(run?: Run): void {
    const { outgoing, chunked } = this;
    if (chunked) outgoing.end(run ? chunksOf(run, LAST_CHUNK) : LAST_CHUNK);
    else if (run) endWith(outgoing, joined(run));
    else outgoing.end();
  }

  breakOff(how: 'cut' | 'reset', done: () => void): void {
    this.flushHead();
    this.onSocket((socket) => {
      // Behind everything that was written: its callback tells that all of it has gone to the kernel.
      socket.write('', (error) => {
        if (!error) BREAKS[how](socket, done);
      });
    });
  }

  abandon(): void {
    this.outgoing.destroy();
  }

  watch(listener: SinkListener): void {
    const { outgoing } = this;
    // First among the listeners, because Node's own may close the socket; and Node says `finish` of lost bytes as well.
    outgoing.prependOnceListener('finish', () => (this.finished = outgoing.socket?.destroyed === false));
    outgoing.on('drain', () => listener.drained());
    outgoing.once('close', () => listener.closed());
  }

  /** Calls back with the socket, once the answers before this one are out. */
  private onSocket(use: (socket: Socket) => void): void {
    const { outgoing } = this;
    if (outgoing.socket) use(outgoing.socket);
    else outgoing.once('socket', (socket: Socket) => setImmediate(use, socket));
  }
}

const BREAKS = {
  cut(socket: Socket, done: () => void): void {
    socket.destroySoon();
    done();
  },
  reset(socket: Socket, done: () => void): void {
    setTimeout(() => {
      reset(socket);
      done();
    }, RESET_AFTER_MS);
  },
};

/**
 * How long a RST waits for the client to read what came before, in milliseconds. Where both arrive between two polls
 * of its event loop, libuv reports a plain end of the stream and no reset.
 */
const RESET_AFTER_MS = 20;

/**
 * The answer's headers as this request allows them: a client that asked for the connection to close is told that it
 * does, and one that speaks HTTP/1.0 knows no chunks.
 */
function forRequest(headers: RawHeaders, outgoing: ServerResponse): RawHeaders {
  const chunks = outgoing.req.httpVersionMinor > 0;
  if (outgoing.shouldKeepAlive && chunks) return headers;
  const fitting: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!;
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding' && !chunks) continue;
    fitting.push(name, lower === 'connection' ? 'close' : headers[i + 1]!);
  }
  return fitting;
}
