import { describe, expect, test } from 'vitest';
import { createBedrock } from '../../../../src/mock-server/index.ts';
import { createSigner } from '../../../../src/recordings/record/identity.ts';
import { toOutbound } from '../../../../src/recordings/record/outbound.ts';
import { regionOf } from '../../../../src/recordings/record/region.ts';
import type { ServiceName } from '../../../../src/wire/operations.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const UPSTREAM = 'https://bedrock-runtime.us-east-1.amazonaws.com';

const signer = createSigner({ region: 'us-east-1', env: {}, clock: () => NOW, credentials: CREDENTIALS });

interface Parts {
  readonly upstream?: string;
  readonly service?: ServiceName;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

function outbound({ upstream = UPSTREAM, body = '{}', ...parts }: Parts) {
  const request = { service: 'bedrock-runtime', method: 'POST', target: '/x', headers: [], ...parts } as const;
  const signing = { upstream: new URL(upstream), authoriser: signer.authoriser, now: NOW };
  return toOutbound({ ...request, body: Buffer.from(body) }, signing);
}

describe('what goes on to the service', () => {
  test('its host, the client’s own headers as they were, and a signature in place of the client’s', async () => {
    const { headers, target } = await outbound({
      target: '/model/a%3A0/invoke?X-Amz-Signature=a&other=1&X-Amz-Date=b',
      headers: [
        ['Host', '127.0.0.1:7357'],
        ['User-Agent', 'sdk'],
        ['X-Amzn-Bedrock-Trace', 'ENABLED'],
        ['accept', 'a'],
        ['Accept', 'b'],
        ['Accept-Encoding', 'gzip'],
        ['Connection', 'close'],
        ['authorization', 'AWS4-HMAC-SHA256 Credential=test/…'],
        ['X-Amz-Security-Token', 'token'],
        ['Content-Length', '2'],
      ],
    });
    expect(target).toBe('/model/a%3A0/invoke?other=1');
    expect(headers.slice(0, 8).join(' ')).toBe(
      'Host bedrock-runtime.us-east-1.amazonaws.com User-Agent sdk X-Amzn-Bedrock-Trace ENABLED accept a, b',
    );
    const names = headers.filter((_, i) => i % 2 === 0).slice(4);
    expect(names).toEqual(['x-amz-content-sha256', 'x-amz-date', 'authorization', 'Content-Length']);
    expect(headers.join(' ')).toMatch(
      /SignedHeaders=accept;host;x-amz-content-sha256;x-amz-date;x-amzn-bedrock-trace, Signature=[0-9a-f]{64}/,
    );
  });

  test.each([
    ['/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse'],
    ['/model/anthropic.claude-3-haiku-20240307-v1:0/converse'],
    ['/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-lite-v1%3A0/converse'],
  ])('the double verifies its signature: %s', async (target) => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
    const sent = await outbound({ target, body, headers: [['Content-Type', 'application/json']] });
    const bedrock = createBedrock({ clock: () => NOW });
    const pairs = sent.headers.flatMap((name, i) => (i % 2 === 0 ? [[name, sent.headers[i + 1] ?? ''] as const] : []));
    const headers = Object.fromEntries(pairs.filter(([name]) => name !== 'Content-Length'));
    const response = await bedrock.fetch(sent.origin.origin + sent.target, { method: 'POST', body, headers });
    expect([response.status, bedrock.journal.last?.caller?.accessKeyId]).toEqual([200, 'AKIDEXAMPLE']);
  });

  test.each([
    [UPSTREAM, 'sts', 'https://sts.us-east-1.amazonaws.com', '/us-east-1/sts/aws4_request'],
    [UPSTREAM, 'bedrock', 'https://bedrock.us-east-1.amazonaws.com', '/us-east-1/bedrock/aws4_request'],
    [
      'https://bedrock-runtime-fips.us-east-1.amazonaws.com',
      'bedrock',
      'https://bedrock-fips.us-east-1.amazonaws.com',
      '',
    ],
    ['http://127.0.0.1:4566', 'sts', 'http://127.0.0.1:4566', ''],
  ] as const)('from %s calls of %s go to %s', async (upstream, service, origin, scope) => {
    const sent = await outbound({ upstream, service });
    expect([sent.origin.origin, sent.headers.join(' ')]).toEqual([origin, expect.stringContaining(scope)]);
  });

  test('a path of the upstream stands before', async () => {
    expect((await outbound({ upstream: 'https://gateway.example/aws/', target: '/model/x/invoke' })).target).toBe(
      '/aws/model/x/invoke',
    );
  });

  test('a GET has no length', async () => {
    const { headers } = await outbound({ service: 'bedrock', method: 'GET', target: '/foundation-models', body: '' });
    expect(headers).not.toContain('Content-Length');
  });
});

describe('the region to sign for', () => {
  test.each([
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'us-east-1'],
    ['https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['https://bedrock-runtime.eu-central-1.api.aws', 'eu-central-1'],
    ['https://vpce-0a1b-c2d3.bedrock-runtime.ap-northeast-1.vpce.amazonaws.com', 'ap-northeast-1'],
    ['https://gateway.example', 'eu-west-3'],
  ])('%s: %s', (url, region) => {
    expect(regionOf(new URL(url), undefined, { AWS_REGION: 'eu-west-3' })).toBe(region);
  });

  test('what was given goes before all', () => {
    expect(regionOf(new URL(UPSTREAM), 'us-west-2', {})).toBe('us-west-2');
  });
});
