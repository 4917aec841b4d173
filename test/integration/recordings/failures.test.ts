/** What goes wrong between the recorder and the service, and between the client and the recorder. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/fixtures/index.ts';
import { readRecordings } from '../../../src/recordings/index.ts';
import { tcpServer } from '../../support/raw-server.ts';
import { CLAUDE, setStage } from './stage.ts';

const PATH = `/model/${encodeURIComponent(CLAUDE)}/converse-stream`;
const UNARY = `/model/${encodeURIComponent(CLAUDE)}/converse`;
const ASKED = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
const OPEN = { double: { auth: 'off' as const } };

function scenarios(faults: Fault) {
  return [{ name: 'hello', answer: [{ reply: 'Hello there, how are you?', faults }] }];
}

/** Asks with `fetch`, and gives up as soon as the head is there and so many bytes have come. */
async function leaveAfter(url: string, bytes: number): Promise<void> {
  const abort = new AbortController();
  const response = await fetch(url + PATH, { method: 'POST', body: JSON.stringify(ASKED), signal: abort.signal });
  const reader = response.body!.getReader();
  for (let seen = 0; seen < bytes; seen += (await reader.read()).value?.length ?? Infinity);
  abort.abort();
}

describe('a service that cannot be reached', () => {
  test('is a 502 that says so, and nothing is recorded', async () => {
    await using stage = await setStage();
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as { port: number };
    await new Promise((resolve) => nobody.close(resolve));
    const url = await stage.record({ ...OPEN, connectTo: { host: '127.0.0.1', port } });
    const response = await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(ASKED) });
    const message = `Touchstone got no answer from https://bedrock-runtime.us-east-1.amazonaws.com that it could pass on: connect ECONNREFUSED 127.0.0.1:${port}`;
    expect([response.status, response.headers.get('x-amzn-errortype'), await response.json()]).toEqual([
      502,
      'ServiceUnavailableException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      { message },
    ]);
    expect(response.headers.get('x-touchstone-reason')).toBe(message);
    expect(await stage.event()).toMatchObject({ kind: 'not-recorded', reason: message });
    expect(readdirSync(stage.directory)).toEqual([]);
  });

  test('with a certificate nobody vouches for', async () => {
    await using stage = await setStage();
    const url = await stage.record({ ...OPEN, ca: undefined });
    const response = await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(ASKED) });
    expect([response.status, await response.text()]).toEqual([502, expect.stringMatching(/self-signed certificate/)]);
    expect(stage.service.journal.length).toBe(0);
  });

  test('with keys it does not know: its own answer, recorded', async () => {
    await using stage = await setStage();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'wrong' };
    const url = await stage.record({ ...OPEN, upstreamIdentity: { credentials } });
    const response = await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(ASKED) });
    expect(response.status).toBe(403);
    expect(await stage.event()).toMatchObject({ kind: 'recorded', recording: { response: { status: 403 } } });
  });

  test('by an API key', async () => {
    const token = `ABSK${Buffer.from('BedrockAPIKey-x-at-123456789012:secret').toString('base64')}`;
    await using stage = await setStage({ bearerKeys: [{ token }] });
    const env = { AWS_BEARER_TOKEN_BEDROCK: token };
    const url = await stage.record({ ...OPEN, upstreamIdentity: {}, env });
    expect((await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(ASKED) })).status).toBe(200);
    expect(stage.service.journal.last?.caller?.kind).toBe('bearer');
    expect(await stage.event()).toMatchObject({ kind: 'recorded' });
  });

  test('without anybody to sign', async () => {
    await using stage = await setStage();
    const upstreamIdentity = { credentials: () => Promise.reject(new Error('the profile is locked.')) };
    await expect(stage.record({ upstreamIdentity })).rejects.toThrow('No credentials: the profile is locked.');
  });
});

describe('a client that leaves', () => {
  test('a stream that has stalled: recorded so, and the service is left too', async () => {
    await using stage = await setStage({ scenarios: scenarios({ stall: { event: 2 } }) });
    const url = await stage.record({ ...OPEN, stalledAfterMs: 0 });
    await leaveAfter(url, 200);
    const event = await stage.event();
    expect(event).toMatchObject({ kind: 'recorded', recording: { response: { ending: 'stalled' } } });
    const [recorded] = await readRecordings(stage.directory);
    expect(recorded?.recording.response.frames).toHaveLength(2);
    await expect.poll(() => stage.service.journal.last?.outcome).toBe('client-gone');
  });

  test('before a head that never comes', async () => {
    await using stage = await setStage({ scenarios: scenarios({ stall: 'head' }) });
    const url = await stage.record({ ...OPEN, stalledAfterMs: 0 });
    const abort = new AbortController();
    const asked = fetch(url + PATH, { method: 'POST', body: JSON.stringify(ASKED), signal: abort.signal });
    await expect.poll(() => stage.service.journal.length).toBe(1);
    abort.abort();
    await expect(asked).rejects.toThrow(/abort/);
    const event = await stage.event();
    expect(event).toMatchObject({ kind: 'recorded', recording: { response: { ending: 'stalled', headers: [] } } });
  });

  test('in the middle of a stream: what came until then', async () => {
    await using stage = await setStage({ scenarios: scenarios({ stall: { event: 3 } }) });
    const url = await stage.record({ ...OPEN, stalledAfterMs: 60_000 });
    await leaveAfter(url, 200);
    const event = await stage.event();
    expect(event).toMatchObject({ kind: 'recorded', recording: { response: { ending: 'abandoned', status: 200 } } });
  });

  test('before anything came: nothing', async () => {
    await using stage = await setStage({ scenarios: scenarios({ stall: 'head' }) });
    const url = await stage.record({ ...OPEN, stalledAfterMs: 60_000 });
    const abort = new AbortController();
    const asked = fetch(url + PATH, { method: 'POST', body: JSON.stringify(ASKED), signal: abort.signal });
    await expect.poll(() => stage.service.journal.length).toBe(1);
    abort.abort();
    await expect(asked).rejects.toThrow(/abort/);
    const reason = 'the client went away before anything came';
    expect(await stage.event()).toMatchObject({ kind: 'not-recorded', reason });
    expect(readdirSync(stage.directory)).toEqual([]);
  });
});

