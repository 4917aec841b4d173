import { describe, expect, it } from 'vitest';
import type { AwsCredentials, Identity } from '../../../src/client/credentials.ts';
import { resolveIdentity } from '../../../src/client/credentials.ts';
import { CredentialsError } from '../../../src/client/errors.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AMBIENT = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_SESSION_TOKEN: 'ambient' };

async function keysOf(identity: Identity): Promise<AwsCredentials | undefined> {
  return identity.kind === 'keys' ? await identity.credentials() : undefined;
}

describe('who asks', () => {
  it('explicit keys, never joined with an ambient session token', async () => {
    expect(await keysOf(resolveIdentity({ credentials: KEYS }, AMBIENT, Date.now))).toEqual(KEYS);
  });

  it('explicit keys, before an API key in the environment', () => {
    expect(resolveIdentity({ credentials: KEYS }, { AWS_BEARER_TOKEN_BEDROCK: 'ABSKambient' }, Date.now).kind).toBe(
      'keys',
    );
  });

  it('an explicit API key', () => {
    expect(
      resolveIdentity({ apiKey: 'ABSKmine' }, { AWS_BEARER_TOKEN_BEDROCK: 'ABSKambient', ...AMBIENT }, Date.now),
    ).toEqual({ kind: 'api-key', apiKey: 'ABSKmine' });
  });

  it('an API key in the environment, before keys there', () => {
    expect(resolveIdentity({}, { AWS_BEARER_TOKEN_BEDROCK: 'ABSKambient', ...AMBIENT }, Date.now)).toEqual({
      kind: 'api-key',
      apiKey: 'ABSKambient',
    });
  });

  it('keys in the environment with their session token', async () => {
    expect(await keysOf(resolveIdentity({}, AMBIENT, Date.now))).toEqual({
      accessKeyId: 'test',
      secretAccessKey: 'test',
      sessionToken: 'ambient',
    });
  });
});

describe('a provider', () => {
  const counting = (expiration?: Date, failures = 0) => {
    const calls = { count: 0 };
    const provider = async () => {
      if (++calls.count <= failures) throw new Error('the metadata service is away.');
      return { ...KEYS, expiration };
    };
    return { calls, provider };
  };

  it('is asked once for keys that do not expire', async () => {
    const { calls, provider } = counting();
    const identity = resolveIdentity({ credentials: provider }, {}, () => 0);
    await Promise.all([keysOf(identity), keysOf(identity)]);
    await keysOf(identity);
    expect(calls.count).toBe(1);
  });

  it('is asked again five minutes before they expire', async () => {
    const { calls, provider } = counting(new Date(600_000));
    let now = 0;
    const identity = resolveIdentity({ credentials: provider }, {}, () => now);
    await keysOf(identity);
    now = 299_999;
    await keysOf(identity);
    expect(calls.count).toBe(1);
    now = 300_000;
    await keysOf(identity);
    expect(calls.count).toBe(2);
  });

  it('that fails is told of, and asked again the next time', async () => {
    const { provider } = counting(undefined, 1);
    const identity = resolveIdentity({ credentials: provider }, {}, () => 0);
    const failure = keysOf(identity);
    await expect(failure).rejects.toBeInstanceOf(CredentialsError);
    await expect(failure).rejects.toThrow('No credentials: the metadata service is away.');
    expect(await keysOf(identity)).toMatchObject(KEYS);
  });
});
