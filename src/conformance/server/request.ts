/** What the prober sends, as data: what is left out is what a decent client would send. */
import type { WrittenScenario } from '../../fixtures/index.ts';
import type { OperationName } from '../../wire/operations.ts';
import type { AuthKind, HttpVersion, LiveCost, ServerCase } from '../case.ts';
import type { JsonValue } from '../json.ts';
import type { ServerCapability } from './capability.ts';
import type { ProbeExpectation } from './expectation.ts';

/** The operations that servers are tried with. */
export type ServerOperation = Extract<
  OperationName,
  'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream' | 'CountTokens' | 'ApplyGuardrail'
>;

export interface ServerRequest {
  /** Default: the run's place on the axis of operations. */
  readonly operation?: ServerOperation;
  /** Which of the models of the run, or an id as it stands. Default: `model`. */
  readonly model?: 'model' | 'arn' | { readonly id: string };
  /** Characters of the id that stand in the path as they are. Default: all that are not unreserved are escaped. */
  readonly unescaped?: string;
  readonly method?: string;
  /** In place of the operation's path. */
  readonly path?: string;
  /** What the user says. Default: a greeting. */
  readonly prompt?: string;
  /** Default: 16. */
  readonly maxTokens?: number;
  /** Members of the body in place of the usual ones, or beside them. */
  readonly add?: Readonly<Record<string, JsonValue>>;
  /** Members of the body that are left out. */
  readonly drop?: readonly string[];
  /** In place of the whole body. */
  readonly body?: { readonly text: string } | { readonly json: JsonValue } | { readonly base64: string };
  /** A member `…` of the text is repeated up to so many bytes. */
  readonly fill?: number;
  /** Beside the usual ones or in place of them; null: left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly auth?: AuthSpec;
  /** Default: the run's place on the axis of HTTP versions. */
  readonly http?: HttpVersion;
  /** How often it is sent. Default: once. */
  readonly times?: number;
  /** Sent at the same time as the request before. */
  readonly together?: boolean;
  /** Go away once so many messages of the stream have arrived. */
  readonly leaveAfterFrames?: number;
  /** Requests drawn from this generator with the seed of the run, `times` of them. */
  readonly generate?: 'any-request';
}

/** How a request is signed, rightly where nothing is said. */
export interface AuthSpec {
  /** Default: `sigv4`. `session` signs with the temporary keys of the run, `bearer` sends its API key. */
  readonly by?: 'sigv4' | 'session' | 'bearer' | 'none';
  /** A bearer token in place of the run's. */
  readonly token?: string;
  /** In place of the run's, which the server cannot know. */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly service?: string;
  readonly region?: string;
  /** How far the date is from now, in minutes. */
  readonly skewMinutes?: number;
  /** The name under which the host is signed. Default: `host`. */
  readonly hostAs?: ':authority';
  /**
   * Done after signing: a byte of the body changed, another model in the path, a query, another value of a signed header,
   * a header that is not signed.
   */
  readonly afterwards?: 'body' | 'path' | 'query' | 'signed-header' | 'header';
}

/** A case about servers. */
export interface ProbeCase extends ServerCase<ServerRequest> {
  readonly needs?: readonly ServerCapability[];
  readonly axes?: {
    readonly http?: readonly HttpVersion[];
    readonly operation?: readonly ServerOperation[];
    /** With `bearer`, requests that say nothing else of it go with the API key as well, where the run has one. */
    readonly auth?: readonly AuthKind[];
  };
  readonly live: LiveCost;
  readonly operation?: ServerOperation;
  /** What a server that can be scripted is told first; a real service is asked by the prompt alone. */
  readonly stage?: readonly WrittenScenario[];
  readonly expect: readonly ProbeExpectation[];
}
