/** The connection to the real service, over HTTP/1.1: what comes is handed on as it comes. */
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { rootCertificates, type TLSSocket } from 'node:tls';
import type { HeaderPair } from '../recording.ts';
import type { Outbound } from './outbound.ts';

export interface UpstreamOptions {
  /** A certificate to trust beside those Node knows, in PEM. */
  readonly ca?: string | undefined;
  /** Connects there instead of to the host of the URL, which is still named, signed and verified. */
  readonly connectTo?: { readonly host: string; readonly port: number } | undefined;
}

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

export interface Upstream {
  send(outbound: Outbound, listener: UpstreamListener): UpstreamCall;
  /** Closes the connections that are idle. */
  close(): void;
}

export function createUpstream({ ca, connectTo }: UpstreamOptions): Upstream {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) });
  return {
    send(outbound, listener) {
      const { origin, method, target: path, headers } = outbound;
      const isSecure = origin.protocol === 'https:';
      const options = { ...addressOf(origin, connectTo), method, path, headers: headers as string[] };
      const open = () =>
        isSecure
          ? https.request({ ...options, ...namedAs(origin), agent: secure })
          : http.request({ ...options, agent: plain });
      return new Call(open, outbound.body, listener);
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function addressOf(origin: URL, connectTo: UpstreamOptions['connectTo']) {
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80));
  return connectTo ?? { host: origin.hostname.replace(/^\[|\]$/g, ''), port };
}

/** An address is no name to be asked for in a handshake. */
function namedAs({ hostname }: URL): { readonly servername?: string } {
  return isIP(hostname.replace(/^\[|\]$/g, '')) ? {} : { servername: hostname };
}

class Call implements UpstreamCall {
  readonly #open: () => http.ClientRequest;
  readonly #body: Buffer;
  readonly #listener: UpstreamListener;
  #request: http.ClientRequest;
  #response: http.IncomingMessage | undefined;
  #connected = false;
  #broken = false;
  #over = false;

  constructor(open: () => http.ClientRequest, body: Buffer, listener: UpstreamListener) {
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

  #begin(): http.ClientRequest {
    const request = this.#open();
    request.on('socket', (socket) => whenConnected(socket, () => (this.#connected = true)));
    request.on('response', (response) => this.#answered(response));
    request.on('error', (error) => this.#failed(error));
    return request.end(this.#body);
  }

  #answered(response: http.IncomingMessage): void {
    this.#response = response;
    this.#listener.head(response.statusCode ?? 0, pairs(response.rawHeaders));
    response.on('data', (bytes: Buffer) => this.#listener.data(bytes));
    response.on('end', () => this.#end(this.#broken ? 'reset' : response.complete ? 'complete' : 'truncated'));
    response.on('error', () => this.#end(this.#broken ? 'reset' : 'truncated'));
  }

  /** A reset tells the system call it befell; a connection that merely closed does not. */
  #failed(error: NodeJS.ErrnoException): void {
    this.#broken = error.syscall !== undefined;
    if (this.#response || this.#over) return;
    // A connection that the service closed while it was idle says nothing of this request (Node's documentation of http.request).
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

function pairs(rawHeaders: readonly string[]): HeaderPair[] {
  return rawHeaders.flatMap((name, i): HeaderPair[] => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : []));
}
