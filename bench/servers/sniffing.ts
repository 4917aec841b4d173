/** The bare server behind a port that looks at the first bytes of each connection: `node sniffing.js PORT ANSWER`. */
import { createPort, type Listener } from '../../src/mock-server/transport/index.ts';
import { readAnswer, readyListener } from './ready-listener.ts';

const [port, answer] = process.argv.slice(2) as [string, string];
await createPort(readyListener(readAnswer(answer)) as Listener).listen({ port: Number(port), host: '127.0.0.1' });
