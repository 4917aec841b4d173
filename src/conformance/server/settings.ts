/** What a run of the server suite is told, and what it makes of what is left out. */
import type { HttpVersion } from '../case.ts';
import type { RunResult, SubjectInfo } from '../verdict.ts';
import { type ServerCapability, SERVER_CAPABILITIES } from './capability.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { ServerSeen } from './seen.ts';
import type { ConnectTo } from './wire-answer.ts';

export interface ServerKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ServerConformanceOptions {
  /** Scheme, host and port, and a path if the server wants one before each operation's own. */
  readonly endpoint: string;
  /** What reports call the subject. Default: the endpoint. */
  readonly subject?: Omit<SubjectInfo, 'kind'>;
  /** Default: us-east-1. */
  readonly region?: string;
  /** Default: AWS's documented example pair, which the double knows. */
  readonly credentials?: ServerKey;
  /** Temporary keys with their token, for the cases that need them. */
  readonly session?: ServerKey;
  /** A Bedrock API key, for the cases that need one. */
  readonly apiKey?: string;
  /** Of Anthropic or Amazon Nova, since the body of InvokeModel is the model's own. */
  readonly model?: string;
  /** The ARN of a model that can be called. Default: that of `model` as a foundation model. */
  readonly arn?: string;
  /** For ApplyGuardrail. Default: a name that only a double knows. */
  readonly guardrail?: { readonly id: string; readonly version: string };
  /** What the server cannot be asked. Default: all that needs nothing from the options is declared. */
  readonly without?: readonly ServerCapability[];
  /**
   * The control API by which answers are scripted: `self` where the server is a double of Touchstone, else the URL of
   * the double behind it. Default: nothing can be scripted.
   */
  readonly control?: 'self' | { readonly url: string };
  /** What the control API asks for as a bearer token. Default: nothing. */
  readonly controlToken?: string;
  /** Certificates to trust beside the usual, PEM. */
  readonly ca?: string;
  /**
   * Connect there and ask for the endpoint's host all the same, as curl does by the option of this name: for PrivateLink,
   * a proxy, a stand-in. Default: where the endpoint's host is found.
   */
  readonly connectTo?: ConnectTo;
  /** No request asks a model for more tokens than this. Default: what each case says, 16 where it says nothing. */
  readonly maxOutputTokens?: number;
  /** Globs over slugs or names of runs. Default: all. */
  readonly cases?: readonly string[];
  /** Only the cases that were frozen on this day. Default: all that there are. */
  readonly profile?: string;
  /** Default: both, as far as declared. */
  readonly http?: readonly HttpVersion[];
  /** For generated requests. Default: 0. */
  readonly seed?: number;
  /** For one answer, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Only each `count`th run, from the `index`th, counted from 1, so that machines can share the work. Default: all. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** Stop after the first failure. Default: false. */
  readonly bail?: boolean;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: () => number;
  readonly onResult?: (result: RunResult) => void;
  /** What was seen of each run, secrets taken out, before `onResult`. */
  readonly onSeen?: (run: string, seen: ServerSeen) => void;
}

/** What has no default and may be absent. */
type Optional =
  | 'session'
  | 'apiKey'
  | 'ca'
  | 'connectTo'
  | 'maxOutputTokens'
  | 'cases'
  | 'profile'
  | 'shard'
  | 'onResult'
  | 'onSeen'
  | 'without'
  | 'control'
  | 'controlToken'
  | 'subject';

export type Settings = Required<Omit<ServerConformanceOptions, Optional>> &
  Pick<ServerConformanceOptions, Exclude<Optional, 'subject'>> & {
    readonly base: URL;
    readonly capabilities: ReadonlySet<ServerCapability>;
    readonly subject: SubjectInfo;
    /** Knows every key and token of the run. */
    readonly redactor: Redactor;
    /** What a line that repeats a run has before the command, and beside the usual options. Default: nothing. */
    readonly replay?: { readonly before: string; readonly options: readonly (readonly string[])[] };
  };

/**
 * @throws TypeError for an endpoint that is no URL of http or https, for a model of another family, and where the control
 * API would be asked elsewhere than the server.
 */
export function settle(options: ServerConformanceOptions): Settings {
  const base = readEndpoint(options.endpoint);
  const { region = 'us-east-1', model = 'anthropic.claude-3-haiku-20240307-v1:0' } = options;
  if (!/anthropic\.|amazon\.nova/.test(model)) {
    throw new TypeError(`the model ${model} is of no family the prober can ask; take one of Anthropic or Amazon Nova`);
  }
  if (options.connectTo && options.control === 'self') {
    throw new TypeError(
      'the control API is asked where the endpoint says: with connectTo give the URL of it, not self',
    );
  }
  return {
    ...options,
    base,
    region,
    model,
    credentials: options.credentials ?? DOCUMENTED,
    arn: options.arn ?? `arn:aws:bedrock:${region}::foundation-model/${model.replace(/^[a-z]{2,6}\.(?=\w+\.)/, '')}`,
    guardrail: options.guardrail ?? { id: 'abcdefghij12', version: '1' },
    http: options.http ?? ['http1', 'http2'],
    seed: options.seed ?? 0,
    timeoutMs: options.timeoutMs ?? 10_000,
    bail: options.bail ?? false,
    clock: options.clock ?? Date.now,
    capabilities: capabilitiesOf(options),
    subject: { kind: 'server', name: base.host, ...options.subject },
    redactor: createRedactor(secretsOf(options)),
  };
}

function secretsOf({ credentials, session, apiKey, controlToken }: ServerConformanceOptions) {
  const keys = [credentials, session].flatMap((key) => [key?.accessKeyId, key?.secretAccessKey, key?.sessionToken]);
  return [...keys, apiKey, controlToken];
}

const DOCUMENTED = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

function readEndpoint(endpoint: string): URL {
  const base = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (base && /^https?:$/.test(base.protocol) && base.search === '') return base;
  throw new TypeError(`the endpoint ${JSON.stringify(endpoint)} is no URL like http://127.0.0.1:7357`);
}

function capabilitiesOf(options: ServerConformanceOptions): ReadonlySet<ServerCapability> {
  const { without = [], session, apiKey, control, endpoint } = options;
  const missing = new Set<ServerCapability>(without);
  if (!session?.sessionToken) missing.add('session-token');
  if (!apiKey) missing.add('bearer');
  if (!control) missing.add('scripting');
  if (endpoint.startsWith('https:')) missing.add('h2c');
  const all = Object.keys(SERVER_CAPABILITIES) as ServerCapability[];
  return new Set(all.filter((name) => !missing.has(name)));
}
