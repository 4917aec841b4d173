import { describe, expect, test } from 'vitest';
// @ts-expect-error the published suite has no types
import * as npmSuite from 'sigv4-suite/dist-cjs/suite.fixture.js';
import { canonicalPath } from '../../../../src/mock-server/auth/canonical-path.ts';
import { canonicalRequest, canonicalText } from '../../../../src/mock-server/auth/canonical-request.ts';
import { escapePath } from '../../../../src/mock-server/auth/escaping.ts';
import { headerLines } from '../../../../src/mock-server/auth/header-lines.ts';
import { signingKey } from '../../../../src/mock-server/auth/signing-keys.ts';
import { stringToSign } from '../../../../src/mock-server/auth/string-to-sign.ts';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';
import { accepted, AKIDEXAMPLE, authenticate, refused, wireRequest } from './support.ts';

interface Vector {
  readonly id: string;
  readonly context: {
    readonly normalize: boolean;
    readonly credentials: { readonly token?: string };
    readonly omit_session_token?: boolean;
  };
  readonly 'header-canonical-request': string;
  readonly 'header-string-to-sign': string;
  readonly 'header-signature': string;
  readonly 'header-signed-request': string;
  readonly 'query-canonical-request': string;
  readonly 'query-string-to-sign': string;
  readonly 'query-signature': string;
  readonly 'query-signed-request': string;
}

const SCOPE = { date: '20150830', region: 'us-east-1', service: 'service', terminator: 'aws4_request' };
const OCCASION = { timestamp: '20150830T123600Z', scope: SCOPE };
const VARIANTS = ['header', 'query'] as const;

describe.skipIf(!hasShared)(`the signing test suite of awslabs/aws-c-auth${WITHOUT_SHARED}`, () => {
  const vectors = hasShared ? (JSON.parse(readShared('vectors/sigv4-v4.json')) as Vector[]) : [];

  test('has 38 cases, 7 of which are for services that do not normalise paths', () => {
    expect(vectors).toHaveLength(38);
    expect(vectors.filter(({ context }) => !context.normalize)).toHaveLength(7);
  });

  for (const vector of vectors) {
    test.each(VARIANTS)(`${vector.id}, signed in its %s`, (variant) => {
      const request = parse(vector[`${variant}-signed-request`]);
      const signedHeaders = vector[`${variant}-canonical-request`].split('\n').at(-2)!;
      const payloadHash = vector[`${variant}-canonical-request`].split('\n').at(-1)!;
      const read = canonicalRequest(request, { lines: headerLines(request.rawHeaders), signedHeaders, payloadHash });
      // Bedrock's path is normalised; the last step alone is what the other services do.
      const canonical = vector.context.normalize ? read : { ...read, path: escapePath(request.target.split('?')[0]!) };
      // The presigned variant of this one adds the token after signing, which Bedrock's clients never do.
      const query = vector.context.omit_session_token ? withoutToken(canonical.query) : canonical.query;
      const toSign = stringToSign(OCCASION, { ...canonical, query });
      expect(canonicalText({ ...canonical, query })).toBe(vector[`${variant}-canonical-request`]);
      expect(toSign).toBe(vector[`${variant}-string-to-sign`]);
      expect(ourKey().signed(toSign, vector[`${variant}-signature`])).toBe(true);
    });
  }

  const whole = vectors.filter(({ context }) => context.normalize);
  for (const vector of whole) {
    const variants = vector.context.omit_session_token ? VARIANTS.slice(0, 1) : VARIANTS;
    test.each(variants)(`${vector.id}, signed in its %s, is let in and with another signature is not`, (variant) => {
      const text = vector[`${variant}-signed-request`];
      const { token } = vector.context.credentials;
      const options = {
        signingName: 'service',
        credentials: [{ ...AKIDEXAMPLE, ...(token && { sessionToken: token }) }],
      };
      expect(accepted(authenticate(parse(text), options)).accessKeyId).toBe('AKIDEXAMPLE');
      const other = text.replaceAll(vector[`${variant}-signature`], 'f'.repeat(64));
      expect(refused(authenticate(parse(other), options)).type).toBe('InvalidSignatureException');
    });
  }
});

interface NpmVector {
  readonly name: string;
  readonly request: {
    method: string;
    path: string;
    query: Record<string, string>;
    headers: Record<string, string>;
    body?: string;
  };
  readonly authorization: string;
}

describe('the signing test suite in @aws-sdk/signature-v4@3.58.0', () => {
  const vectors = npmSuite.requests as NpmVector[];

  test('has 24 cases', () => expect(vectors).toHaveLength(24));

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { request, authorization }) => {
    const query = Object.entries(request.query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const target =
      [request.path, ...query.slice(0, 1)].join('?') +
      query
        .slice(1)
        .map((pair) => `&${pair}`)
        .join('');
    const rawHeaders = Object.entries({ ...request.headers, authorization }).flat();
    const wire = {
      ...request,
      protocol: 'HTTP/1.1',
      target: bytes(target),
      rawHeaders,
      body: Buffer.from(request.body ?? ''),
    };
    const sessionToken = request.headers['x-amz-security-token'];
    const credentials = [{ ...AKIDEXAMPLE, ...(sessionToken !== undefined && { sessionToken }) }];
    expect(accepted(authenticate(wire, { signingName: 'service', credentials })).accessKeyId).toBe('AKIDEXAMPLE');
  });
});

test('a path is normalised, encoded once more and never decoded', () => {
  expect(canonicalPath('/model/a.b-v2%3A0/invoke')).toBe('/model/a.b-v2%253A0/invoke');
  expect(canonicalPath('/model/arn:aws:bedrock%2Fx/invoke')).toBe('/model/arn%3Aaws%3Abedrock%252Fx/invoke');
  expect(canonicalPath('/_sandbox/t1//model/./x/../y')).toBe('/_sandbox/t1/model/y');
});

function parse(text: string): WireRequest {
  // A header value may go on in the next line, indented; HTTP parsers hand it over as one.
  return wireRequest(bytes(text.replace(/\n +/g, ' ')));
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function ourKey() {
  return signingKey(AKIDEXAMPLE.secretAccessKey, SCOPE);
}

function withoutToken(query: string): string {
  return query.replace(/&X-Amz-Security-Token=[^&]*/, '');
}
