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

export function createHttp2({ listener, keepAliveMs }: SpeakerOptions): Speaker {
  const sessions = new Map<ServerHttp2Session, Socket>();
  const server = createServer(OPTIONS, listener);

  const welcome = (session: ServerHttp2Session, socket: Socket) => {
    sessions.set(session, socket);
    session.once('close', () => sessions.delete(session));
    session.setLocalWindowSize(SESSION_WINDOW);
    session.setTimeout(keepAliveMs, () => session.close());
  };

  return {
    take(socket) {
      // Node's own HTTP/2 server accepts its sockets so: a client that ends its side is gone.
      socket.allowHalfOpen = false;
      server.once('session', (session) => welcome(session, socket));
      server.emit('connection', socket);
    },
    leave() {
      for (const [session, socket] of sessions) {
        // After the last stream the session ends its side of the socket and would wait for the peer's.
        socket.once('finish', () => socket.destroy());
        session.close();
      }
    },
    abandon() {
      for (const [session, socket] of sessions) {
        noteShutDown(session);
        session.destroy();
        socket.destroy();
      }
    },
  };
}
