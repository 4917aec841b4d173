import { describe, expect, test } from 'vitest';
import { authorize, createAuthenticator, EXAMPLE_CREDENTIALS } from '../../../../src/mock-server/auth/index.ts';
import { signWithSmithy, type SigningOptions } from './signing.ts';
import { accepted, AKIDEXAMPLE, authenticate, authenticatorOf, NOW, refused, seen } from './support.ts';

function sign(options: SigningOptions = {}) {
  return signWithSmithy({ method: 'POST', path: '/model/a.b-v1%3A0/converse', body: Buffer.from('{}') }, options);
}

describe('enforce', () => {
  test.each(EXAMPLE_CREDENTIALS)('knows $accessKeyId out of the box', async (credentials) => {
    const outcome = authenticate(await sign(credentials), { credentials: EXAMPLE_CREDENTIALS });
    expect(accepted(outcome)).toEqual({
      kind: 'sigv4',
      accessKeyId: credentials.accessKeyId,
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/touchstone',
      userId: 'AIDACKCEVSQ6C2EXAMPLE',
      region: 'us-east-1',
      denied: [],
    });
  });

  test('tells the identity that was configured', async () => {
    const identity = { accountId: '111122223333', userId: 'AIDAEXAMPLE', denied: ['bedrock:*'] };
    const caller = accepted(authenticate(await sign(), { credentials: [{ ...AKIDEXAMPLE, ...identity }] }));
    expect(caller).toMatchObject({ ...identity, arn: 'arn:aws:iam::111122223333:user/touchstone' });
  });

  test('keeps its keys apart: by day, region and secret', async () => {
    const authenticator = authenticatorOf({ credentials: EXAMPLE_CREDENTIALS });
    for (const [index, credentials] of EXAMPLE_CREDENTIALS.entries()) {
      for (const region of ['us-east-1', 'eu-west-1']) {
        const at = NOW + index * 86_400_000;
        const request = await sign({ ...credentials, region, at });
        expect(accepted(authenticator.authenticate(request, { signingName: 'bedrock' }, at)).region).toBe(region);
      }
    }
  });

  test('goes on after more keys than it keeps', async () => {
    const authenticator = authenticatorOf();
    const regions = Array.from(
      { length: 300 },
      (_, index) =>
        `us-${'abcdefghij'[index % 10]}${'abcdefghij'[Math.floor(index / 10) % 10]}${index < 100 ? 'x' : index < 200 ? 'y' : 'z'}-1`,
    );
    for (const region of [...regions, ...regions.slice(0, 3)]) {
      const outcome = authenticator.authenticate(await sign({ region }), { signingName: 'bedrock' }, NOW);
      expect(accepted(outcome).region).toBe(region);
    }
  });

  test('a region as long as it likes', async () => {
    const region = `us-${'x'.repeat(300)}-1`;
    expect(accepted(authenticate(await sign({ region }))).region).toBe(region);
  });

  test.each([
    ['shorter', (signature: string) => signature.slice(0, -1)],
    ['longer', (signature: string) => `${signature}0`],
    ['in upper case', (signature: string) => signature.toUpperCase()],
  ])('a signature that is right but %s, even after the right one', async (_, change) => {
    const authenticator = authenticatorOf();
    const request = await sign();
    const rawHeaders = request.rawHeaders.map((text) =>
      text.replace(/Signature=(.*)/, (__, signature: string) => `Signature=${change(signature)}`),
    );
    expect(accepted(authenticator.authenticate(request, { signingName: 'bedrock' }, NOW)).kind).toBe('sigv4');
    const outcome = authenticator.authenticate({ ...request, rawHeaders }, { signingName: 'bedrock' }, NOW);
    expect(refused(outcome).type).toBe('InvalidSignatureException');
  });

  test('of two entries with one access key id the later counts', async () => {
    const credentials = [{ ...AKIDEXAMPLE, secretAccessKey: 'older' }, AKIDEXAMPLE];
    expect(accepted(authenticate(await sign(), { credentials })).kind).toBe('sigv4');
  });
});

describe('lenient', () => {
  test('needs neither key nor secret to be known', async () => {
    const request = await sign({
      accessKeyId: 'nobody',
      secretAccessKey: 'nothing',
      sessionToken: 'any',
      region: 'eu-west-1',
    });
    expect(accepted(authenticate(request, { mode: 'lenient' }))).toMatchObject({
      kind: 'sigv4',
      accessKeyId: 'nobody',
      region: 'eu-west-1',
      arn: 'arn:aws:iam::123456789012:user/touchstone',
    });
  });

  test('still wants form, scope and date', async () => {
    const bare = { ...(await sign()), rawHeaders: [] };
    expect(refused(authenticate(bare, { mode: 'lenient' })).message).toBe('Authorization header is missing');
    expect(refused(authenticate(await sign({ service: 's3' }), { mode: 'lenient' })).type).toBe(
      'InvalidSignatureException',
    );
    expect(refused(authenticate(await sign({ at: 0 }), { mode: 'lenient' })).message).toMatch(/^Signature expired/);
  });
});

