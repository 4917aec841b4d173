/** `touchstone conform server --live`: what it wants before a request costs money, and where keys come from. */
import { resolveIdentity } from '../client/credentials.ts';
import { CredentialsError } from '../client/index.ts';
import type { ServerConformanceOptions, ServerKey } from '../conformance/server/index.ts';
import type { CONFORM_SERVER_OPTIONS } from './conform-server-options.ts';
import type { Parsed } from './options.ts';
import { type Terminal, UsageError } from './terminal.ts';

type Values = Parsed<typeof CONFORM_SERVER_OPTIONS>['values'];
type Environment = NonNullable<Terminal['env']>;

/** Options that mean nothing without `--live`. */
const LIVE_ALONE = ['max-cost-usd', 'save-recordings'] as const;
/** Options that a live service has no use for. */
const NEVER_LIVE = ['control', 'control-token'] as const;

/**
 * The limit in US dollars of a live run; undefined for one that is none.
 *
 * @throws UsageError for a live run that is not meant beyond doubt, and for the real AWS without `--live`.
 */
export function readLive(values: Values, env: Environment): { readonly maxCostUsd: number } | undefined {
  if (!values.live) {
    refuseUnmeant(values);
    return undefined;
  }
  if (env['TOUCHSTONE_LIVE'] !== '1')
    throw new UsageError(
      '--live costs money: set TOUCHSTONE_LIVE=1 in the environment too, so that nobody runs it by accident',
    );
  const maxCostUsd = values['max-cost-usd'];
  if (maxCostUsd === undefined)
    throw new UsageError('--live costs money: say how much it may, with --max-cost-usd N, such as --max-cost-usd 0.10');
  const useless = NEVER_LIVE.find((name) => values[name] !== undefined);
  if (useless) throw new UsageError(`--${useless} does not go with --live: nothing can be scripted there`);
  return { maxCostUsd };
}

function refuseUnmeant(values: Values): void {
  const alone = LIVE_ALONE.find((name) => values[name] !== undefined);
  if (alone) throw new UsageError(`--${alone} goes with --live`);
  if (values.endpoint !== undefined && isAws(values.endpoint))
    throw new UsageError(
      `${values.endpoint} is the real AWS, where all cases together are no fair use and cost money: add --live, which runs the safe ones`,
    );
}

/** The partitions' domains; the second is that of dual-stack endpoints. */
function isAws(endpoint: string): boolean {
  return URL.canParse(endpoint) && /(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$/.test(new URL(endpoint).hostname);
}

type Found = Pick<ServerConformanceOptions, 'endpoint' | 'region' | 'credentials' | 'session' | 'apiKey'>;

/** What a live run takes from the environment where the command line does not say it. */
export async function fromEnvironment(
  { endpoint, region, 'api-key': given }: Values,
  credentials: ServerKey | undefined,
  env: Environment,
): Promise<Found> {
  const place = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const key = credentials ?? (await ambientKey(env));
  const apiKey = given ?? env['AWS_BEARER_TOKEN_BEDROCK'];
  return {
    endpoint: endpoint ?? `https://bedrock-runtime.${place}.amazonaws.com${place.startsWith('cn-') ? '.cn' : ''}`,
    region: place,
    credentials: key,
    ...(key.sessionToken && { session: key }),
    ...(apiKey && { apiKey }),
  };
}

/** As the reference client finds them: in variables, else by AWS's own chain of providers, where that is installed. */
async function ambientKey(env: Environment): Promise<ServerKey> {
  const identity = resolveIdentity({}, { ...env, AWS_BEARER_TOKEN_BEDROCK: undefined }, Date.now);
  if (identity.kind === 'api-key') throw new TypeError('an API key is no key to sign with');
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await identity.credentials();
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  } catch (cause) {
    if (!(cause instanceof CredentialsError)) throw cause;
    throw new UsageError(`${cause.message} Or give --credentials or --credentials-file.`, { cause });
  }
}
