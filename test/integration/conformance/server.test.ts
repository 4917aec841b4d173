/** The double as a server under test, and mutants of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_OPINIONS } from '../../../src/conformance/cases/server/clients.ts';
import { SERVER_CASES } from '../../../src/conformance/cases/server/index.ts';
import { conformServer, EndpointError } from '../../../src/conformance/server/index.ts';
import { type Bedrock, createBedrock } from '../../../src/mock-server/index.ts';
import { MUTANTS } from '../../mutants/server/mutants.ts';
import { API_KEY, SESSION } from '../../mutants/server/proxy.ts';
import { brokenBy } from '../../mutants/server/try-mutant.ts';

let bedrock: Bedrock;
beforeAll(async () => {
  bedrock = createBedrock({ regions: ['us-east-1'], credentials: [SESSION], bearerKeys: [{ token: API_KEY }] });
  await bedrock.listen();
});
afterAll(() => bedrock.close());

describe('the double', () => {
  test('passes every case at every place, and none is skipped', { timeout: 60_000 }, async () => {
    const results = await conformServer({ endpoint: bedrock.url, session: SESSION, apiKey: API_KEY, control: 'self' });
    const other = results.filter(({ verdict, case: one }) => verdict !== (one.level === 'INFO' ? 'INFO' : 'PASS'));
    expect(other.map(({ run, reason }) => `${run}: ${reason}`)).toEqual([]);
    expect(new Set(results.map(({ case: one }) => one.slug)).size).toBe(SERVER_CASES.length + CLIENT_OPINIONS.length);
    expect(results.flatMap(({ findings }) => findings).every(({ holds }) => holds)).toBe(true);
  });

  test('leaves no sandbox behind, and shows no secret', async () => {
    const results = await conformServer({
      endpoint: bedrock.url,
      session: SESSION,
      apiKey: API_KEY,
      control: 'self',
      cases: ['s/auth-*', 's/g-fold-equals-converse'],
    });
    const told = JSON.stringify(results);
    expect(told).not.toContain(SESSION.sessionToken);
    expect(told).not.toContain(API_KEY);
    expect(told).not.toContain(SESSION.secretAccessKey);
    const { sandboxes } = (await (await bedrock.fetch(`${bedrock.url}/_touchstone/sandboxes`)).json()) as {
      sandboxes: { name: string }[];
    };
    expect(sandboxes.filter(({ name }) => name.startsWith('conformance-'))).toEqual([]);
  });

  test('is skipped where it lacks a capability, and untestable where its control API fails', async () => {
    const [skipped] = await conformServer({ endpoint: bedrock.url, cases: ['s/err-throttle@Converse,http1'] });
    expect(skipped).toMatchObject({ verdict: 'SKIP', findings: [] });
    expect(skipped!.reason).toContain('scripting');
    const control = { url: 'http://127.0.0.1:1' };
    const [untestable] = await conformServer({
      endpoint: bedrock.url,
      control,
      cases: ['s/err-throttle@Converse,http1'],
    });
    expect(untestable!.verdict).toBe('UNTESTABLE');
  });

  test('fails nothing that can be tried without scripting', async () => {
    const results = await conformServer({ endpoint: bedrock.url });
    const other = results.filter(({ verdict }) => !['PASS', 'INFO', 'SKIP'].includes(verdict));
    expect(other.map(({ run, reason }) => `${run}: ${reason}`)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'PASS').length).toBeGreaterThan(150);
  });

  test.each([
    ['amazon.nova-lite-v1:0', ['CountTokens']],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', []],
  ] as const)('passes as %s', { timeout: 60_000 }, async (model, without) => {
    const options = { session: SESSION, apiKey: API_KEY, control: 'self', http: ['http1'], without } as const;
    const results = await conformServer({ endpoint: bedrock.url, model, ...options });
    const other = results.filter(({ verdict }) => !['PASS', 'INFO', 'SKIP'].includes(verdict));
    expect(other.map(({ run, reason }) => `${run}: ${reason}`)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'PASS').length).toBeGreaterThan(120);
  });

  test('is asked with the API key as well, where there is one', async () => {
    const options = { endpoint: bedrock.url, http: ['http1'], cases: ['s/st-crc-length'] } as const;
    const results = await conformServer({ ...options, apiKey: API_KEY });
    expect(results.map(({ run, verdict }) => `${verdict} ${run}`)).toEqual([
      'PASS s/st-crc-length@InvokeModelWithResponseStream,http1',
      'PASS s/st-crc-length@InvokeModelWithResponseStream,http1,bearer',
      'PASS s/st-crc-length@ConverseStream,http1',
      'PASS s/st-crc-length@ConverseStream,http1,bearer',
    ]);
    const schemes = results.map(
      ({ evidence }) => evidence.exchanges?.[0]?.headers.find(([name]) => name === 'Authorization')?.[1].split(' ')[0],
    );
    expect(schemes).toEqual(['AWS4-HMAC-SHA256', 'Bearer', 'AWS4-HMAC-SHA256', 'Bearer']);
    expect(await conformServer(options)).toHaveLength(2);
  });

  test('is what other clients say of it', async () => {
    const cases = ['s/client-*'];
    const results = await conformServer({ endpoint: bedrock.url, control: 'self', cases });
    expect(new Set(results.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
      new Set(['PASS: touchstone-client accepts it', 'PASS: aws-sdk-js accepts it']),
    );
    expect(results.map(({ axes }) => `${axes['http']} ${axes['client']}`)).toEqual(
      expect.arrayContaining([
        'http1 touchstone-client',
        'http2 touchstone-client',
        'http1 aws-sdk-js',
        'http2 aws-sdk-js',
      ]),
    );
    const [untestable] = await conformServer({ endpoint: bedrock.url, control: { url: 'http://127.0.0.1:1' }, cases });
    expect(untestable).toMatchObject({ verdict: 'UNTESTABLE' });
    const frozen = await conformServer({ endpoint: bedrock.url, cases: ['s/client-error'], profile: '2026-11-21' });
    expect(frozen).toHaveLength(16);
    await expect(conformServer({ endpoint: bedrock.url, profile: '1999-01-01' })).rejects.toThrow(
      'there is no profile',
    );
  });

  test('over TLS passes too', async () => {
    await using secure = createBedrock({ tls: true, regions: ['us-east-1'] });
    await secure.listen();
    const ca = await certificateOf(secure.url);
    const results = await conformServer({
      endpoint: secure.url,
      ca,
      cases: ['s/routes', 's/st-*', 's/auth-authority'],
    });
    const other = results.filter(({ verdict }) => verdict !== 'PASS' && verdict !== 'SKIP');
    expect(other.map(({ run, reason }) => `${run}: ${reason}`)).toEqual([]);
    expect(
      results.filter(({ axes, verdict }) => axes['http'] === 'http2' && verdict === 'PASS').length,
    ).toBeGreaterThan(8);
  });
});

test('an endpoint where nobody answers is none', async () => {
  await expect(conformServer({ endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(EndpointError);
});

describe('mutants', () => {
  test.each(MUTANTS)('$name is found: it $about', async (mutant) => {
    expect(await brokenBy(mutant, mutant.breaks)).toEqual(mutant.breaks);
  });

  test('are over 50, and each case is broken by one', () => {
    const found = new Set(MUTANTS.flatMap(({ breaks }) => breaks));
    expect([...SERVER_CASES, ...CLIENT_OPINIONS].map(({ slug }) => slug).filter((slug) => !found.has(slug))).toEqual(
      [],
    );
    expect(MUTANTS.length).toBeGreaterThan(50);
  });
});

/** As it is presented: what the double makes on the spot signs itself. */
async function certificateOf(url: string): Promise<string> {
  const { connect } = await import('node:tls');
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const der = socket.getPeerCertificate().raw.toString('base64');
      socket.destroy();
      resolve(`-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
    }).on('error', reject);
  });
}
