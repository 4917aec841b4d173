/** What drivers are told to call: https:// where they can, and no path where they cannot keep one. */
import { request as httpsRequest } from 'node:https';
import { expect, test } from 'vitest';
import { conformClient, type DriverFunction, inProcess, type RunRequest } from '../../../src/conformance/index.ts';

const seen: RunRequest[] = [];

/** Sends an API key, and nothing but over TLS. */
const careful: DriverFunction = {
  name: 'careful',
  version: '1',
  capabilities: ['InvokeModel', 'http1', 'tls', 'sigv4', 'bearer'],
  async run(request) {
    seen.push(request);
    if (!request.endpoint.startsWith('https:')) return { error: { message: 'API keys want https://' } };
    await post(request);
    return {};
  },
};

function post({ endpoint, ca, apiKey, input: { modelId, body } }: RunRequest): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(`${endpoint}/model/${modelId}/invoke`, { method: 'POST', headers, ca }, (response) =>
      response.resume().on('end', resolve),
    );
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

test('API keys go over TLS, all else does not', async () => {
  const only = ['sig/bearer', 'req/routes'];
  const { results } = await conformClient({ driver: inProcess(careful), only, smoke: false });
  const verdicts = results.map(({ run, verdict }) => [run, verdict]).filter(([, verdict]) => verdict !== 'SKIP');
  expect(verdicts).toEqual([
    ['sig/bearer@InvokeModel,http1,bearer', 'PASS'],
    ['req/routes@InvokeModel,http1', 'FAIL'],
  ]);
  expect(seen.find(({ apiKey }) => apiKey !== undefined)?.ca).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(seen.find(({ run }) => run.startsWith('req/'))).not.toHaveProperty('ca');
});

test('a client that does not keep the path of its endpoint has a port for each run', async () => {
  const endpoints: string[] = [];
  const pathless: DriverFunction = {
    ...careful,
    without: ['endpoint-paths'],
    async run({ endpoint, input }) {
      endpoints.push(endpoint);
      await fetch(`${new URL(endpoint).origin}/model/${input.modelId}/invoke`, { method: 'POST', body: '{}' });
      return {};
    },
  };
  const only = ['req/routes', 'err/type-header', 'req/endpoint-base-path'];
  const { results } = await conformClient({ driver: inProcess(pathless), only, smoke: false });
  const tried = results.filter(({ verdict }) => verdict !== 'SKIP');
  expect(tried.map(({ run, evidence }) => [run, evidence.exchanges?.map(({ target }) => target)])).toEqual([
    ['req/routes@InvokeModel,http1', ['/model/us.anthropic.claude-sonnet-4-6/invoke']],
    ['err/type-header@InvokeModel,http1', ['/model/us.anthropic.claude-sonnet-4-6/invoke']],
  ]);
  expect(endpoints.filter((endpoint) => /^http:\/\/127\.0\.0\.1:\d+$/.test(endpoint))).toHaveLength(2);
  expect(new Set(endpoints).size).toBe(2);
});
