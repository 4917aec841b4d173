/** Who asks: explicit keys or an explicit API key; else what the environment has; else AWS's default provider chain. */
import { CredentialsError } from './errors.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** After which they are asked for again. */
  readonly expiration?: Date | undefined;
}

export type CredentialProvider = () => Promise<AwsCredentials>;

/** How requests are authorised: by a Bedrock API key, or by a signature. */
export type Identity =
  | { readonly kind: 'api-key'; readonly apiKey: string }
  | { readonly kind: 'keys'; readonly credentials: CredentialProvider };

export interface IdentityOptions {
  readonly apiKey?: string | undefined;
  readonly credentials?: AwsCredentials | CredentialProvider | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Explicit keys are never joined with anything from the environment, neither a session token nor an API key. */
export function resolveIdentity(options: IdentityOptions, env: Environment, now: () => number): Identity {
  const { apiKey, credentials } = options;
  if (apiKey !== undefined) return { kind: 'api-key', apiKey };
  if (typeof credentials === 'function') return { kind: 'keys', credentials: remembered(credentials, now) };
  if (credentials !== undefined) return { kind: 'keys', credentials: async () => credentials };
  const ambient = env['AWS_BEARER_TOKEN_BEDROCK'];
  if (ambient) return { kind: 'api-key', apiKey: ambient };
  return { kind: 'keys', credentials: remembered(() => defaultChain(env), now) };
}

/** Asks again five minutes before what it got expires, so that a request never leaves with keys about to expire. */
const BEFORE_EXPIRY = 5 * 60_000;

function remembered(provider: CredentialProvider, now: () => number): CredentialProvider {
  let current: Promise<AwsCredentials> | undefined;
  let until = 0;
  return () => {
    if (current !== undefined && now() < until) return current;
    until = Infinity;
    current = provider().then(
      (credentials) => {
        until = credentials.expiration ? credentials.expiration.getTime() - BEFORE_EXPIRY : Infinity;
        return credentials;
      },
      (cause: unknown) => {
        until = 0;
        throw cause instanceof CredentialsError ? cause : noCredentials(cause);
      },
    );
    return current;
  };
}

/** Keys in the environment need no package; for profiles, SSO, containers and instances AWS's own is loaded. */
async function defaultChain(env: Environment): Promise<AwsCredentials> {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (accessKeyId && secretAccessKey && !env['AWS_PROFILE']) {
    return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
  }
  const { fromNodeProviderChain } = await providerPackage();
  return await fromNodeProviderChain()();
}

async function providerPackage(): Promise<typeof import('@aws-sdk/credential-providers')> {
  try {
    return await import('@aws-sdk/credential-providers');
  } catch (cause) {
    const message =
      'No credentials: neither given nor in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. For profiles, SSO and roles install @aws-sdk/credential-providers.';
    throw new CredentialsError(message, { cause });
  }
}

function noCredentials(cause: unknown): CredentialsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CredentialsError(
    `No credentials: ${reason} Give them, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or configure a profile.`,
    {
      cause,
    },
  );
}
