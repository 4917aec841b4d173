/** The certificate of a server: from files, or made on the spot and left where clients can be pointed to it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { createCertificate, type TlsOptions } from '../mock-server/index.ts';
import { readTextFile } from './files.ts';
import type { ServeValues } from './serve-settings.ts';
import { CommandError, UsageError } from './terminal.ts';

export interface Tls {
  readonly pem: TlsOptions;
  /** Where the certificate lies, if it was made on the spot. */
  readonly file: string | undefined;
  readonly remove: () => Promise<void>;
}

export async function readTls({ tls, cert, key, host }: ServeValues): Promise<Tls | undefined> {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError(
      `--cert and --key belong together; ${cert === undefined ? '--cert' : '--key'} FILE is missing`,
    );
  }
  if (cert !== undefined && key !== undefined) {
    const pem = { cert: await readPem(cert), key: await readPem(key) };
    checkPair(pem, `${cert} with ${key}`);
    return { pem, file: undefined, remove: async () => {} };
  }
  return tls ? makeTls(host === undefined ? [] : [host]) : undefined;
}

/** @throws CommandError for a certificate and a key that do not belong together, or cannot be read. */
function checkPair(pem: TlsOptions, names: string): void {
  try {
    createSecureContext(pem);
  } catch (cause) {
    throw new CommandError(`${names}: ${(cause as Error).message}`, { cause });
  }
}

async function readPem(file: string): Promise<string> {
  const text = await readTextFile(file);
  if (!text.includes('-----BEGIN ')) throw new CommandError(`${file}: is no PEM file; it wants -----BEGIN … lines`);
  return text;
}

async function makeTls(hosts: readonly string[]): Promise<Tls> {
  const pem = await createCertificate({ hosts });
  const directory = await mkdtemp(join(tmpdir(), 'touchstone-'));
  const file = join(directory, 'cert.pem');
  await writeFile(file, pem.cert);
  return { pem, file, remove: () => rm(directory, { recursive: true, force: true }) };
}
