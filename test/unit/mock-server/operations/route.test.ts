import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { resolveRoute } from '../../../../src/mock-server/operations/route.ts';
import { splitTarget } from '../../../../src/mock-server/sandbox.ts';

function route(method: string, target: string, body = '') {
  const { path, query } = splitTarget(target);
  const request: WireRequest = { protocol: 'HTTP/1.1', method, target, rawHeaders: [], body: Buffer.from(body) };
  const found = resolveRoute(request, path, query);
  return found && [found.operation.name, found.label];
}

const ARN = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-5-sonnet-20241022-v2:0';

describe('requests as real clients send them', () => {
  test.each([
    ['POST', '/model/anthropic.claude-v2%3A1/invoke', 'InvokeModel', 'anthropic.claude-v2:1'],
    ['POST', '/model/anthropic.claude-v2:1/invoke', 'InvokeModel', 'anthropic.claude-v2:1'],
    ['POST', `/model/${encodeURIComponent(ARN)}/converse`, 'Converse', ARN],
    ['POST', `/model/${ARN.replace('/', '%2F')}/converse-stream`, 'ConverseStream', ARN],
    ['POST', '/model/a.b/invoke-with-response-stream?x=1', 'InvokeModelWithResponseStream', 'a.b'],
    ['POST', '/_sandbox/one/model/a.b/count-tokens', 'CountTokens', 'a.b'],
    ['GET', '/foundation-models?byProvider=anthropic', 'ListFoundationModels', ''],
    ['GET', '/foundation-models/anthropic.claude-v2', 'GetFoundationModel', 'anthropic.claude-v2'],
    ['GET', '/inference-profiles', 'ListInferenceProfiles', ''],
    ['GET', `/inference-profiles/${encodeURIComponent(ARN)}`, 'GetInferenceProfile', ARN],
    ['POST', '/guardrail/abc/version/DRAFT/apply', 'ApplyGuardrail', 'abc'],
    ['GET', '/async-invoke', 'ListAsyncInvokes', ''],
    ['POST', '/async-invoke', 'StartAsyncInvoke', ''],
  ])('%s %s is %s', (method, target, operation, label) => {
    expect(route(method, target)).toEqual([operation, label]);
  });

  test('STS is told by its form', () => {
    expect(route('POST', '/', 'Action=GetCallerIdentity&Version=2011-06-15')).toEqual(['GetCallerIdentity', '']);
    expect(route('POST', '/_sandbox/x', 'Action=GetCallerIdentity&Version=2011-06-15')).toEqual([
      'GetCallerIdentity',
      '',
    ]);
    expect(route('GET', '/?Action=GetCallerIdentity')).toEqual(['GetCallerIdentity', '']);
  });
});

describe('what names no operation', () => {
  test.each([
    ['POST', `/model/${ARN}/invoke`],
    ['GET', '/model/a.b/invoke'],
    ['POST', '/model//invoke'],
    ['POST', '/model/a.b/invoke/'],
    ['POST', '/v1/messages'],
    ['POST', '/_sandbox/no%20name/model/a.b/invoke'],
    ['POST', '/'],
  ])('%s %s', (method, target) => {
    expect(route(method, target)).toBeUndefined();
  });
});

test('an escape that is none stands for itself', () => {
  expect(route('POST', '/model/%E0%A4%A/invoke')).toEqual(['InvokeModel', '%E0%A4%A']);
});
