import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Answer } from '../../../../src/mock-server/exchange.ts';
import { type Random, seededRandom } from '../../../../src/mock-server/random.ts';
import { createCertificate } from '../../../../src/mock-server/transport/index.ts';
import { frame, GET_FIELDS, headers, PING, PREFACE, RST_STREAM, SETTINGS, WINDOW_UPDATE } from './frames.ts';
import { answer, drained, GET, post, rawClient, stage, type Stage, stream } from './support.ts';

const ROUNDS = 2000;
const AT_ONCE = 100;

const below = (random: Random, end: number): number => Math.floor(random() * end);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;
const noise = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => below(random, 256)));

const times = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
const anyFrame = (random: Random): Buffer =>
  frame(below(random, 12), below(random, 256), below(random, 6), noise(random, below(random, 40)));

/** Some of every kind, so that a broken request meets an answer in each of its states. */
const ANSWERS: readonly Answer[] = [
  answer('ok'),
  answer('x'.repeat(100_000)),
  stream([
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
  ]),
  stream(
    [
      [0, 'a'],
      [0, 'b'],
    ],
    { ending: 'cut' },
  ),
  stream([], { ending: 'reset', headAt: 1, endAt: 0 }),
];

const CHUNKED_POST = 'POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
const HTTP1 = [GET, post('/model/a%3Ab/invoke', '{"prompt":"x"}'), CHUNKED_POST, GET + CHUNKED_POST + GET].map((text) =>
  Buffer.from(text),
);

const POST_FIELDS = [[':method', 'POST'], ...GET_FIELDS.slice(1), ['x-a', 'b']] as const;
const HTTP2 = [
  [headers(1, GET_FIELDS)],
  [headers(1, POST_FIELDS, 4), frame(0, 1, 1, Buffer.from('{"prompt":"x"}'))],
  [
    headers(1, GET_FIELDS),
    headers(3, POST_FIELDS, 4),
    frame(PING, 0, 0, Buffer.alloc(8)),
    frame(0, 1, 3, Buffer.from('x')),
  ],
  [headers(1, POST_FIELDS, 4), frame(RST_STREAM, 0, 1, Buffer.from([0, 0, 0, 8])), headers(3, GET_FIELDS)],
  [frame(WINDOW_UPDATE, 0, 0, Buffer.from([0, 1, 0, 0])), headers(1, GET_FIELDS)],
].map((frames) => Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), ...frames]));

const MUTATIONS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let i = below(random, 8); i >= 0; i--) changed[below(random, bytes.length)] = below(random, 256);
    return changed;
  },
  (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), noise(random, below(random, 40)), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(random, 20))]);
  },
  (bytes, random) => Buffer.concat([bytes, bytes.subarray(below(random, bytes.length))]),
];

interface Attack {
  readonly bytes: Buffer;
  /** Where the bytes are cut in two packets. */
  readonly cut: number;
  /** Whether the client vanishes instead of ending its side and waiting for the server's. */
  readonly rude: boolean;
}

/** Resolves when the connection is gone. */
async function attack(port: number, { bytes, cut, rude }: Attack): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  socket.write(bytes.subarray(0, cut));
  if (rude) socket.write(bytes.subarray(cut), () => socket.destroy());
  else socket.end(bytes.subarray(cut));
  await closed;
}

/** Attacks, then sees whether the port has let go of everybody. */
async function survive({ port, number, served }: Stage, next: (random: Random) => Buffer, seed: string): Promise<void> {
  const random = seededRandom(7357, seed);
  const attacks = Array.from({ length: ROUNDS }, (): Attack => {
    const bytes = next(random);
    return { bytes, cut: below(random, bytes.length + 1), rude: random() < 0.2 };
  });
  const attacker = async () => {
    for (let one = attacks.pop(); one; one = attacks.pop()) await attack(number, one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  await drained(port);
  expect(served.map(({ report }) => report.outcomes.length)).toEqual(served.map(() => 1));
}

async function target(options: Parameters<typeof stage>[1] = {}): Promise<Stage> {
  let count = 0;
  return stage(({ target }) => (target === '/alive' ? answer('alive') : ANSWERS[count++ % ANSWERS.length]!), options);
}

async function isAlive(number: number): Promise<boolean> {
  const client = rawClient(number, GET.replace(' / ', ' /alive '));
  return (await client.until((text) => text.endsWith('alive'))).startsWith('HTTP/1.1 200 OK\r\n');
}

describe(`${ROUNDS} hostile connections`, { timeout: 60_000 }, () => {
  test.each([
    ['random bytes', 0, (random: Random) => noise(random, below(random, 300) + 1)],
    ['broken requests of HTTP/1.1', 500, (random: Random) => pick(random, MUTATIONS)(pick(random, HTTP1), random)],
    ['broken requests of HTTP/2', 500, (random: Random) => pick(random, MUTATIONS)(pick(random, HTTP2), random)],
    [
      'random frames of HTTP/2',
      500,
      (random: Random) => Buffer.concat([HTTP2[0]!, ...times(3, () => anyFrame(random))]),
    ],
  ])('of %s leave no trace', async (name, atLeast, next) => {
    const stage = await target();
    await survive(stage, next, name);
    expect(stage.served.length).toBeGreaterThanOrEqual(atLeast);
    expect(await isAlive(stage.number)).toBe(true);
  });

  test('of broken handshakes leave no trace', async () => {
    const tls = await createCertificate();
    const stage = await target({ tls });
    const hello = await clientHello();
    await survive(stage, (random) => pick(random, MUTATIONS)(hello, random), 'tls');
    expect(stage.port.connections()).toBe(0);
  });
});

/** What a TLS client of Node sends first. */
async function clientHello(): Promise<Buffer> {
  const { createServer } = await import('node:net');
  const { connect } = await import('node:tls');
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const client = connect({ port: (server.address() as { port: number }).port, host: '127.0.0.1' }).on(
    'error',
    () => {},
  );
  const [socket] = await once(server, 'connection');
  const [hello] = await once(socket, 'data');
  client.destroy();
  socket.destroy();
  return hello;
}
