/** One request to the real service, and what comes of it. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { pairsOf } from '../../mock-server/journal/redact.ts';
import type { HeaderPair } from '../recording.ts';

/** What an upstream tells, in this order; after `ended` or `unreachable` nothing more. */
export interface UpstreamListener {
  head(status: number, headers: readonly HeaderPair[]): void;
  data(bytes: Buffer): void;
  ended(how: 'complete' | 'truncated' | 'reset'): void;
  /** No connection came about; nothing was sent. */
  unreachable(error: Error): void;
}

export interface UpstreamCall {
  pause(): void;
  resume(): void;
  abort(): void;
}

export class Call implements UpstreamCall {
  readonly #open: () => ClientRequest;
  readonly #body: Buffer;
  readonly #listener: UpstreamListener;
  #request: ClientRequest;
  #response: IncomingMessage | undefined;
  #connected = false;
  #broken = false;
  #over = false;

  constructor(open: () => ClientRequest, body: Buffer, listener: UpstreamListener) {
    this.#open = open;
    this.#body = body;
    this.#listener = listener;
    this.#request = this.#begin();
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  abort(): void {
    this.#over = true;
    this.#request.destroy();
  }

  #begin(): ClientRequest {
    const request = this.#open();
    request.on('socket', (socket) => whenConnected(socket, () => (this.#connected = true)));
    request.on('response', (response) => this.#answered(response));
    request.on('error', (error) => this.#failed(error));
    return request.end(this.#body);
  }

  #answered(response: IncomingMessage): void {
    this.#response = response;
    this.#listener.head(response.statusCode ?? 0, pairsOf(response.rawHeaders));
    response.on('data', (bytes: Buffer) => this.#listener.data(bytes));
    response.on('end', () => this.#end(this.#broken ? 'reset' : response.complete ? 'complete' : 'truncated'));
    response.on('error', () => this.#end(this.#broken ? 'reset' : 'truncated'));
  }

  /** A reset tells the system call it befell; a connection that merely closed does not. */
  #failed(error: NodeJS.ErrnoException): void {
    this.#broken = error.syscall !== undefined;
    if (this.#response || this.#over) return;
    // Closed by the service while it was idle, which says nothing of this request (Node's documentation of `reusedSocket`).
    if (this.#request.reusedSocket && error.code === 'ECONNRESET') this.#request = this.#begin();
    else if (this.#connected) this.#end(this.#broken ? 'reset' : 'truncated');
    else this.#settle(() => this.#listener.unreachable(error));
  }

  #end(how: 'complete' | 'truncated' | 'reset'): void {
    this.#settle(() => this.#listener.ended(how));
  }

  #settle(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    tell();
  }
}

function whenConnected(socket: Socket, done: () => void): void {
  if (!socket.connecting && !isShakingHands(socket)) done();
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', done);
}

function isShakingHands(socket: Socket): boolean {
  return 'encrypted' in socket && !(socket as TLSSocket).authorized;
}
