/** A bare `node:http2` server on its stream interface: `node bare-http2.js PORT ANSWER`. */
import { createServer, type OutgoingHttpHeaders, type ServerStreamResponseOptions } from 'node:http2';
import { readAnswer } from './ready-listener.ts';

const [port, answer] = process.argv.slice(2) as [string, string];
const { headers, writes } = readAnswer(answer);
const fields: OutgoingHttpHeaders = { ':status': 200 };
for (let i = 0; i + 1 < headers.length; i += 2) fields[headers[i]!] = headers[i + 1]!;
const [only] = writes.length === 1 ? writes : [];
/** An option of Node's that its types do not know yet. */
const WITHOUT_DATE = { sendDate: false } as ServerStreamResponseOptions;

const server = createServer();
server.on('stream', (stream) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    stream.respond({ ...fields }, WITHOUT_DATE);
    if (only) return void stream.end(only);
    for (const bytes of writes) stream.write(bytes);
    stream.end();
  });
});
server.listen(Number(port), '127.0.0.1');