test('a recorder that is closed in the middle of a stream keeps nothing of it', async () => {
  await using stage = await setStage({ scenarios: scenarios({ stall: { event: 2 } }) });
  const url = await stage.record({ double: { auth: 'off', graceMs: 0 } });
  const asked = fetch(url + PATH, { method: 'POST', body: JSON.stringify(ASKED) });
  const reader = (await asked).body!.getReader();
  await reader.read();
  await stage.finish();
  const reason = 'the recorder was closed while the answer was coming';
  expect(await stage.event()).toMatchObject({ kind: 'not-recorded', reason });
  expect(readdirSync(stage.directory)).toEqual([]);
});

test('a connection that the service closed while it was idle is not the client’s concern', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
  let connections = 0;
  await using upstream = await tcpServer((socket) => {
    connections++;
    socket.once('data', () => {
      socket.write(answer);
      socket.once('data', () => socket.end());
    });
  });
  await using stage = await setStage();
  const url = await stage.record({
    ...OPEN,
    upstream: upstream.url,
    connectTo: undefined,
    upstreamRegion: 'us-east-1',
  });
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const response = await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(ASKED) });
    statuses.push(response.status);
    await response.text();
  }
  expect([statuses, connections]).toEqual([[200, 200, 200], 3]);
});

test('a head that cannot be passed on over HTTP/2 is a 502 that says why', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 2\r\n\r\n{}';
  await using upstream = await tcpServer((socket) => void socket.once('data', () => socket.write(head)));
  await using stage = await setStage();
  const url = await stage.record({
    ...OPEN,
    upstream: upstream.url,
    connectTo: undefined,
    upstreamRegion: 'us-east-1',
  });
  const session = connectHttp2(url);
  const stream = session.request({ ':method': 'POST', ':path': UNARY }).end(JSON.stringify(ASKED));
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect([headers[':status'], await text(stream)]).toEqual([502, expect.stringContaining('content-type')]);
  session.close();
  expect(await stage.event()).toMatchObject({ kind: 'not-recorded' });
});

test('a client that does not read holds the service back', async () => {
  const chunk = Buffer.alloc(1 << 20, 'x');
  let sent = 0;
  await using upstream = await tcpServer((socket) => {
    const fill = () => {
      while (sent < 256 && socket.write(chunk)) sent++;
    };
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${256 << 20}\r\n\r\n`);
      socket.on('drain', () => (sent++, fill()));
      fill();
    });
  });
  await using stage = await setStage();
  const url = await stage.record({
    ...OPEN,
    upstream: upstream.url,
    connectTo: undefined,
    upstreamRegion: 'us-east-1',
  });
  const { hostname, port } = new URL(url);
  const client = connect(Number(port), hostname)
    .pause()
    .on('error', () => {});
  const body = JSON.stringify(ASKED);
  client.write(`POST ${UNARY} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await settled(() => sent);
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(64);
  client.destroy();
});

/** Resolves when a number has stayed the same for many turns of the event loop. */
async function settled(count: () => number): Promise<void> {
  let last = -1;
  for (let same = 0; same < 2_000; same = count() === last && last > 0 ? same + 1 : 0) {
    last = count();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('what would hold a secret is refused, and told where', async () => {
  await using stage = await setStage();
  const url = await stage.record({ ...OPEN, redact: ['$.system'] });
  const secret = ['AKIA', 'ABCDEFGH23456722'].join('');
  const body = { ...ASKED, system: [{ text: secret }], additionalModelRequestFields: { note: secret } };
  expect((await fetch(url + UNARY, { method: 'POST', body: JSON.stringify(body) })).status).toBe(200);
  expect(await stage.event()).toMatchObject({
    kind: 'refused',
    suspicions: [{ at: '$.request.body.additionalModelRequestFields.note', looksLike: 'an AWS access key id' }],
  });
  await stage.finish();
  expect(readdirSync(stage.directory)).toEqual([]);
});
