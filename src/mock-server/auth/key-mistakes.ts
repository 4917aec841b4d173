/** Keys a client is known to sign with by mistake, although its request names another. */
import type { Credentials } from './identities.ts';
import type { KeyMistake, Mismatch } from './mistake.ts';
import type { Scope } from './signing-keys.ts';

export function keyMistakes({ claim, credentials }: Mismatch, known: readonly Credentials[]): KeyMistake[] {
  const { scope } = claim;
  const { secretAccessKey } = credentials;
  const scoped = (what: string, change: Partial<Scope>): KeyMistake => ({
    what: `the signing key was derived for ${what}, but the scope says otherwise`,
    secretAccessKey,
    scope: { ...scope, ...change },
  });
  return [
    ...known.map((other) => ({
      what: `the secret is that of ${other.accessKeyId}`,
      secretAccessKey: other.secretAccessKey,
      scope,
    })),
    ...SECRET_SLIPS.map(({ what, slip }) => ({ what, secretAccessKey: slip(secretAccessKey), scope })),
    ...SERVICES.map((service) => scoped(`service ${service}`, { service })),
    ...REGIONS.map((region) => scoped(`region ${region}`, { region })),
  ];
}

const SECRET_SLIPS: readonly { what: string; slip: (secret: string) => string }[] = [
  { what: 'the secret ends in a line feed', slip: (secret) => `${secret}\n` },
  { what: 'the secret ends in a space', slip: (secret) => `${secret} ` },
  { what: 'the secret stands in quotation marks', slip: (secret) => `"${secret}"` },
];
const SERVICES = ['bedrock', 'bedrock-runtime', 'bedrock-mantle', 'sts', 'execute-api'];
const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-central-1',
  'eu-west-1',
  'ap-northeast-1',
  'ap-southeast-2',
];
