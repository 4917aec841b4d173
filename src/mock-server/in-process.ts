/** The ways to the pipeline without a socket: as the global `fetch`, and as the request handler of a Smithy client. */
import type { Hono } from 'hono';
import type { Env } from './app.ts';
import { isControlPath } from './control-path.ts';
import { handle } from './pipeline.ts';
import type { BedrockRequestHandler, RequestHandlerOptions } from './smithy.ts';
import { carryToReadable, carryToResponse, fromFetch, fromSmithy } from './transport/index.ts';
import type { World } from './world.ts';

/** Where a request comes in. */
export interface Entrance {
  readonly world: World;
  /** Empty for the server itself. A prefix in the path goes before it. */
  readonly sandbox: string;
}

export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The control API is the application's; Bedrock's requests go by it, as they do over a socket. */
export function createFetch(entrance: Entrance, application: () => Promise<Hono<Env>>): Fetch {
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    if (!isControlPath(new URL(request.url).pathname)) return answerFetch(request, entrance);
    return (await application()).fetch(request, { sandbox: entrance.sandbox });
  };
}

export async function answerFetch(request: Request, { world, sandbox }: Entrance): Promise<Response> {
  const exchange = handle(await fromFetch(request), world, sandbox);
  return carryToResponse(exchange.answered, exchange, request);
}

export function createRequestHandler({ world, sandbox }: Entrance, init: RequestHandlerOptions): BedrockRequestHandler {
  let config = { ...init };
  return {
    // Anything but h2: with that the SDK signs `:authority` in place of `host`, and its STS clients take another handler.
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, { abortSignal: signal, requestTimeout = config.requestTimeout } = {}) {
      const exchange = handle(await fromSmithy(request, signal), world, sandbox);
      const patience = { signal, requestTimeout, socketTimeout: config.socketTimeout };
      return { response: await carryToReadable(exchange.answered, exchange, patience) };
    },
    destroy() {},
    updateHttpClientConfig(key, value) {
      config = { ...config, [key]: value };
    },
    httpHandlerConfigs: () => config,
  };
}
