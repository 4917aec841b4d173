/** One protocol of a port: takes connections whose protocol is known, and lets go of them when the port closes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';

/** A request as Node gives it. */
export type Incoming = IncomingMessage | Http2ServerRequest;
/** The answer to an `Incoming`, of the same protocol. */
export type Outgoing = ServerResponse | Http2ServerResponse;
/** Called once for each request, when its head has been read and its body not. */
export type Listener = (incoming: Incoming, outgoing: Outgoing) => void;

export interface SpeakerOptions {
  readonly listener: Listener;
  /** After how long a connection with nothing to do is closed, in milliseconds. */
  readonly keepAliveMs: number;
}

export interface Speaker {
  /** Takes a connection that is paused with its first bytes unread. */
  take(socket: Socket): void;
  /** Closes what is idle at once, and the rest as soon as it has nothing to do. */
  leave(): void;
  /** Destroys what is left. */
  abandon(): void;
}
