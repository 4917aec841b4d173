/** What a case is: one statement about clients or servers, as data that can be written as JSON and published. */
import type { OperationName } from '../wire/operations.ts';
import type { ClientExpectation, ServerExpectation } from './expectation.ts';
import type { Script } from './script.ts';

/** How binding: a MUST that does not hold is a failure, a SHOULD a warning, an INFO only recorded. */
export type Level = 'MUST' | 'SHOULD' | 'INFO';

/**
 * Why it binds. `normative`: Smithy's specifications and protocol tests, or the service model. `observed`: the real
 * service was seen to do it. `known-defect`: at least one project has repaired its violation. `opinion`: ours alone,
 * which is why such a case is INFO and can fail nobody.
 */
export type Authority = 'normative' | 'observed' | 'known-defect' | 'opinion';

/** What a report tells of a case. */
export interface CaseInfo {
  /** `group/name`; stable, and never used again for anything else. */
  readonly slug: string;
  /** Earlier slugs of the same case; `--case` and lists of known failures may still use them. */
  readonly aliases?: readonly string[];
  /** From 1; grows when the same subject could get another verdict than before. */
  readonly revision: number;
  readonly subject: 'client' | 'server';
  readonly level: Level;
  readonly authority: Authority;
  /** What must hold, in one sentence. */
  readonly statement: string;
  /** `owner/repo#number` for public issues and pull requests, `PT name` for Smithy's protocol tests, else a title or URL. */
  readonly references: readonly string[];
}

/** The operations that clients are tried with. */
export type ClientOperation = Extract<
  OperationName,
  'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream'
>;

/** What a client can do, as its driver declares it. A case whose needs are not all declared is skipped. */
export const CAPABILITIES = {
  InvokeModel: 'can call InvokeModel',
  InvokeModelWithResponseStream: 'can call InvokeModelWithResponseStream',
  Converse: 'can call Converse',
  ConverseStream: 'can call ConverseStream',
  http1: 'can speak HTTP/1.1',
  http2: 'can speak HTTP/2, over an http:// endpoint without TLS, or with tls over https://',
  tls: 'can speak TLS and be told which certificate to trust; HTTP/2 and API keys are then tried over https://',
  sigv4: 'signs with the keys it is given',
  'session-token': 'takes a session token with its keys',
  bearer: 'takes a Bedrock API key',
  environment: 'looks for credentials in the environment of its process, or in the one it is given',
  events: 'gives the events of a stream one by one',
  message: 'puts the events of a stream together to a message: text, tool calls, stop reason, usage',
  bytes: 'gives the body of InvokeModel as it came',
  claude: "reads Claude's own stream inside InvokeModelWithResponseStream, and gives its events",
  anthropic: "writes Claude's request body itself: takes model and stream beside the messages",
  abort: 'can be cancelled in the middle of a stream',
  break: 'lets its caller stop reading in the middle of a stream',
  'max-attempts': 'takes a number of attempts',
  'read-timeout': 'takes a limit for the silence of a stream',
  headers: 'takes further headers for a call',
  query: 'takes further query parameters for a call',
  session: 'keeps one client for all runs of a session',
} as const;

export type Capability = keyof typeof CAPABILITIES;

/**
 * The service's own words, which every client is taken to give unless its driver says that it is `without` them: some
 * say it in words of their own, by design, and cannot be held to words that they do not have. Expectations about them
 * are then left out, and so are cases about nothing else. One more thing is taken for granted in the same way: that a
 * client keeps the path of its endpoint, by which the kit tells runs apart.
 */
export const WORDS = {
  'error-types': 'tells errors by the names that the service gives them',
  'error-statuses': 'tells the status of an error',
  'stop-reasons': 'tells why a message ended as the service says it',
  blocks: 'keeps the blocks of a message apart',
  'endpoint-paths': 'keeps the path of its endpoint; without it, each run has a port of its own',
} as const;

export type Word = keyof typeof WORDS;
export type Need = Capability | Word;

/** Over which values a case is repeated; each value of the transport needs the capability of its name. */
export interface ClientAxes {
  /** Default: both, as far as the client speaks them. */
  readonly http?: readonly HttpVersion[];
  /** Default: sigv4 alone. */
  readonly auth?: readonly AuthKind[];
}

export type HttpVersion = 'http1' | 'http2';
export type AuthKind = 'sigv4' | 'bearer';

/** One form of a case: an operation with its input, what the stage answers, and what must come of it. */
export interface ClientVariant {
  readonly operation: ClientOperation;
  /** Tells variants of one operation apart in the name of a run. */
  readonly name?: string;
  /** The members of the operation as the service model has them; the body of an invocation is JSON, not bytes. */
  readonly input: ClientInput;
  /** What is answered. Left out: what the double answers by itself. */
  readonly script?: Script;
  readonly expect: readonly ClientExpectation[];
  readonly needs?: readonly Need[];
  /** Over those of the case. */
  readonly settings?: ClientSettings;
  /** Only for clients that cannot do this; the others have a variant of their own. */
  readonly unless?: Capability;
}

export interface ClientInput {
  readonly modelId: string;
  readonly [member: string]: unknown;
}

/** What a run tells the client beside its input. Everything may be left out. */
export interface ClientSettings {
  /** Attempts in all, the first included. Default: 1, so that one answer is one answer. */
  readonly maxAttempts?: number;
  /** How long a stream may be silent, in milliseconds. */
  readonly readTimeoutMs?: number;
  /** Stop after so many events: by the client's own means of cancelling, or by reading no further. */
  readonly cancel?: { readonly afterEvents: number; readonly how: 'abort' | 'break' };
  /** The keys to sign with. Default: AWS's documented example pair. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Take no explicit credentials: find them in `environment`. */
  readonly ambient?: boolean;
  /** The environment the client is to see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** To be sent, and signed, beside the client's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** To be sent, and signed, as the query of the URL. */
  readonly query?: Readonly<Record<string, string>>;
}

export interface ClientCase extends CaseInfo {
  readonly subject: 'client';
  readonly needs?: readonly Need[];
  readonly axes?: ClientAxes;
  readonly settings?: ClientSettings;
  readonly variants: readonly ClientVariant[];
}

/** What a server can be asked, as options of the run declare it. */
export type ServerCapability = string;

/** What trying it on the real service costs: nothing, a few tokens; or it cannot be provoked there at all. */
export type LiveCost = 'free' | 'tokens' | 'doubles-only';

export interface ServerCase<Request = unknown> extends CaseInfo {
  readonly subject: 'server';
  readonly needs?: readonly ServerCapability[];
  readonly axes?: { readonly http?: readonly HttpVersion[] };
  readonly live: LiveCost;
  readonly operation?: OperationName;
  /** Sent in this order. */
  readonly requests: readonly Request[];
  readonly expect: readonly ServerExpectation[];
}

export type ConformanceCase = ClientCase | ServerCase;
