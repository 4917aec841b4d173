/** A bare `node:http` server: `node bare-http1.js PORT ANSWER`. */
import { createServer } from 'node:http';
import { readAnswer, readyListener } from './ready-listener.ts';

const [port, answer] = process.argv.slice(2) as [string, string];
createServer(readyListener(readAnswer(answer))).listen(Number(port), '127.0.0.1');
