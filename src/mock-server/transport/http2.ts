/** The cleartext and decrypted HTTP/2 side of a port. */
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { noteShutDown } from './shut-down.ts';
import type { Speaker, SpeakerOptions } from './speaker.ts';

const MIB = 2 ** 20;

/** Windows wide enough that a request with images arrives without waiting for window updates. */
const OPTIONS = {
  settings: { maxConcurrentStreams: 1024, initialWindowSize: 4 * MIB },
  /** In megabytes; at Node's 10 a hundred large requests at once would be refused. */
  maxSessionMemory: 256,
};
const SESSION_WINDOW = 16 * MIB;

/** How often sessions are made to notice that their client left, in milliseconds. */
const NOTICE_MS = 250;

export function createHttp2({ listener, keepAliveMs }: SpeakerOptions): Speaker {
  const sessions = new Map<ServerHttp2Session, Socket>();
  const server = createServer(OPTIONS, listener);

  let noticing: NodeJS.Timeout | undefined;

  const welcome = (session: ServerHttp2Session, socket: Socket) => {
    sessions.set(session, socket);
    noticing ??= setInterval(() => sessions.forEach(readOn), NOTICE_MS).unref();
    session.once('close', () => sessions.delete(session));
    session.setLocalWindowSize(SESSION_WINDOW);
    session.setTimeout(keepAliveMs, () => retire(session, socket));
  };

  return {
    take(socket) {
      server.once('session', (session) => welcome(session, socket));
      server.emit('connection', socket);
    },
    leave() {
      clearInterval(noticing);
      for (const [session, socket] of sessions) retire(session, socket);
    },
    abandon() {
      for (const [session, socket] of sessions) {
        noteShutDown(session);
        socket.destroy();
      }
    },
  };
}

/** Ends a session after its last stream, and then the connection, which Node would leave to the client. */
function retire(session: ServerHttp2Session, socket: Socket): void {
  socket.once('finish', () => socket.destroy());
  session.close();
}

/**
 * After some protocol errors (a bad frame size, bad header compression) Node sends GOAWAY and stops reading, so that it
 * never learns that the client has gone, and keeps the socket for ever. Reading has no public switch; where the session
 * reads already this changes nothing.
 */
function readOn(socket: Socket): void {
  (socket as unknown as { _handle: { readStart(): void } | null })._handle?.readStart();
}
