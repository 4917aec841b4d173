import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connect2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createCertificate, type TlsOptions } from '../../../../src/mock-server/transport/index.ts';
import { answer, DATE, drained, GET, RawClient, rawClient, stage, stream } from './support.ts';

let tls: TlsOptions & { cert: string };
beforeAll(async () => {
  tls = await createCertificate({ hosts: ['bedrock.test', '192.0.2.7'] });
});

function secure(port: number, options: ConnectionOptions = {}): { socket: TLSSocket; client: RawClient } {
  const socket = connect({ port, host: '127.0.0.1', ca: tls.cert, ...options });
  onTestFinished(() => void socket.destroy());
  return { socket, client: new RawClient(socket) };
}

describe('createCertificate', () => {
  test('names the loopback and the hosts asked for', () => {
    const certificate = new X509Certificate(tls.cert);
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:bedrock.test, IP Address:192.0.2.7',
    );
    for (const host of ['localhost', 'bedrock.test']) expect(certificate.checkHost(host)).toBe(host);
    for (const ip of ['127.0.0.1', '::1', '192.0.2.7']) expect(certificate.checkIP(ip)).toBe(ip);
    expect(certificate.ca).toBe(false);
    expect(certificate.publicKey.asymmetricKeyType).toBe('ec');
  });

  test('is valid from the day given', async () => {
    const { cert } = await createCertificate({ notBefore: new Date('2026-01-02T00:00:00Z') });
    expect(new X509Certificate(cert).validFrom).toBe('Jan  2 00:00:00 2026 GMT');
    expect(new X509Certificate(cert).validTo).toBe('Jan  2 00:00:00 2027 GMT');
  });
});

describe('a port with TLS', () => {
  test('speaks HTTP/2 to who offers h2', async () => {
    const { number } = await stage(({ protocol }) => answer(protocol), { tls });
    const client = connect2(`https://localhost:${number}`, { ca: tls.cert });
    onTestFinished(() => client.destroy());
    const sent = client.request({ ':path': '/' });
    expect(String((await sent.toArray())[0])).toBe('HTTP/2.0');
    expect(client.alpnProtocol).toBe('h2');
  });

  test('speaks HTTP/1.1 to an agent of node:https, and keeps the connection', async () => {
    const { number, port } = await stage(({ protocol }) => answer(protocol), { tls });
    const agent = new Agent({ keepAlive: true, ca: tls.cert });
    onTestFinished(() => agent.destroy());
    for (const _ of [1, 2]) {
      const [response] = await once(request({ port: number, host: '127.0.0.1', agent }).end(), 'response');
      expect(String((await response.toArray())[0])).toBe('HTTP/1.1');
    }
    expect(port.connections()).toBe(1);
  });

  test.each([[['http/1.1']], [undefined]])('speaks HTTP/1.1 where ALPN says %j', async (ALPNProtocols) => {
    const { number } = await stage(() => answer('ok'), { tls });
    const { socket, client } = secure(number, ALPNProtocols ? { ALPNProtocols } : {});
    socket.write(GET);
    expect(await client.until((text) => text.endsWith('ok'))).toBe(
      `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok`,
    );
  });

  test('refuses a client of unknown protocols in the handshake', async () => {
    const { number, port } = await stage(() => answer('ok'), { tls });
    const { client } = secure(number, { ALPNProtocols: ['h3'] });
    expect(await client.closed).toBe('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
    await drained(port);
  });

  test.each([GET, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'])('tells cleartext %j what to do', async (bytes) => {
    const reasons: string[] = [];
    const { number, port } = await stage(() => answer('ok'), { tls, onMisuse: (reason) => reasons.push(reason) });
    const client = rawClient(number, bytes);
    const cure = 'This port speaks HTTPS only: use an endpoint with https://, or start the server without --tls.';
    expect(await client.until((text) => text.endsWith('}'))).toBe(
      'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 108\r\n' +
        `Connection: close\r\n\r\n{"message":"${cure}"}`,
    );
    expect(reasons).toEqual([`A client spoke cleartext HTTP. ${cure}`]);
    client.socket.end();
    await client.closed;
    await drained(port);
  });

  test('lets a long cleartext request arrive before it closes, and no client stay', async () => {
    const { number, port } = await stage(() => answer('ok'), { tls });
    const client = rawClient(number, undefined, true);
    client.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n');
    const failed = await new Promise((resolve) => client.socket.write(Buffer.alloc(30_000_000), resolve));
    expect(failed ?? undefined).toBeUndefined();
    expect(await client.until((text) => text.endsWith('}'))).toContain('400 Bad Request');
    // This client never closes its side.
    await drained(port);
  });

  // Node's own client sends no alert when it rejects a certificate; OpenSSL's does.
  const openssl = spawnSync('openssl', ['version']).status === 0;
  test.skipIf(!openssl)('tells how to trust its certificate when a client does not (needs openssl)', async () => {
    let tell!: (reason: string) => void;
    const told = new Promise<string>((resolve) => (tell = resolve));
    const { number, port } = await stage(() => answer('ok'), { tls, onMisuse: tell });
    const client = spawn('openssl', ['s_client', '-verify_return_error', '-connect', `127.0.0.1:${number}`]);
    client.stdin.on('error', () => {}).end();
    await once(client, 'close');
    expect(await told).toBe(
      'A TLS connection failed with ERR_SSL_TLSV1_ALERT_UNKNOWN_CA. The client does not trust the certificate: ' +
        'name its file in NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE or SSL_CERT_FILE.',
    );
    await drained(port);
  });

  test('closes a handshake that never ends', async () => {
    const { number, port } = await stage(() => answer('ok'), { tls, silentMs: 20 });
    const client = rawClient(number, Buffer.from([0x16, 3, 1]));
    await client.closed;
    await drained(port);
  });

  test('cut ends the chunks early and reset is a RST of the connection under TLS', async () => {
    const { number } = await stage(
      ({ target }) => stream([[0, 'one']], { ending: target === '/cut' ? 'cut' : 'reset' }),
      { tls },
    );
    for (const [target, code] of [
      ['/cut', undefined],
      ['/reset', 'ECONNRESET'],
    ] as const) {
      const { socket, client } = secure(number);
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
      expect(await client.closed).toBe(code);
      expect(client.text.endsWith('3\r\none\r\n')).toBe(true);
    }
  });

  test('closes: idle ones at once, the others when the grace is over', async () => {
    const { number, port, next } = await stage(() => stream([[0, 'a']], { ending: 'stall' }), { tls, graceMs: 0 });
    const reports = [next(), next()];
    const http2 = connect2(`https://localhost:${number}`, { ca: tls.cert });
    http2.on('error', () => {});
    http2.request({ ':path': '/' }).on('error', () => {});
    const idle = secure(number);
    const handshake = rawClient(number, Buffer.from([0x16, 3, 1]));
    const { socket, client } = secure(number);
    socket.write(GET);
    const running = await Promise.all(reports);
    await port.close();
    expect(running.map(({ report }) => report.outcomes)).toEqual([['shut-down'], ['shut-down']]);
    await Promise.all([idle.client.closed, client.closed, handshake.closed]);
    expect(port.connections()).toBe(0);
  });
});
