/** Who may call: the access keys and Bedrock API keys a double knows, and the identity each stands for. */

/** An access key pair, with a session token where it is temporary. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Must be presented with every request, in a header or the query, when it is given here. */
  readonly sessionToken?: string;
  /** The session token is past its time: refused as AWS refuses an expired session. Default: false. */
  readonly expired?: boolean;
  /** Twelve digits. Default: 123456789012, AWS's documentation account. */
  readonly accountId?: string;
  /** Default: `arn:aws:iam::<accountId>:user/touchstone`. */
  readonly arn?: string;
  /** What GetCallerIdentity answers as `UserId`. Default: AIDACKCEVSQ6C2EXAMPLE, as in the IAM documentation. */
  readonly userId?: string;
  /** IAM actions this identity may not perform, with IAM's `*` and `?`: `bedrock:InvokeModel*`. Default: none. */
  readonly denied?: readonly string[];
}

/** A long-term Bedrock API key. Short-term keys need no entry: they are verified by their signature. */
export interface BearerKey {
  /** Starts with `ABSK`, or with `bedrock-api-key-` for one that is to be known by heart. */
  readonly token: string;
  /** The only region it is good for. Default: any. */
  readonly region?: string;
  /** Milliseconds since the epoch from which on it has expired. Default: never. */
  readonly expiresAt?: number;
  readonly accountId?: string;
  readonly arn?: string;
}

/** On whose behalf a request is made. */
export interface Caller {
  readonly kind: 'sigv4' | 'bearer' | 'anonymous';
  /** The key the request names; absent for a long-term API key and where nothing names one. */
  readonly accessKeyId?: string;
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
  /** The region of the credential scope; without one that of the key, or the first region allowed. */
  readonly region: string;
  /** See `Credentials.denied`. */
  readonly denied: readonly string[];
}

/**
 * Known out of the box: the two pairs AWS uses in its documentation and in its signing test suite, and `test`/`test`,
 * which users of other doubles have in their environment.
 */
export const EXAMPLE_CREDENTIALS: readonly Credentials[] = [
  { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  { accessKeyId: 'test', secretAccessKey: 'test' },
];

const DOCUMENTATION_ACCOUNT = '123456789012';
const DOCUMENTATION_USER_ID = 'AIDACKCEVSQ6C2EXAMPLE';

/** What an entry may say of an identity. */
export type Identity = Partial<Pick<Credentials, 'accessKeyId' | 'accountId' | 'arn' | 'userId' | 'denied'>>;

/** Fills in what an identity leaves open. */
export function callerOf(kind: Caller['kind'], region: string, identity: Identity = {}): Caller {
  const accountId = identity.accountId ?? DOCUMENTATION_ACCOUNT;
  return {
    kind,
    ...(identity.accessKeyId !== undefined && { accessKeyId: identity.accessKeyId }),
    accountId,
    arn: identity.arn ?? `arn:aws:iam::${accountId}:user/touchstone`,
    userId: identity.userId ?? DOCUMENTATION_USER_ID,
    region,
    denied: identity.denied ?? [],
  };
}
