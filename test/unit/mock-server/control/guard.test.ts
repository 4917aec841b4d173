import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Bindings, Env } from '../../../../src/mock-server/app.ts';
import { createGuard } from '../../../../src/mock-server/control/guard.ts';

interface From {
  readonly remote?: string;
  readonly local?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as a socket would bring it. */
async function knock({ remote = '127.0.0.1', local = '127.0.0.1', headers = {} }: From, token?: string) {
  const app = new Hono<Env>().use('*', createGuard(token)).get('/', (c) => c.text('in'));
  const socket = { remoteAddress: remote, localAddress: local };
  const incoming = { socket, headers: { host: '127.0.0.1:7357', ...headers } } as unknown as NonNullable<
    Bindings['incoming']
  >;
  const response = await app.fetch(new Request('http://127.0.0.1:7357/', { headers: withoutPseudo(headers) }), {
    incoming,
  });
  return { status: response.status, said: await response.text(), challenge: response.headers.get('www-authenticate') };
}

function withoutPseudo(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
}

test.each([
  [{}],
  [{ remote: '::1', local: '::1', headers: { host: '[::1]:7357' } }],
  [{ remote: '::ffff:127.0.0.1', local: '::ffff:127.0.0.1', headers: { host: 'localhost:7357' } }],
  [{ remote: '127.8.8.8', headers: { host: 'LOCALHOST' } }],
  [{ headers: { host: '127.1.2.3' } }],
  [{ remote: '192.168.1.5', local: '192.168.1.5', headers: { host: '192.168.1.5:7357' } }],
  [{ remote: 'fe80::1', local: 'fe80::1', headers: { host: '[fe80::1]:7357' } }],
  [{ headers: { host: '127.0.0.1:7357', ':authority': '127.0.0.1:7357' } }],
  [{ headers: { origin: 'http://127.0.0.1:7357', 'sec-fetch-site': 'same-origin' } }],
  [{ headers: { 'sec-fetch-site': 'none' } }],
])('lets programs of this machine in: %j', async (from: From) => {
  expect(await knock(from)).toMatchObject({ status: 200, said: 'in' });
});

test.each([
  [
    { remote: '192.168.1.9', local: '192.168.1.5' },
    /obeys only programs on the machine it runs on, and this comes from 192\.168\.1\.9/,
  ],
  [{ remote: '::ffff:10.0.0.2', local: '::ffff:10.0.0.1' }, /this comes from 10\.0\.0\.2/],
  [{ headers: { host: 'evil.example' } }, /The Host header says \\"evil\.example\\", which is no name of this machine/],
  [{ headers: { host: '127.0.0.1.evil.example' } }, /no name of this machine/],
  [{ headers: { host: 'localhost.evil.example:7357' } }, /no name of this machine/],
  [{ headers: { host: '192.168.1.5' } }, /no name of this machine/],
  [{ headers: { host: 'localhost', ':authority': 'evil.example' } }, /no name of this machine/],
  [{ headers: { origin: 'https://evil.example' } }, /A web page of another origin \(https:\/\/evil\.example\)/],
  [{ headers: { origin: 'http://127.0.0.1:3000' } }, /A web page of another origin/],
  [{ headers: { origin: 'null' } }, /A web page of another origin/],
  [{ headers: { 'sec-fetch-site': 'cross-site' } }, /A web page of another origin/],
  [{ headers: { 'sec-fetch-site': 'same-site' } }, /A web page of another origin/],
])('keeps others out, and says what to do: %j', async (from: From, message) => {
  const { status, said } = await knock(from);
  expect({ status, said }).toEqual({ status: 403, said: expect.stringMatching(message) });
  expect(said).toContain('--control-token');
});

test('a token opens it to whoever bears it, from wherever', async () => {
  const headers = { authorization: 'Bearer s3cret', host: 'touchstone:7357', origin: 'https://elsewhere.example' };
  expect(await knock({ remote: '10.0.0.2', local: '10.0.0.1', headers }, 's3cret')).toMatchObject({ status: 200 });
});

test.each([
  [{}, 'The control token is missing.'],
  [{ authorization: 'Bearer s3cres' }, 'The control token is not the one the server was given.'],
  [{ authorization: 'Bearer s3cret x' }, 'The control token is not the one the server was given.'],
  [{ authorization: 'Basic s3cret' }, 'The control token is missing.'],
])('with a token nobody comes in without it, not even from this machine: %j', async (headers, message) => {
  const { status, said, challenge } = await knock({ headers }, 's3cret');
  expect({ status, challenge }).toEqual({ status: 401, challenge: 'Bearer' });
  expect(said).toContain(message);
});
