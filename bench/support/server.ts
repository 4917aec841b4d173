/** Server programs: each a process of its own on its own port, pinned to the core of servers, ended by its own id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVER_CORE } from './machine.ts';

export interface Program {
  /** Options of Node, the script, its arguments; the port is filled in for `PORT`. */
  readonly args: readonly string[];
  /** Whether it answers `measureMemory`. */
  readonly talks?: boolean;
}

export interface Server {
  readonly port: number;
  /** Seconds of CPU time used so far, all threads. */
  cpuSeconds(): number;
  measureMemory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** In bytes, after garbage was collected. */
export interface Memory {
  readonly rss: number;
  /** Exchanges in the journal, and how many there ever were. */
  readonly journal: number;
  readonly total: number;
}

export const PORT = '{port}';

/** The path of a server program of this folder, compiled. */
export function program(name: string): string {
  return join(import.meta.dirname, `../servers/${name}.js`);
}

/** Runs `use`, and then ends whatever servers it started. */
export async function withServers<T>(use: (start: typeof launch) => Promise<T>): Promise<T> {
  const started: Server[] = [];
  try {
    return await use(async (wanted) => {
      const server = await launch(wanted);
      started.push(server);
      return server;
    });
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}

/** Starts a program and waits until its port accepts. */
async function launch(wanted: Program): Promise<Server> {
  const spawned = await spawnServer(wanted);
  const { child, port } = spawned;
  await accepting(spawned);
  return {
    port,
    cpuSeconds: () => cpuSeconds(child.pid as number),
    measureMemory: () => ask(child),
    stop: () => end(child),
  };
}

export interface Spawned {
  readonly child: ChildProcess;
  readonly port: number;
  /** What to say where it ended by itself. */
  readonly complaint: () => string;
}

export async function spawnServer({ args, talks = false }: Program): Promise<Spawned> {
  const port = await freePort();
  const filled = args.map((arg) => arg.replace(PORT, String(port)));
  const child = spawn('taskset', ['-c', SERVER_CORE, process.execPath, ...filled], {
    stdio: ['ignore', 'ignore', 'pipe', ...(talks ? (['ipc'] as const) : [])],
  });
  const errors: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return { child, port, complaint: () => `${filled.join(' ')} ended with ${child.exitCode}: ${errors.join('')}` };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exited;
  clearTimeout(force);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepting({ child, port, complaint }: Spawned): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (child.exitCode !== null) throw new Error(complaint());
    if (await accepts(port)) return;
    await sleep(10);
  }
  throw new Error(`${child.spawnargs.join(' ')} does not accept connections`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

async function ask(child: ChildProcess): Promise<Memory> {
  const answered = once(child, 'message');
  child.send('memory');
  const [memory] = (await answered) as [Memory];
  return memory;
}

/** Seconds of CPU time a process has used so far, all its threads: the first number, in nanoseconds, of Linux's schedstat. */
export function cpuSeconds(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const used = tasks.map((task) => Number.parseInt(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1'), 10));
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}
