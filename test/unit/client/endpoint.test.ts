import { describe, expect, it } from 'vitest';
import { fillPath, requestUrl, resolveEndpoints } from '../../../src/client/endpoint.ts';

const of = (options: Parameters<typeof resolveEndpoints>[0], env = {}) => resolveEndpoints(options, env).of;

describe('the region', () => {
  it.each([
    ['the option', { region: 'eu-west-1' }, { AWS_REGION: 'us-west-2' }, 'eu-west-1'],
    ['AWS_REGION', {}, { AWS_REGION: 'us-west-2' }, 'us-west-2'],
    ['us-east-1', {}, { AWS_DEFAULT_REGION: 'us-west-2' }, 'us-east-1'],
    ['us-east-1 for an empty variable', {}, { AWS_REGION: '' }, 'us-east-1'],
  ])('is %s', (_what, options, env, region) => {
    expect(resolveEndpoints(options, env).region).toBe(region);
  });

  it.each(['us-east-1/evil.example', 'us east 1', '', 'us-east-1.evil.example', 7])(
    '%j is refused with the cure',
    (region) => {
      expect(() => resolveEndpoints({ region: region as string }, {})).toThrow(
        new TypeError(
          `${JSON.stringify(region)} is no AWS region: write one such as 'us-east-1', without a host or a path.`,
        ),
      );
    },
  );
});

describe('the endpoint', () => {
  it.each([
    ['the option', { endpoint: 'http://a' }, { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://b' }, 'http://a'],
    [
      'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
      {},
      { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://b', AWS_ENDPOINT_URL: 'http://c' },
      'http://b',
    ],
    ['AWS_ENDPOINT_URL', {}, { AWS_ENDPOINT_URL: 'http://c', ANTHROPIC_BEDROCK_BASE_URL: 'http://d' }, 'http://c'],
    ['ANTHROPIC_BEDROCK_BASE_URL', {}, { ANTHROPIC_BEDROCK_BASE_URL: 'http://d' }, 'http://d'],
    ["the region's own", { region: 'eu-west-1' }, {}, 'https://bedrock-runtime.eu-west-1.amazonaws.com'],
    ["that of China's partition", { region: 'cn-north-1' }, {}, 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'],
  ])('is %s', (_what, options, env, endpoint) => {
    expect(of(options, env)['bedrock-runtime']).toBe(endpoint);
  });

  it.each([
    ['http://h:1/base/path', 'http://h:1/base/path'],
    ['http://h:1/base/path/', 'http://h:1/base/path'],
    ['http://h:1/base//path', 'http://h:1/base/path'],
    ['http://h/', 'http://h'],
  ])('keeps its base path, without a slash at the end: %s', (endpoint, kept) => {
    expect(of({ endpoint })['bedrock-runtime']).toBe(kept);
  });

  it.each(['', 'localhost:7357', 'not a url', 'ftp://h', 'http://h?q=1', 'http://h#f', 'http://user:pw@h'])(
    '%j is refused with the cure',
    (endpoint) => {
      expect(() => of({ endpoint })).toThrow(
        `${JSON.stringify(endpoint)} is no endpoint: write a URL such as 'http://127.0.0.1:7357' or 'https://host/base/path'.`,
      );
    },
  );

  it.each([
    ['beside the runtime, as AWS has it', {}, {}, 'https://bedrock.us-east-1.amazonaws.com'],
    [
      'also for a FIPS endpoint',
      { endpoint: 'https://bedrock-runtime-fips.us-east-1.amazonaws.com' },
      {},
      'https://bedrock-fips.us-east-1.amazonaws.com',
    ],
    ['the same elsewhere', { endpoint: 'http://h/base' }, { AWS_ENDPOINT_URL_BEDROCK: 'http://b' }, 'http://h/base'],
    ['AWS_ENDPOINT_URL_BEDROCK', {}, { AWS_ENDPOINT_URL_BEDROCK: 'http://b' }, 'http://b'],
    ['the option', { endpoint: 'http://h', controlEndpoint: 'http://c' }, {}, 'http://c'],
  ])('of the control plane is %s', (_what, options, env, endpoint) => {
    expect(of(options, env).bedrock).toBe(endpoint);
  });
});

describe('a path', () => {
  it.each([
    ['anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-haiku-20240307-v1%3A0'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x',
      'arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x',
    ],
    ["a b%+ü()!*'", 'a%20b%25%2B%C3%BC%28%29%21%2A%27'],
    ['../x', '..%2Fx'],
  ])('has %s as one segment', (modelId, segment) => {
    const path = fillPath('/model/{modelId}/invoke', { modelId });
    expect(path).toBe(`/model/${segment}/invoke`);
    expect(decodeURIComponent(path.split('/')[2] as string)).toBe(modelId);
    expect(requestUrl('http://h', path, {}).pathname).toBe(path);
  });

  it.each(['', undefined, 7, null])('without a model id (%j) is refused with the cure', (modelId) => {
    expect(() => fillPath('/model/{modelId}/invoke', { modelId: modelId as string })).toThrow(
      "modelId is missing: write a model id such as 'anthropic.claude-3-haiku-20240307-v1:0', or an ARN.",
    );
  });

  it.each(['.', '..', 'a\ud800'])('with %j as model id is refused', (modelId) => {
    expect(() => fillPath('/model/{modelId}/invoke', { modelId })).toThrow(TypeError);
  });
});

describe('the URL of a request', () => {
  it.each([
    ['http://h', '/a', 'http://h/a'],
    ['http://h/base', '/a', 'http://h/base/a'],
    ['http://h/base', 'a', 'http://h/base/a'],
    ['http://h/base', 'https://other/a', 'https://other/a'],
  ])('%s and %s make %s', (base, path, url) => {
    expect(requestUrl(base, path, {}).href).toBe(url);
  });

  it.each([
    [{ a: 1, b: true, c: 'x' }, '?a=1&b=true&c=x'],
    [{ a: null, b: undefined }, ''],
    [{ a: ['x', 2, false] }, '?a=x%2C2%2Cfalse'],
    [{ a: { b: { c: 'd' }, e: 1 } }, '?a%5Bb%5D%5Bc%5D=d&a%5Be%5D=1'],
    [{ a: 'x y+z' }, '?a=x%20y%2Bz'],
    [{}, ''],
  ])('writes the query %j as %s', (query, search) => {
    expect(requestUrl('http://h', '/a', query).search).toBe(search);
  });

  it('keeps the query of an absolute URL', () => {
    expect(requestUrl('http://h', 'http://other/a?b=1', { c: 2 }).href).toBe('http://other/a?b=1&c=2');
  });
});
