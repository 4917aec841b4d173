/** What a recorder can be told when it is made. */
import type { Environment, IdentityOptions } from '../../client/credentials.ts';
import type { Exchange } from '../../mock-server/journal/record.ts';
import type { BedrockOptions } from '../../mock-server/options.ts';
import type { ReplayOptions } from '../replay/scenarios.ts';
import type { RecordMode } from './mode.ts';
import type { Outcome } from './pass-and-keep.ts';
import type { UpstreamOptions } from './upstream.ts';

/** Every member may be left out but where the recordings are, and where the service is if it is asked. */
export interface RecorderOptions extends UpstreamOptions, ReplayOptions {
  /** Where recordings are, and are put; made where it is not there. */
  readonly directory: string;
  /** The real service: `https://bedrock-runtime.us-east-1.amazonaws.com`. Without it nothing can be recorded. */
  readonly upstream?: string;
  /** Default: `once`. */
  readonly mode?: RecordMode;
  /** What to sign for. Default: the region that the host of `upstream` names; else `AWS_REGION`. */
  readonly upstreamRegion?: string;
  /**
   * Who signs. Default: the API key in `AWS_BEARER_TOKEN_BEDROCK`; else the keys in the environment; else AWS's provider
   * chain, which `@aws-sdk/credential-providers` must be installed for.
   */
  readonly upstreamIdentity?: IdentityOptions;
  /** Default: that of the process. */
  readonly env?: Environment;
  /** What to take out beside credentials and account ids: `$.messages[*].content`, `/regex/flags`. Default: nothing. */
  readonly redact?: readonly string[];
  /** After how long a silence a client that leaves has given up on the service, in milliseconds. Default: 5000. */
  readonly stalledAfterMs?: number;
  /** Who clients are, how the port speaks, and its clock: as for the double. */
  readonly double?: DoubleOptions;
  /** Told of every exchange when it is over. */
  readonly onEvent?: (event: RecorderEvent) => void;
}

export type DoubleOptions = Pick<
  BedrockOptions,
  'auth' | 'credentials' | 'bearerKeys' | 'regions' | 'tls' | 'graceMs' | 'clock' | 'onMisuse'
>;

/**
 * `recorded`: kept in `file`. `refused`: it would still hold what looks like a secret, and was not written.
 * `not-recorded`: and why. `answered`: without the real service, from a recording or with a refusal.
 */
export type RecorderEvent = Outcome | { readonly kind: 'answered'; readonly exchange: Exchange };
