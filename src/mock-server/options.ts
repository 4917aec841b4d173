/** What a double can be told when it is made. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import type { Scenario, Timing, WrittenScenario } from '../fixtures/scenario.ts';
import type { AuthMode, BearerKey, Credentials } from './auth/index.ts';
import type { Exchange } from './journal/record.ts';
import type { JournalLimits } from './journal/journal.ts';
import type { TlsOptions } from './transport/index.ts';

/** Every member may be left out; the defaults stand beside each. */
export interface BedrockOptions {
  /** Tried in this order. Default: none, and every operation answers plausibly. */
  readonly scenarios?: readonly (Scenario | WrittenScenario)[];
  /** How signatures are treated: `enforce` (default), `lenient` (form, scope and date, not the secret), or `off`. */
  readonly auth?: AuthMode;
  /** Known beside AWS's documented example pairs and `test`/`test`. */
  readonly credentials?: readonly Credentials[];
  /** Long-term Bedrock API keys; short-term ones are verified by their signature. Default: none. */
  readonly bearerKeys?: readonly BearerKey[];
  /** Regions the server stands for; a signature for another is refused. Default: any. */
  readonly regions?: readonly string[];
  /** Whether requests are validated as the real service validates them. Default: true. */
  readonly validation?: boolean;
  /** Refuse with a 400 what no scenario matches. Default: false. */
  readonly strict?: boolean;
  /** Whether any identifier is taken for a model, one the catalogue does not know for its default model. Default: false. */
  readonly anyModel?: boolean;
  /** `real`: models past their end of life refuse. Default: `ignored`. */
  readonly lifecycle?: 'ignored' | 'real';
  /** Pace of all streams whose scenario sets none. Default: no delay. */
  readonly timing?: Timing;
  /** The share of answers that a fault befalls at random, 0 to 1. Default: 0. */
  readonly faultRate?: number;
  /** Everything random comes from it: ids, jitter, weights, faults. Default: 0. */
  readonly seed?: number;
  /** Models beside those of the catalogue, or in place of those of the same id. */
  readonly models?: readonly FoundationModel[];
  /** The model id behind an opaque ARN: provisioned throughput, application profile, custom or imported model. */
  readonly arns?: Readonly<Record<string, string>>;
  /** Default: 250 exchanges or 64 MiB a sandbox, whichever is reached first; 0 entries keep none. */
  readonly journal?: Partial<JournalLimits>;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: () => number;
  /** Called once for each exchange when it is over. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Called with what is wrong where no exchange comes about: a TLS handshake on a plain port, a malformed head. */
  readonly onMisuse?: (reason: string) => void;
  /** `true`: a certificate made on the spot for localhost; or PEM texts. Default: no TLS. */
  readonly tls?: true | TlsOptions;
  /** What the control API asks for as a bearer token; without one it obeys the loopback only. */
  readonly controlToken?: string;
  /** How long `close` lets open answers run, in milliseconds. Default: 2,000. */
  readonly graceMs?: number;
}
