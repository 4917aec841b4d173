/** What must not be shown or kept: where secrets stand in requests, what they look like in any text, and account ids. */

/** Headers whose value lets others act as the client, in lower case. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
  'cookie',
  'set-cookie',
]);

/** A parameter of a presigned query, its name with `=` and its value. */
export const SECRET_PARAMETER = /([?&]X-Amz-(?:Signature|Security-Token)=)([^&]+)/gi;

/** The account of AWS's documentation. */
const DOCUMENTATION_ACCOUNT = '123456789012';

/** Stands for an account id that was taken out; as long as one. */
export const NO_ACCOUNT = '000000000000';

const ARN_ACCOUNT = /(arn(?::|%3A)aws[a-z-]*(?::|%3A)[a-z0-9-]+(?::|%3A)[a-z0-9-]*(?::|%3A))(\d{12})(?!\d)/gi;

/** The account ids in the ARNs of a text, percent-escaped ones too; not that of AWS's documentation. */
export function accountsIn(text: string): string[] {
  const found = [...text.matchAll(ARN_ACCOUNT)].map(([, , account]) => account as string);
  return found.filter((account) => account !== DOCUMENTATION_ACCOUNT && account !== NO_ACCOUNT);
}

interface Look {
  /** What a person calls it. */
  readonly name: string;
  readonly pattern: RegExp;
}

/**
 * What secrets look like, as their makers describe them, long enough that ordinary text is none. AWS's documented
 * examples end in EXAMPLE or EXAMPLEKEY.
 */
const LOOKS: readonly Look[] = [
  {
    name: 'an AWS access key id',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z2-7]{16}(?![A-Za-z0-9])/,
  },
  {
    name: 'an AWS secret access key',
    pattern:
      /secret[\w\s.-]{0,24}["'`]?\s{0,2}[:=]\s{0,2}["'`]?(?![A-Za-z0-9/+]*EXAMPLE)(?=[^"'\s]{0,39}\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  },
  { name: 'an AWS session token', pattern: /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9/+=]{50}/ },
  { name: 'a Bedrock API key', pattern: /(?<![A-Za-z0-9+/])ABSK[A-Za-z0-9+/]{60}|bedrock-api-key-[A-Za-z0-9+/=]{60}/ },
  {
    name: 'a signature of a request',
    pattern: /X-Amz-Signature=[0-9a-f]{64}|AWS4-HMAC-SHA256 Credential=[^\s]+ .*Signature=/i,
  },
  { name: 'a JSON Web Token', pattern: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20}/ },
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  { name: 'an API key of Anthropic', pattern: /(?<![\w-])sk-ant-[\w-]{20}/ },
  {
    name: 'an API key of OpenAI',
    pattern: /(?<![\w-])sk-(?:proj|svcacct|admin)-[\w-]{20}|(?<![\w-])sk-[A-Za-z0-9]{48}(?![\w-])/,
  },
  { name: 'a token of GitHub', pattern: /(?<!\w)(?:gh[opsru]_[A-Za-z0-9]{36}|github_pat_\w{60})/ },
  { name: 'a token of Slack', pattern: /(?<!\w)xox[abprs]-[\w-]{20}/ },
  { name: 'an API key of Google', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/ },
  { name: 'a secret key of Stripe', pattern: /(?<!\w)[rs]k_live_[A-Za-z0-9]{20}/ },
  { name: 'a bearer token', pattern: /(?<!\w)Bearer\s+(?!\[redacted\])[\w.~+/-]{40}/i },
];

/** What a text holds that looks like a secret, in words for a person; the secrets themselves are not repeated. */
export function secretsIn(text: string): string[] {
  return LOOKS.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name);
}
