/**
 * The request handler of a Smithy client, as the AWS SDK for JavaScript takes one, in types of our own: the SDK is no
 * dependency of the double.
 */
import type { Readable } from 'node:stream';

/** What the SDK hands to its request handler. */
export interface SmithyRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  /** Escaped as it goes over the wire. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** A string, bytes, a Node stream, a web stream or any other asynchronous iterable of bytes; or nothing. */
  readonly body?: unknown;
}

/** What the SDK gets back. */
export interface SmithyResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/** As `HttpHandlerOptions` of @smithy/types: with each call. */
export interface SmithyCallOptions {
  readonly abortSignal?: SmithyAbortSignal | undefined;
  /** Milliseconds; before those of the handler. */
  readonly requestTimeout?: number | undefined;
}

/** The standard's `AbortSignal`, or the older one of the SDK that knows `onabort` alone. */
export interface SmithyAbortSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  onabort: unknown;
}

/** Named as those of the SDK's `NodeHttpHandler`. */
export interface RequestHandlerOptions {
  /** Milliseconds until the head of the answer has to be there. Default: 0, no limit. */
  readonly requestTimeout?: number | undefined;
  /** Milliseconds that may pass without anything coming. Default: 0, no limit. */
  readonly socketTimeout?: number | undefined;
}

/** Given to a client of the AWS SDK as its `requestHandler`. */
export interface BedrockRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: SmithyRequest, options?: SmithyCallOptions): Promise<{ response: SmithyResponse }>;
  /** Does nothing: no connection is held. */
  destroy(): void;
  updateHttpClientConfig(key: keyof RequestHandlerOptions, value: RequestHandlerOptions[typeof key]): void;
  httpHandlerConfigs(): RequestHandlerOptions;
}
