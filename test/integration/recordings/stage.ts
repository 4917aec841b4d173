/** A client, a recorder, and the double in the place of the real service, under its own name and with its own certificate. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bedrock, type BedrockOptions, createBedrock, createCertificate } from '../../../src/mock-server/index.ts';
import { createRecorder, type RecorderEvent, type RecorderOptions } from '../../../src/recordings/index.ts';

export const UPSTREAM = 'https://bedrock-runtime.us-east-1.amazonaws.com';
export const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0';

/** The person's own keys, which clients of the recorder do not know. */
export const OWN_KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
export const CLIENT_KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

export interface Stage extends AsyncDisposable {
  readonly service: Bedrock;
  /** Where the service listens, whatever its name. */
  readonly address: { readonly host: string; readonly port: number };
  /** In PEM. */
  readonly certificate: string;
  readonly directory: string;
  readonly events: RecorderEvent[];
  /** Resolves with the next event of a recorder that is not told yet. */
  readonly event: () => Promise<RecorderEvent>;
  /** Starts a recorder; the address to give a client. */
  readonly record: (options?: Partial<RecorderOptions>) => Promise<string>;
  /** Closes the recorders, so that all is written. */
  readonly finish: () => Promise<void>;
}

export async function setStage(options: BedrockOptions = {}): Promise<Stage> {
  const tls = await createCertificate({ hosts: [new URL(UPSTREAM).hostname] });
  const service = createBedrock({ regions: ['us-east-1'], seed: 1, ...options, tls });
  const connectTo = await service.listen();
  const directory = await mkdtemp(join(tmpdir(), 'recorder-'));
  const open: { close(): Promise<void> }[] = [];
  const events: RecorderEvent[] = [];
  const waiting: ((event: RecorderEvent) => void)[] = [];
  let told = 0;
  const finish = async () => {
    await Promise.all(open.splice(0).map((recorder) => recorder.close()));
  };
  return {
    service,
    address: connectTo,
    certificate: tls.cert,
    directory,
    events,
    finish,
    event: () => {
      const next = events[told++];
      return next ? Promise.resolve(next) : new Promise((resolve) => waiting.push(resolve));
    },
    record: async (more = {}) => {
      const recorder = await createRecorder({
        upstream: UPSTREAM,
        directory,
        ca: tls.cert,
        connectTo,
        upstreamIdentity: { credentials: OWN_KEYS },
        env: {},
        ...more,
        onEvent: (event) => {
          events.push(event);
          waiting.shift()?.(event);
        },
      });
      open.push(recorder);
      return (await recorder.listen()).url;
    },
    async [Symbol.asyncDispose]() {
      await finish();
      await service.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Every byte a server answers on a connection of its own, which it is asked to close, and the error it ends with, if any. */
export function rawAnswer(url: string, path: string, body: unknown): Promise<Buffer> {
  const { hostname, port, host } = new URL(url);
  const text = JSON.stringify(body);
  const head = ['POST', path, `HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nConnection: close`];
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', ({ message }) => parts.push(Buffer.from(`<${message}>`)));
    socket.on('close', () => resolve(Buffer.concat(parts)));
    socket.write(`${head.join(' ')}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
}

/** With the time and the request id out of the way, as latin1. */
export function steady(answer: Buffer): string {
  return answer
    .toString('latin1')
    .replace(/^Date: .*GMT\r$/m, 'Date: <date>\r')
    .replace(/^x-amzn-RequestId: [0-9a-f-]{36}\r$/m, 'x-amzn-RequestId: <id>\r');
}
