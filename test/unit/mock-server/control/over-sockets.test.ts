/** The control API over HTTP/1.1 and HTTP/2, beside Bedrock on one port. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bedrock, createBedrock } from '../../../../src/mock-server/index.ts';

let bedrock: Bedrock;
let url: string;

beforeAll(async () => {
  bedrock = createBedrock({ auth: 'off' });
  ({ url } = await bedrock.listen());
});

afterAll(() => bedrock.close());

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Send = (sent: Sent) => Promise<{ status: number | undefined; value: unknown }>;

const overHttp1: Send = async ({ method = 'GET', path, headers = {}, body = '' }) => {
  const sent = request(`${url}${path}`, { method, headers }).end(body);
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  return { status: response.statusCode, value: JSON.parse(await text(response)) };
};

const overHttp2: Send = async ({ method = 'GET', path, headers = {}, body = '' }) => {
  const session = connect(url);
  const { host, ...more } = headers;
  const authority = host === undefined ? {} : { ':authority': host };
  const stream = session
    .request({ ':method': method, ':path': path, ...authority, ...more }, { endStream: false })
    .end(body);
  const [head] = (await once(stream, 'response')) as [Record<string, string>];
  const value = JSON.parse(await text(stream)) as unknown;
  session.close();
  return { status: Number(head[':status']), value };
};

const PROTOCOLS = [
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
] as const;

test.each(PROTOCOLS)('takes scenarios over %s', async (_protocol, send) => {
  const sent = { method: 'PUT', path: '/_sandbox/sockets/_touchstone/scenarios', body: '- name: a\n  reply: Grüße\n' };
  expect(await send(sent)).toEqual({ status: 200, value: { loaded: ['a'], scenarios: 1 } });
  expect(await send({ path: '/_sandbox/sockets/_touchstone/scenarios' })).toEqual({
    status: 200,
    value: { scenarios: [{ name: 'a', answer: { reply: 'Grüße' } }] },
  });
});

test.each(PROTOCOLS)('refuses a foreign host over %s', async (_protocol, send) => {
  const { status, value } = await send({ path: '/_touchstone/health', headers: { host: 'evil.example' } });
  expect([status, value]).toEqual([403, { error: { message: expect.stringContaining('evil.example') } }]);
});

test.each(PROTOCOLS)('a slash at the end makes no difference over %s', async (_protocol, send) => {
  expect(await send({ path: '/_touchstone/health/' })).toMatchObject({ status: 200, value: { status: 'ok' } });
});

test.each(['/_touchstone/model/x/invoke', '/_sandbox/t1/_touchstone/model/x/converse', '/_touchstone?x=1'])(
  '%s is never a request to Bedrock',
  async (path) => {
    const before = bedrock.journal.total + bedrock.sandbox('t1').journal.total;
    const { status, value } = await overHttp1({ method: 'POST', path });
    expect([[404, 405].includes(status ?? 0), value]).toEqual([true, { error: expect.anything() }]);
    expect(bedrock.journal.total + bedrock.sandbox('t1').journal.total).toBe(before);
  },
);
