/** Claude on Bedrock, as Anthropic's own libraries have it. */
import type { CopyOptions } from '../copy.ts';
import type { BedrockRuntimeOptions } from '../options.ts';
import { BedrockRuntime } from '../runtime.ts';
import { Completions } from './completions.ts';
import { Messages } from './messages.ts';
import { AI_PROMPT, HUMAN_PROMPT } from './prompts.ts';
import type { Tokenizer } from './tokenizer.ts';
import { countTokens, getTokenizer } from './tokenizer.ts';

/** The names of Anthropic's libraries for Bedrock in place of those of the AWS SDKs; the rest is the same. */
interface AnthropicNames {
  /** With `awsSecretKey`; never joined with a session token from the environment. */
  awsAccessKey?: string | undefined;
  awsSecretKey?: string | undefined;
  awsSessionToken?: string | undefined;
  /** Default: `AWS_REGION`, else `us-east-1`. */
  awsRegion?: string | undefined;
  /** As `endpoint` of `BedrockRuntime`. */
  baseURL?: string | undefined;
}

export interface AnthropicBedrockOptions extends Omit<BedrockRuntimeOptions, 'region' | 'endpoint'>, AnthropicNames {}
export interface AnthropicCopyOptions extends Omit<CopyOptions, 'region' | 'endpoint'>, AnthropicNames {}

export class AnthropicBedrock implements AsyncDisposable {
  static readonly HUMAN_PROMPT = HUMAN_PROMPT;
  static readonly AI_PROMPT = AI_PROMPT;

  /** The client beneath: every operation of the service, by the same connections. */
  readonly bedrock: BedrockRuntime;
  readonly completions: Completions;
  readonly messages: Messages;

  /** Throws a `TypeError` for options that cannot be meant. */
  constructor(options: AnthropicBedrockOptions = {}, bedrock = new BedrockRuntime(runtimeOptions(options))) {
    this.bedrock = bedrock;
    this.completions = new Completions(bedrock);
    this.messages = new Messages(bedrock);
  }

  get baseURL(): string {
    return this.bedrock.endpoint;
  }

  get awsRegion(): string {
    return this.bedrock.region;
  }

  get maxRetries(): number {
    return this.bedrock.maxRetries;
  }

  get closed(): boolean {
    return this.bedrock.closed;
  }

  /** The tokens in a text, counted here with the tokenizer of Claude 2: `Hello world!` has 3. */
  countTokens(text: string): Promise<number> {
    return countTokens(text);
  }

  getTokenizer(): Promise<Tokenizer> {
    return getTokenizer();
  }

  /** A copy with other options, which shares the connections; headers and query are merged unless set anew. */
  withOptions(options: AnthropicCopyOptions): AnthropicBedrock {
    return new AnthropicBedrock({}, this.bedrock.withOptions(runtimeOptions(options)));
  }

  async close(): Promise<void> {
    await this.bedrock.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function runtimeOptions(options: AnthropicCopyOptions): CopyOptions {
  const { awsAccessKey, awsSecretKey, awsSessionToken, awsRegion, baseURL, ...others } = options;
  const credentials = keysOf({ awsAccessKey, awsSecretKey, awsSessionToken });
  if (credentials && options.credentials)
    throw new TypeError('awsAccessKey and credentials are two ways to say who asks: give one of them.');
  return defined({ ...others, region: awsRegion, endpoint: baseURL, credentials: credentials ?? options.credentials });
}

function keysOf(
  keys: Pick<AnthropicNames, 'awsAccessKey' | 'awsSecretKey' | 'awsSessionToken'>,
): BedrockRuntimeOptions['credentials'] {
  const { awsAccessKey, awsSecretKey, awsSessionToken } = keys;
  if (awsAccessKey === undefined && awsSecretKey === undefined && awsSessionToken === undefined) return undefined;
  if (!awsAccessKey || !awsSecretKey)
    throw new TypeError('awsAccessKey and awsSecretKey belong together: give both, or neither.');
  return { accessKeyId: awsAccessKey, secretAccessKey: awsSecretKey, sessionToken: awsSessionToken };
}

/** Without members that are undefined, so that a copy keeps what it is not told. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
