import { getToken } from '@aws/bedrock-token-generator';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authorize } from '../../../../src/mock-server/auth/index.ts';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { accepted, AKIAIOSFODNN7EXAMPLE, AKIDEXAMPLE, authenticate, NOW, refused, seen } from './support.ts';

const HOUR = 3_600_000;
const LONG_TERM = { token: 'ABSKexample' };

function bearing(token: string): WireRequest {
  const rawHeaders = ['Host', '127.0.0.1:7357', 'Authorization', `Bearer ${token}`];
  return { protocol: 'HTTP/1.1', method: 'POST', target: '/model/m/converse', rawHeaders, body: Buffer.from('{}') };
}

function refusal(message: string) {
  const common = {
    status: 403,
    type: 'AccessDeniedException',
    messageKey: 'Message',
    origin: 'coral.service',
    closes: false,
  };
  return { ...common, message };
}

const PREFIX = refusal('Invalid API Key format: Must start with pre-defined prefix');
const INVALID = refusal('Authentication failed: Please make sure your API Key is valid.');
const EXPIRED = refusal('Bearer Token has expired');

describe('short-term keys, made by @aws/bedrock-token-generator', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const generate = (change: Record<string, unknown> = {}) =>
    getToken({ credentials: AKIDEXAMPLE, region: 'us-west-2', ...change });

  test('is let in as the identity whose credentials signed it', async () => {
    const caller = accepted(authenticate(bearing(await generate())));
    expect(caller).toMatchObject({ kind: 'bearer', accessKeyId: 'AKIDEXAMPLE', region: 'us-west-2' });
  });

  test('lives twelve hours, to the millisecond', async () => {
    const request = bearing(await generate());
    expect(accepted(authenticate(request, { nowMs: NOW + 12 * HOUR - 1 })).kind).toBe('bearer');
    expect(seen(refused(authenticate(request, { nowMs: NOW + 12 * HOUR })))).toEqual(EXPIRED);
  });

  test('lives as long as it says', async () => {
    const request = bearing(await generate({ expiresInSeconds: 60 }));
    expect(seen(refused(authenticate(request, { nowMs: NOW + 60_000 })))).toEqual(EXPIRED);
  });

  test('carries the session token of temporary credentials', async () => {
    const temporary = { ...AKIDEXAMPLE, sessionToken: 'TOK/EN+==' };
    const request = bearing(await generate({ credentials: temporary }));
    expect(accepted(authenticate(request, { credentials: [temporary] })).kind).toBe('bearer');
    expect(seen(refused(authenticate(request)))).toEqual(INVALID);
  });

  test.each([
    ['signed with another secret', { credentials: { ...AKIDEXAMPLE, secretAccessKey: 'another' } }],
    ['of an unknown access key', { credentials: AKIAIOSFODNN7EXAMPLE }],
    ['for another region', { region: 'eu-west-1' }],
  ])('%s', async (_, change) => {
    const regions = ['us-west-2'];
    expect(seen(refused(authenticate(bearing(await generate(change)), { regions })))).toEqual(INVALID);
  });

  test('with any one character changed', async () => {
    const token = await generate({ expiresInSeconds: 3600 });
    const url = Buffer.from(token.slice('bedrock-api-key-'.length), 'base64').toString();
    for (const [from, to] of [
      ['us-west-2', 'us-west-1'],
      ['Expires=3600', 'Expires=3601'],
      ['bedrock.amazonaws.com', 'bedrocl.amazonaws.com'],
      ['20150830T123600Z', '20150830T123601Z'],
      ['CallWithBearerToken', 'CallWithBearerTokem'],
    ] as const) {
      expect(url).toContain(from);
      const changed = `bedrock-api-key-${Buffer.from(url.replace(from, to)).toString('base64')}`;
      expect(seen(refused(authenticate(bearing(changed))))).toEqual(INVALID);
    }
  });

  test.each([
    ['of more than twelve hours', 'X-Amz-Expires=43200', 'X-Amz-Expires=43201'],
    ['of no time', 'X-Amz-Expires=43200', 'X-Amz-Expires=0'],
    ['of another action', 'CallWithBearerToken', 'InvokeModel'],
    ['without its time', 'X-Amz-Date=20150830T123600Z', 'X-Amz-Date=now'],
  ])('%s is invalid even in lenient mode', async (_, from, to) => {
    const url = Buffer.from((await generate()).slice('bedrock-api-key-'.length), 'base64').toString();
    expect(url).toContain(from);
    const changed = `bedrock-api-key-${Buffer.from(url.replace(from, to)).toString('base64')}`;
    expect(seen(refused(authenticate(bearing(changed), { mode: 'lenient' })))).toEqual(INVALID);
  });

  test.each(['', '!!!', Buffer.from('bedrock.amazonaws.com/').toString('base64')])(
    'that is no presigned call: %s',
    (rest) => {
      expect(seen(refused(authenticate(bearing(`bedrock-api-key-${rest}`))))).toEqual(INVALID);
    },
  );

  test('of an identity that may not use keys', async () => {
    const credentials = [{ ...AKIDEXAMPLE, denied: ['bedrock:CallWith*'] }];
    expect(refused(authenticate(bearing(await generate()), { credentials })).message).toBe(
      'User: arn:aws:iam::123456789012:user/touchstone is not authorized to perform: bedrock:CallWithBearerToken on ' +
        'resource: * because no identity-based policy allows the bedrock:CallWithBearerToken action',
    );
  });

  test('in lenient mode form and expiry still count', async () => {
    const request = bearing(await generate({ credentials: AKIAIOSFODNN7EXAMPLE }));
    expect(accepted(authenticate(request, { mode: 'lenient' })).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(seen(refused(authenticate(request, { mode: 'lenient', nowMs: NOW + 12 * HOUR })))).toEqual(EXPIRED);
    expect(seen(refused(authenticate(bearing('bedrock-api-key-x'), { mode: 'lenient' })))).toEqual(INVALID);
  });
});

