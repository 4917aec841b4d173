/** Connecting elsewhere than the name says: the name asked for in TLS and in the request stays the endpoint's. */
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendHttp1 } from '../../../../src/conformance/server/http1.ts';
import { sendHttp2 } from '../../../../src/conformance/server/http2.ts';
import { settle } from '../../../../src/conformance/server/settings.ts';
import { createCertificate } from '../../../../src/mock-server/index.ts';

const NAME = 'bedrock-runtime.us-east-1.amazonaws.com';

let secure: http2.Http2SecureServer;
let plain: http.Server;
let ca: string;
const names: string[] = [];

beforeAll(async () => {
  const pem = await createCertificate({ hosts: [NAME, '192.0.2.7'] });
  ca = pem.cert;
  const SNICallback = (
    name: string,
    done: (error: Error | null, context?: ReturnType<typeof createSecureContext>) => void,
  ) => {
    names.push(name);
    done(null, createSecureContext(pem));
  };
  secure = http2.createSecureServer({ ...pem, SNICallback, allowHTTP1: true }, (request, response) => {
    const { alpnProtocol } = request.socket as TLSSocket;
    response.end(`${alpnProtocol} ${request.headers[':authority'] ?? request.headers.host}`);
  });
  plain = http.createServer((request, response) => response.end(request.headers.host));
  await Promise.all([secure, plain].map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
});
afterAll(() => Promise.all([secure, plain].map((server) => new Promise((done) => server.close(done)))));

function options(origin: string, server: { address(): unknown }, trust = ca) {
  const { port } = server.address() as AddressInfo;
  const connectTo = { host: '127.0.0.1', port };
  return { origin: new URL(origin), timeoutMs: 5_000, clock: Date.now, connectTo, ca: trust };
}

const requestOf = (version: 'http1' | 'http2', host: string) =>
  ({
    http: version,
    method: 'GET',
    target: '/',
    headers: version === 'http1' ? ([['Host', host]] as const) : [],
    body: Buffer.alloc(0),
  }) as const;

const said = (answer: Awaited<ReturnType<typeof sendHttp1>>) =>
  answer.problem ?? Buffer.concat(answer.pieces.map(({ bytes }) => bytes)).toString();

test('over HTTP/1.1 and HTTP/2 with TLS', async () => {
  names.length = 0;
  const given = options(`https://${NAME}`, secure);
  expect(said(await sendHttp1(requestOf('http1', NAME), given))).toBe(`http/1.1 ${NAME}`);
  expect(said(await sendHttp2(requestOf('http2', NAME), given))).toBe(`h2 ${NAME}`);
  expect(names).toEqual([NAME, NAME]);
});

test('the certificate has to be that of the name', async () => {
  const given = options('https://bedrock-runtime.eu-west-1.amazonaws.com', secure);
  expect(said(await sendHttp1(requestOf('http1', 'x'), given))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(said(await sendHttp2(requestOf('http2', 'x'), given))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('of an address the certificate is checked too, and no server name is sent', async () => {
  names.length = 0;
  expect(said(await sendHttp1(requestOf('http1', '192.0.2.7'), options('https://192.0.2.7', secure)))).toBe(
    'http/1.1 192.0.2.7',
  );
  expect(said(await sendHttp2(requestOf('http2', '192.0.2.7'), options('https://192.0.2.7', secure)))).toBe(
    'h2 192.0.2.7',
  );
  expect(said(await sendHttp2(requestOf('http2', 'x'), options('https://192.0.2.8', secure)))).toBe(
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
  expect(names).toEqual([]);
});

test('without TLS', async () => {
  expect(said(await sendHttp1(requestOf('http1', 'emulator.example'), options('http://emulator.example', plain)))).toBe(
    'emulator.example',
  );
});

test('the control API is not guessed at', () => {
  const given = { endpoint: 'http://emulator.example', connectTo: { host: '127.0.0.1', port: 1 } };
  expect(() => settle({ ...given, control: 'self' })).toThrow(/with connectTo give the URL of it, not self/);
  expect(settle({ ...given, control: { url: 'http://127.0.0.1:1' } }).connectTo).toEqual(given.connectTo);
});
