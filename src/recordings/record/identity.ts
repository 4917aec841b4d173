/** Who signs what goes on to the real service. */
import { type Environment, type IdentityOptions, resolveIdentity } from '../../client/credentials.ts';
import { type Authoriser, authoriser } from '../../client/signing.ts';
import { SIGNING_NAMES, type ServiceName } from '../../wire/operations.ts';

export interface Signer {
  /** @throws CredentialsError (as a rejection) where there are none. */
  readonly check: () => Promise<void>;
  readonly authoriser: (service: ServiceName) => Authoriser;
  /** What must never be found in a recording. */
  readonly secrets: () => Promise<readonly string[]>;
}

export interface SignerOptions extends IdentityOptions {
  readonly region: string;
  readonly env: Environment;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Keys or an API key that were given; else what the environment has; else AWS's default provider chain. */
export function createSigner({ region, env, clock, ...options }: SignerOptions): Signer {
  const identity = resolveIdentity(options, env, clock);
  const made = new Map<string, Authoriser>();
  const secrets = async () => {
    if (identity.kind === 'api-key') return [identity.apiKey];
    const { accessKeyId, secretAccessKey, sessionToken } = await identity.credentials();
    return [accessKeyId, secretAccessKey, ...(sessionToken ? [sessionToken] : [])];
  };
  return {
    check: async () => void (await secrets()),
    secrets,
    authoriser(service) {
      const name = SIGNING_NAMES[service];
      const known = made.get(name) ?? authoriser(identity, region, name);
      made.set(name, known);
      return known;
    },
  };
}
