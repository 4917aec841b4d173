/** The ways from a client of the AWS SDK to the double, each as its users set it up. */
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { setupServer } from 'msw/node';
import { expect } from 'vitest';
import type { Bedrock, BedrockRequestHandler, SandboxFace } from '../../../src/index.ts';
import { bedrockHandlers } from '../../../src/msw/index.ts';
import type { CaseName } from './cases.ts';

export interface ClientConfig {
  readonly endpoint?: string;
  readonly requestHandler?: NodeHttpHandler | FetchHttpHandler | BedrockRequestHandler | Record<string, unknown>;
}

export interface Patience {
  /** Milliseconds until the head has to be there. Undefined: no limit. */
  readonly requestTimeout?: number | undefined;
}

/** A way that is open: what to give a client, and how to close it. */
export interface Opened {
  configFor(face: SandboxFace, patience: Patience): ClientConfig;
  close(): Promise<void> | void;
}

/** What a client sees of a connection that breaks while it reads. */
interface Breaks {
  readonly cut: object;
  readonly reset: object;
}

export interface Transport {
  readonly name: string;
  readonly breaks: Breaks;
  /** What an abort while the stream stalls looks like. */
  readonly abortedStream: object;
  /** The cases that have no meaning here, each with the reason. */
  readonly cannot: Readonly<Partial<Record<CaseName, string>>>;
  open(bedrock: Bedrock): Promise<Opened>;
}

const ABORTED = { message: startingWith('aborted'), code: 'ECONNRESET' };
const TERMINATED = (code: string) => ({ name: 'TypeError', message: startingWith('terminated'), cause: { code } });

/** The SDK adds a hint to the messages of errors in its deserializer. */
function startingWith(start: string): unknown {
  return expect.stringMatching(new RegExp(`^${start}`));
}

/** From version 3 msw intercepts `fetch` where it opens its socket, as it does with `node:http`. */
const MSW_3 = process.env['MSW_MAJOR'] === '3';
const SOCKET_BEFORE_HEAD = 'msw destroys the socket together with the head it has not sent yet';
const SOCKET_CLOSED = 'msw does not tell a handler that the socket was closed';
const LOWER_CASE = 'the names of headers are in lower case';

export const TRANSPORTS: readonly Transport[] = [
  {
    name: 'HTTP/1.1',
    breaks: { cut: ABORTED, reset: ABORTED },
    abortedStream: ABORTED,
    cannot: {},
    open: (bedrock) => listening(bedrock, nodeHandler),
  },
  {
    name: 'HTTP/2 without TLS',
    breaks: {
      cut: { message: startingWith('Truncated event message received.') },
      reset: { code: 'ERR_HTTP2_STREAM_ERROR' },
    },
    abortedStream: {},
    cannot: {
      'a cut between events': 'the SDK takes RST_STREAM with CANCEL for the end of the stream',
      'a cut before the first event': 'the SDK takes RST_STREAM with CANCEL for the end of the stream',
      'a stall, until the client aborts': 'the SDK takes its own abort for the end of the stream',
      'header names as the client spells them': `in HTTP/2 ${LOWER_CASE}`,
    },
    open: (bedrock) => listening(bedrock, ({ requestTimeout }) => ({ requestTimeout })),
  },
  {
    name: 'fetch',
    breaks: { cut: TERMINATED('UND_ERR_SOCKET'), reset: TERMINATED('ECONNRESET') },
    abortedStream: { name: 'AbortError' },
    cannot: { 'header names as the client spells them': `in the Fetch standard ${LOWER_CASE}` },
    open: replacingFetch,
  },
  {
    name: 'request handler',
    breaks: { cut: ABORTED, reset: ABORTED },
    abortedStream: ABORTED,
    cannot: {},
    open: (bedrock) =>
      Promise.resolve({
        configFor: (face, { requestTimeout }) => ({ requestHandler: face.requestHandler({ requestTimeout }) }),
        close: () => bedrock.close(),
      }),
  },
  {
    name: 'msw, node:http',
    breaks: { cut: ABORTED, reset: ABORTED },
    abortedStream: ABORTED,
    cannot: {
      'a cut before the first event': SOCKET_BEFORE_HEAD,
      'the journal knows that the client left': SOCKET_CLOSED,
      'header names as the client spells them': `msw hands on a Request of the Fetch standard, where ${LOWER_CASE}`,
    },
    open: (bedrock) => intercepted(bedrock, nodeHandler),
  },
  {
    name: 'msw, fetch',
    breaks: { cut: TERMINATED('UND_ERR_SOCKET'), reset: TERMINATED(MSW_3 ? 'UND_ERR_SOCKET' : 'ECONNRESET') },
    abortedStream: { name: 'AbortError' },
    cannot: {
      ...(MSW_3 && {
        'a cut before the first event': SOCKET_BEFORE_HEAD,
        'the journal knows that the client left': SOCKET_CLOSED,
      }),
      'header names as the client spells them': `msw hands on a Request of the Fetch standard, where ${LOWER_CASE}`,
    },
    open: (bedrock) => intercepted(bedrock, fetchHandler),
  },
];

type MakeHandler = (patience: Patience) => NonNullable<ClientConfig['requestHandler']>;

function nodeHandler({ requestTimeout = 0 }: Patience): NodeHttpHandler {
  return new NodeHttpHandler({ requestTimeout, throwOnRequestTimeout: true });
}

function fetchHandler({ requestTimeout }: Patience): FetchHttpHandler {
  return new FetchHttpHandler(requestTimeout === undefined ? {} : { requestTimeout });
}

async function listening(bedrock: Bedrock, handler: MakeHandler): Promise<Opened> {
  await bedrock.listen();
  return {
    configFor: (face, patience) => ({ endpoint: face.url, requestHandler: handler(patience) }),
    close: () => bedrock.close(),
  };
}

/** The SDK's handler calls the global `fetch`; the host name tells whose `fetch` it is for. */
function replacingFetch(bedrock: Bedrock): Promise<Opened> {
  const original = globalThis.fetch;
  const faces = new Map<string, SandboxFace>();
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    return faces.get(new URL(request.url).hostname)!.fetch(request);
  };
  holdRequests();
  return Promise.resolve({
    configFor(face, patience) {
      const host = `${face.name || 'main'}.test`;
      faces.set(host, face);
      return { endpoint: `https://${host}`, requestHandler: fetchHandler(patience) };
    },
    async close() {
      globalThis.fetch = original;
      await bedrock.close();
    },
  });
}

/** Node's `fetch` does not hear the signal of a `Request` any more that nobody holds, and the SDK holds none. */
function holdRequests(): void {
  const { fetch } = globalThis;
  const held: unknown[] = [];
  globalThis.fetch = (input, init) => {
    held.push(input);
    return fetch(input, init);
  };
}

/** At AWS's own host names; a sandbox is chosen by the prefix of the path, as everywhere. */
function intercepted(bedrock: Bedrock, handler: MakeHandler): Promise<Opened> {
  const handlers = bedrockHandlers(bedrock);
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  const { fetch } = globalThis;
  holdRequests();
  return Promise.resolve({
    configFor: (face, patience) => ({
      ...(face.name !== '' && {
        endpoint: `https://bedrock-runtime.us-east-1.amazonaws.com/_sandbox/${face.name}`,
      }),
      requestHandler: handler(patience),
    }),
    close() {
      globalThis.fetch = fetch;
      server.close();
      handlers[Symbol.dispose]();
    },
  });
}