describe('off', () => {
  const anonymous = { kind: 'anonymous', accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/touchstone' };

  test('lets everything in', async () => {
    const bare = { ...(await sign()), rawHeaders: [] };
    expect(accepted(authenticate(bare, { mode: 'off' }))).toMatchObject({ ...anonymous, region: 'us-east-1' });
    expect(accepted(authenticate(bare, { mode: 'off' }))).not.toHaveProperty('accessKeyId');
  });

  test('keeps what the request says of itself', async () => {
    const request = await sign({ accessKeyId: 'nobody', region: 'eu-west-1', service: 's3', at: 0 });
    const said = { ...anonymous, accessKeyId: 'nobody', region: 'eu-west-1' };
    expect(accepted(authenticate(request, { mode: 'off' }))).toMatchObject(said);
    const target = '/x?X-Amz-Credential=nobody%2F20150830%2Feu-west-1%2Fbedrock%2Faws4_request';
    expect(accepted(authenticate({ ...request, rawHeaders: [], target }, { mode: 'off' }))).toMatchObject(said);
  });
});

describe('authorize', () => {
  const caller = {
    ...accepted(
      authenticate({ protocol: '', method: '', target: '', rawHeaders: [], body: Buffer.alloc(0) }, { mode: 'off' }),
    ),
  };
  const arn = 'arn:aws:bedrock:us-east-1::foundation-model/a.b-v1:0';

  test("refuses in IAM's words", () => {
    const refusal = authorize({ ...caller, denied: ['bedrock:InvokeModel'] }, 'bedrock:InvokeModel', arn);
    expect(seen(refused(refusal!))).toEqual({
      status: 403,
      type: 'AccessDeniedException',
      messageKey: 'Message',
      origin: 'coral.service',
      closes: false,
      message:
        'User: arn:aws:iam::123456789012:user/touchstone is not authorized to perform: bedrock:InvokeModel on resource: ' +
        `${arn} because no identity-based policy allows the bedrock:InvokeModel action`,
    });
  });

  test('leaves the resource out where the action has none', () => {
    const refusal = authorize({ ...caller, denied: ['*'] }, 'bedrock:ListFoundationModels', undefined);
    expect(refused(refusal!).message).toBe(
      'User: arn:aws:iam::123456789012:user/touchstone is not authorized to perform: bedrock:ListFoundationModels ' +
        'because no identity-based policy allows the bedrock:ListFoundationModels action',
    );
  });

  test.each([
    ['bedrock:*', true],
    ['*', true],
    ['BEDROCK:invokemodel', true],
    ['bedrock:InvokeMode?', true],
    ['bedrock:Invoke', false],
    ['bedrock.InvokeModel', false],
    ['bedrock:InvokeModelWithResponseStream', false],
  ])('%s denies bedrock:InvokeModel: %s', (pattern, denies) => {
    const refusal = authorize({ ...caller, denied: ['sts:*', pattern] }, 'bedrock:InvokeModel', arn);
    expect(refusal !== undefined).toBe(denies);
  });
});

describe('options no request could match are refused with the cure', () => {
  const options = { mode: 'enforce', credentials: [AKIDEXAMPLE], bearerKeys: [] } as const;

  test.each([
    [{ credentials: [{ ...AKIDEXAMPLE, accessKeyId: '' }] }, 'access key id "" is empty'],
    [{ credentials: [{ ...AKIDEXAMPLE, accessKeyId: 'a/b' }] }, 'access key id "a/b" is empty or has a space, slash'],
    [{ credentials: [{ ...AKIDEXAMPLE, secretAccessKey: '' }] }, 'the secret access key of AKIDEXAMPLE is empty'],
    [
      { credentials: [{ ...AKIDEXAMPLE, sessionToken: '' }] },
      'the session token of AKIDEXAMPLE is empty; leave it out',
    ],
    [{ credentials: [{ ...AKIDEXAMPLE, expired: true }] }, 'only session tokens expire'],
    [{ bearerKeys: [{ token: 'sk-example-1' }] }, 'bearer key "sk-examp"… must begin with bedrock-api-key- or ABSK'],
    [{ regions: [] }, 'leave it out to allow every region'],
  ])('%j', (change, message) => {
    expect(() => createAuthenticator({ ...options, ...change })).toThrow(message);
    expect(() => createAuthenticator({ ...options, ...change })).toThrow(TypeError);
  });
});
