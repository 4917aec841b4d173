/** A certificate made on the spot, for those who want HTTPS and have none. */
import { isIP } from 'node:net';
import type { TlsOptions } from './tls.ts';

export interface CertificateOptions {
  /** Host names and addresses to stand in it besides `localhost`, `127.0.0.1` and `::1`. */
  readonly hosts?: readonly string[] | undefined;
  /** The day it begins to be valid; it stays so for a year. Default: now. */
  readonly notBefore?: Date | undefined;
}

const ALWAYS = ['localhost', '127.0.0.1', '::1'];

/** Makes a key (ECDSA, P-256) and a self-signed certificate; clients trust it once they are given its PEM. */
export async function createCertificate({ hosts = [], notBefore }: CertificateOptions = {}): Promise<
  TlsOptions & { cert: string; key: string }
> {
  // Loaded here, because it takes longer than the rest of the server, and only HTTPS needs it.
  const { generate } = await import('selfsigned');
  const names = [...new Set([...ALWAYS, ...hosts])];
  const pem = await generate([{ name: 'commonName', value: 'bedrock-touchstone' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(notBefore && { notBeforeDate: notBefore }),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(toAltName) },
    ],
  });
  return { cert: pem.cert, key: pem.private };
}

/** Types 2 and 7 of a GeneralName: dNSName and iPAddress (RFC 5280, 4.2.1.6). */
function toAltName(name: string) {
  return isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const);
}
