/** The request is told as `NodeHttpHandler` writes it on the wire, which is the oracle for its target. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, onTestFinished, test } from 'vitest';
import type { SmithyRequest } from '../../../../src/mock-server/smithy.ts';
import { fromSmithy } from '../../../../src/mock-server/transport/index.ts';

const REQUEST: SmithyRequest = {
  method: 'POST',
  protocol: 'https:',
  hostname: 'bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/a%3A0/invoke',
  headers: { host: 'h', 'X-Own': 'Kept' },
};

async function targetOnTheWire(request: object): Promise<string> {
  const targets: string[] = [];
  const server = createServer((incoming, outgoing) => {
    targets.push(incoming.url ?? '');
    outgoing.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const handler = new NodeHttpHandler({ httpAgent: { keepAlive: false } });
  const { port } = server.address() as AddressInfo;
  await handler.handle({ ...request, protocol: 'http:', hostname: '127.0.0.1', port } as never);
  return targets[0] ?? '';
}

test.each([
  [{}],
  [{ byProvider: 'Anthropic' }],
  [{ z: 'last', a: 'first' }],
  [{ many: ['b', 'a'] }],
  [{ flag: null, empty: '' }],
  [{ "a b'()*!": "x y'()*!~-_.ü/?&=+%" }],
])('the target with the query %j', async (query) => {
  const request = { ...REQUEST, query, headers: {} };
  const { target } = await fromSmithy(request);
  expect(target).toBe(await targetOnTheWire(request));
});

test('headers are as the client spells them', async () => {
  const { rawHeaders, protocol, method } = await fromSmithy(REQUEST);
  expect({ rawHeaders, protocol, method }).toEqual({
    rawHeaders: ['host', 'h', 'X-Own', 'Kept'],
    protocol: 'in-process',
    method: 'POST',
  });
});

test.each([
  [undefined, 'a.test'],
  [8080, 'a.test:8080'],
])('a host is put in where there is none, port %s', async (port, host) => {
  const { rawHeaders } = await fromSmithy({ ...REQUEST, hostname: 'a.test', port, headers: {} });
  expect(rawHeaders).toEqual(['host', host]);
});

async function* chunks() {
  yield 'Grü';
  yield Buffer.from('ße');
}

test.each([
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['a string', 'Grüße', 'Grüße'],
  ['bytes', new TextEncoder().encode('xGrüße').subarray(1), 'Grüße'],
  ['an ArrayBuffer', new TextEncoder().encode('Grüße').buffer, 'Grüße'],
  ['a Node stream', Readable.from([Buffer.from('Grü'), Buffer.from('ße')]), 'Grüße'],
  ['a web stream', new Blob(['Grüße']).stream(), 'Grüße'],
  ['an iterable', chunks(), 'Grüße'],
])('the body may be %s', async (_, body, text) => {
  expect((await fromSmithy({ ...REQUEST, body })).body.toString()).toBe(text);
});

test.each([[5], [{}], [Readable.from([{ no: 'bytes' }])]])('the body cannot be %s', async (body) => {
  await expect(fromSmithy({ ...REQUEST, body })).rejects.toThrow(TypeError);
});

test('a body that still comes ends with the signal', async () => {
  const controller = new AbortController();
  const read = fromSmithy({ ...REQUEST, body: new Readable({ read() {} }) }, controller.signal);
  controller.abort();
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
});
