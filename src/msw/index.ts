/** The double as handlers of msw: whoever calls AWS's own host names by `fetch` or `node:http` gets its answers. */
import type { HttpHandler } from 'msw';
import type { SandboxFace } from '../mock-server/index.ts';
import { AWS_URLS } from './hosts.ts';
import { guardHttp2, type Http2Policy } from './http2-guard.ts';
import { uncouple } from './uncouple.ts';

export type { Http2Policy } from './http2-guard.ts';

export interface BedrockHandlersOptions {
  /**
   * What becomes of a call to AWS over HTTP/2, which msw cannot intercept and the AWS SDK's default client speaks:
   * `refuse` it with an error that tells the remedy, `warn` and let it go to the network, or `ignore` it. The first two
   * warn once. Default: `refuse`.
   */
  readonly http2?: Http2Policy;
}

/** For `setupServer(...handlers)`. Disposed of, they let HTTP/2 alone again; msw itself is closed by its own `close`. */
export type BedrockHandlers = HttpHandler[] & Disposable;

const { http } = await import('msw').catch((cause: unknown) => {
  throw new Error('bedrock-touchstone/msw needs msw 2.7 or newer beside it: npm install --save-dev msw', { cause });
});

/**
 * Handlers that answer from `bedrock`, or from one of its sandboxes, whatever is sent to Bedrock's runtime, its control
 * plane or STS: in every region and partition, by their FIPS and dual-stack names too.
 *
 * From this call on, until the handlers are disposed of, `connect` of `node:http2` is guarded as `http2` says.
 */
export function bedrockHandlers(
  bedrock: Pick<SandboxFace, 'fetch'>,
  { http2 = 'refuse' }: BedrockHandlersOptions = {},
): BedrockHandlers {
  const handlers = AWS_URLS.map((pattern) => http.all(pattern, ({ request }) => answer(bedrock, request)));
  return Object.assign(handlers, { [Symbol.dispose]: guardHttp2(http2) });
}

/** msw makes a noise about a handler that throws, and a client that went away is nobody's mistake. */
async function answer(bedrock: Pick<SandboxFace, 'fetch'>, request: Request): Promise<Response> {
  try {
    const response = await bedrock.fetch(request);
    if (response.body) uncouple(response.body);
    return response;
  } catch (reason) {
    if (request.signal.aborted) return Response.error();
    throw reason;
  }
}
