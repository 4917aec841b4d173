/** The reference client against the double, over each of the carriers they both speak. */
import { Agent } from 'undici';
import { AnthropicBedrock } from '../../../src/client/index.ts';
import type { AnthropicBedrockOptions } from '../../../src/client/index.ts';
import { createBedrock } from '../../../src/mock-server/index.ts';
import type { Bedrock } from '../../../src/mock-server/index.ts';
import { createCertificate } from '../../../src/mock-server/transport/index.ts';

type BedrockOptions = Parameters<typeof createBedrock>[0];

interface Carrier {
  readonly name: string;
  readonly tls: boolean;
  readonly http2: boolean;
}

export const CARRIERS: readonly Carrier[] = [
  { name: 'HTTP/1.1', tls: false, http2: false },
  { name: 'HTTP/1.1 over TLS', tls: true, http2: false },
  { name: 'HTTP/2 without TLS', tls: false, http2: true },
  { name: 'HTTP/2 over TLS', tls: true, http2: true },
];

/** The keys that the double knows out of the box. */
export const AWS_KEYS = { awsAccessKey: 'AKIDEXAMPLE', awsSecretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

export interface Stage {
  readonly double: Bedrock;
  /** A client of the double, closed with the stage. Nothing of the machine's environment is in it. */
  client(options?: AnthropicBedrockOptions): AnthropicBedrock;
  close(): Promise<void>;
}

export async function stage(
  { tls, http2 }: Carrier = CARRIERS[0] as Carrier,
  options: BedrockOptions = {},
): Promise<Stage> {
  const certificate = tls ? await createCertificate() : undefined;
  const double = createBedrock({ ...options, ...(certificate && { tls: certificate }) });
  await double.listen();
  const ca = certificate?.cert;
  const dispatcher = ca !== undefined && !http2 ? new Agent({ connect: { ca } }) : undefined;
  const carrying = http2 ? { http2: ca === undefined ? true : { ca } } : { dispatcher };
  const clients: AnthropicBedrock[] = [];
  return {
    double,
    client(given = {}) {
      const who = given.apiKey !== undefined || given.credentials !== undefined ? {} : AWS_KEYS;
      const client = new AnthropicBedrock({ env: {}, baseURL: double.url, ...who, ...carrying, ...given });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.close();
      await dispatcher?.destroy();
      await double.close();
    },
  };
}
