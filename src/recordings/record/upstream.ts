/** The connection to the real service, over HTTP/1.1: what comes is handed on as it comes. */
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { Outbound } from './outbound.ts';
import { Call, type UpstreamCall, type UpstreamListener } from './upstream-call.ts';

export interface UpstreamOptions {
  /** A certificate to trust beside those Node knows, in PEM. */
  readonly ca?: string | undefined;
  /** Connects there instead of to the host of the URL, which is still named, signed and verified. */
  readonly connectTo?: { readonly host: string; readonly port: number } | undefined;
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