describe('long-term keys', () => {
  test('are looked up', () => {
    const caller = accepted(authenticate(bearing('ABSKexample'), { bearerKeys: [LONG_TERM] }));
    expect(caller).toEqual({
      kind: 'bearer',
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/touchstone',
      userId: 'AIDACKCEVSQ6C2EXAMPLE',
      region: 'us-east-1',
      denied: [],
    });
  });

  test('stand for an identity and a region of their own', () => {
    const arn = 'arn:aws:iam::111122223333:user/BedrockAPIKey-abcd';
    const bearerKeys = [{ ...LONG_TERM, region: 'eu-west-1', accountId: '111122223333', arn }];
    const caller = accepted(authenticate(bearing('ABSKexample'), { bearerKeys }));
    expect(caller).toMatchObject({ accountId: '111122223333', arn, region: 'eu-west-1' });
  });

  test('are refused where they are unknown, but in lenient mode let in', () => {
    expect(seen(refused(authenticate(bearing('ABSKother'), { bearerKeys: [LONG_TERM] })))).toEqual(INVALID);
    expect(accepted(authenticate(bearing('ABSKother'), { mode: 'lenient' })).kind).toBe('bearer');
  });

  test('are refused in another region', () => {
    const options = { bearerKeys: [{ ...LONG_TERM, region: 'eu-west-1' }], regions: ['us-east-1'] };
    expect(seen(refused(authenticate(bearing('ABSKexample'), options)))).toEqual(INVALID);
  });

  test('expire', () => {
    const bearerKeys = [{ ...LONG_TERM, expiresAt: NOW }];
    expect(accepted(authenticate(bearing('ABSKexample'), { bearerKeys, nowMs: NOW - 1 })).kind).toBe('bearer');
    expect(seen(refused(authenticate(bearing('ABSKexample'), { bearerKeys })))).toEqual(EXPIRED);
  });
});

test.each(['sk-ant-example', '', 'bedrock-api-key', 'abskexample'])('«%s» has no known prefix', (token) => {
  expect(seen(refused(authenticate(bearing(token))))).toEqual(PREFIX);
  expect(seen(refused(authenticate(bearing(token), { mode: 'lenient' })))).toEqual(PREFIX);
});

test('the scheme is written in any case', () => {
  const rawHeaders = ['authorization', 'bearer  ABSKexample'];
  const caller = accepted(authenticate({ ...bearing(''), rawHeaders }, { bearerKeys: [LONG_TERM] }));
  expect(authorize(caller, 'bedrock:InvokeModel', '*')).toBeUndefined();
});
