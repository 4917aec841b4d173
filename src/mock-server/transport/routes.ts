/** Where a new connection goes, by what its first bytes say. */
import type { Socket } from 'node:net';
import type { FirstBytes } from './first-bytes.ts';
import { sayAndClose } from './last-words.ts';
import type { Speaker } from './speaker.ts';
import { createTlsLayer, type TlsOptions } from './tls.ts';

export interface RouteOptions {
  readonly http1: Speaker;
  readonly http2: Speaker;
  readonly tls: TlsOptions | undefined;
  readonly handshakeMs: number;
  readonly onSecure: (socket: Socket) => void;
  readonly onMisuse: (reason: string) => void;
}

/** Takes a socket that is paused with its first bytes unread. */
type Route = (socket: Socket) => void;
type Routes = Readonly<Record<FirstBytes, Route>>;

export function createRoutes(options: RouteOptions): Routes {
  return options.tls === undefined ? clearRoutes(options) : secureRoutes(options, options.tls);
}

function clearRoutes({ http1, http2, onMisuse }: RouteOptions): Routes {
  return {
    http1: http1.take,
    http2: http2.take,
    tls(socket) {
      onMisuse(
        'A client began a TLS handshake, but this port speaks cleartext HTTP: use an endpoint with http://, or start the server with --tls.',
      );
      socket.destroy();
    },
  };
}

function secureRoutes({ http1, http2, handshakeMs, onSecure, onMisuse }: RouteOptions, tls: TlsOptions): Routes {
  const refuse: Route = (socket) => {
    onMisuse(`A client spoke cleartext HTTP. ${HTTPS_ONLY}`);
    sayAndClose(socket, 400, HTTPS_ONLY);
  };
  const shakeHands = createTlsLayer(tls, {
    handshakeMs,
    onSecure(socket) {
      onSecure(socket);
      (socket.alpnProtocol === 'h2' ? http2 : http1).take(socket);
    },
    onError(error) {
      if (error.code?.startsWith('ERR_SSL_')) onMisuse(explain(error.code));
    },
  });
  return { http1: refuse, http2: refuse, tls: shakeHands };
}

const HTTPS_ONLY = 'This port speaks HTTPS only: use an endpoint with https://, or start the server without --tls.';

function explain(code: string): string {
  const cure = /UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/.test(code) ? TRUST : '';
  return `A TLS connection failed with ${code}.${cure}`;
}

const TRUST =
  ' The client does not trust the certificate: name its file in NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE or SSL_CERT_FILE.';
