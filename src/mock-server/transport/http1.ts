/** The HTTP/1.1 side of a port. */
import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sayAndClose } from './last-words.ts';
import { noteShutDown } from './shut-down.ts';
import type { Speaker, SpeakerOptions } from './speaker.ts';

interface Connection {
  /** The answer begun last, if any. */
  last: ServerResponse | undefined;
  /** Answers that wait until those before them in a pipeline are out; Node gives them no socket until then. */
  readonly queued: Set<ServerResponse>;
}

export function createHttp1({ listener, keepAliveMs }: SpeakerOptions): Speaker {
  const connections = new Map<Socket, Connection>();
  let leaving = false;
  let listening = false;

  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, outgoing) => {
    const connection = connections.get(incoming.socket)!;
    connection.last = outgoing;
    if (outgoing.socket === null) enqueue(outgoing, connection);
    if (leaving) closeAfter(outgoing, incoming.socket);
    listener(incoming, outgoing);
  });
  server.on('clientError', (error, socket) => {
    refuseMalformed(error, socket as Socket, connections.get(socket as Socket)?.last);
  });

  return {
    take(socket) {
      const connection: Connection = { last: undefined, queued: new Set() };
      connections.set(socket, connection);
      socket.once('close', () => {
        connections.delete(socket);
        for (const outgoing of connection.queued) outgoing.destroy().emit('close');
      });
      // The server never listens itself; untold, it would run no timeouts and close no idle connection.
      listening ||= server.emit('listening');
      server.emit('connection', socket);
      socket.resume();
    },
    leave() {
      leaving = true;
      for (const [socket, { last }] of connections) if (last) closeAfter(last, socket);
      server.close();
    },
    abandon() {
      for (const socket of connections.keys()) {
        noteShutDown(socket);
        socket.destroy();
      }
    },
  };
}

/** Node tells an answer without a socket nothing of the end of its connection, so its connection has to know it. */
function enqueue(outgoing: ServerResponse, { queued }: Connection): void {
  queued.add(outgoing);
  outgoing.once('socket', () => queued.delete(outgoing));
}

function closeAfter(outgoing: ServerResponse, socket: Socket): void {
  outgoing.once('finish', () => socket.destroySoon());
}

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers bytes that are no HTTP/1.1, and a request that never became complete; then closes. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket, answer: ServerResponse | undefined): void {
  if (socket.writableEnded) return;
  if (!socket.writable || error.code === 'ECONNRESET' || isUnderWay(answer)) return void socket.destroy();
  sayAndClose(socket, STATUS_OF[error.code ?? ''] ?? 400);
}

/** Whether a status line now would land in the middle of an answer. */
function isUnderWay(answer: ServerResponse | undefined): boolean {
  return answer !== undefined && !answer.writableFinished && (answer.headersSent || answer.socket === null);
}
