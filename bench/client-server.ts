/** Answers every request alike, from bytes made before: a message, or a stream of 1,000 frames, one write each. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStreamCodec } from '@smithy/eventstream-codec';

const FRAMES = 1_000;
const usage = { input_tokens: 12, output_tokens: 400 };
const message = {
  id: 'msg_bdrk_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-3-haiku-20240307',
  content: [{ type: 'text', text: 'Hello there. '.repeat(20) }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage,
};

const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' about nine' } };
const pieces = [
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...Array.from({ length: FRAMES - 5 }, () => delta),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
  { type: 'message_stop' },
];

const codec = new EventStreamCodec(String, (text) => Buffer.from(text));
const text = (value: string) => ({ type: 'string', value }) as const;
const headers = {
  ':event-type': text('chunk'),
  ':content-type': text('application/json'),
  ':message-type': text('event'),
};
const frames = pieces.map((piece, n) => {
  const bytes = Buffer.from(JSON.stringify(piece)).toString('base64');
  const payload = JSON.stringify({
    bytes,
    p: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.slice(0, 2 + (n % 60)),
  });
  return codec.encode({ headers, body: Buffer.from(payload) });
});

const whole = Buffer.from(JSON.stringify(message));
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('x-amzn-requestid', 'f3e3b3f0-0000-4000-8000-000000000001');
    if (request.url?.endsWith('/invoke')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-bedrock-content-type': 'application/json',
    });
    for (const frame of frames) response.write(frame);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
