/** One process of a driver: lines out, lines in. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { DriverAnswer } from '../observation.ts';
import { DriverError, type DriverInfo, type RunRequest } from './driver.ts';
import { type FromDriver, PROTOCOL_VERSION, readMessage, type ToDriver } from './messages.ts';

/** No observation of any case is longer. */
const LONGEST_LINE = 4 * 1024 * 1024;
const SHOWN = 200;
const KEPT_OF_STDERR = 2_000;

export interface ProgramOptions {
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The folder it runs in. Default: that of this process. */
  readonly cwd?: string | undefined;
  /** How long `start` may take, in milliseconds. */
  readonly startLimitMs: number;
}

interface Waiting {
  readonly resolve: (message: FromDriver) => void;
  readonly reject: (error: Error) => void;
}

/** The process went away: of its own accord, with what it said last. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

export class Program {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #options: ProgramOptions;
  #nextId = 0;
  #unread = '';
  #stderr = '';
  #end: Error | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
    const [file, ...args] = options.command;
    this.#process = spawn(file, args, {
      env: { ...process.env, ...options.environment },
      cwd: options.cwd,
      stdio: 'pipe',
    });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_OF_STDERR);
    });
    this.#process.stdin.on('error', () => {});
    this.#process.on('error', (error) =>
      this.#over(new DriverError(`${this.#named} cannot be started: ${error.message}`)),
    );
    this.#process.on('close', (code, signal) => this.#over(this.#farewell(code, signal)));
  }

  get #named(): string {
    return `the driver (${this.#options.command.join(' ')})`;
  }

  get gone(): boolean {
    return this.#end !== undefined;
  }

  /** @throws {DriverError} where it does not introduce itself. */
  async start(): Promise<DriverInfo> {
    const { startLimitMs } = this.#options;
    const timer = setTimeout(
      () =>
        this.#break(
          `does not answer "start" within ${startLimitMs} ms; it must write {"id":0,"type":"started",…} and a line feed, and flush`,
        ),
      startLimitMs,
    );
    try {
      const message = await this.#ask({ type: 'start', protocol: PROTOCOL_VERSION });
      if (message.type === 'started') return infoOf(message);
      throw new DriverError(`${this.#named} answered "start" with "${message.type}"; it must answer "started"`);
    } catch (thrown) {
      throw thrown instanceof Gone ? new DriverError(thrown.message) : thrown;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws {Gone} where it went away meanwhile. @throws {DriverError} where it does not keep to the protocol. */
  async run(request: RunRequest): Promise<DriverAnswer> {
    const message = await this.#ask({ type: 'run', ...request });
    if (message.type === 'started' || message.type === 'stopped')
      throw new DriverError(
        `${this.#named} answered "run" with "${message.type}"; it must answer "observation", "skipped" or "errored"`,
      );
    const { id: _, ...answer } = message;
    return answer;
  }

  /** Asks it to stop, and gives it a moment. */
  async stop(): Promise<void> {
    if (this.gone) return;
    const timer = setTimeout(() => this.kill(), 1_000);
    await this.#ask({ type: 'stop' }).catch(() => {});
    clearTimeout(timer);
    this.kill();
  }

  kill(): void {
    this.#over(new Gone('it was stopped'));
    this.#process.kill('SIGKILL');
  }

  #ask(message: WithoutId<ToDriver>): Promise<FromDriver> {
    if (this.#end) return Promise.reject(this.#end);
    const id = this.#nextId++;
    const answer = new Promise<FromDriver>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#process.stdin.write(`${JSON.stringify({ id, ...message })}\n`);
    return answer;
  }

  #read(text: string): void {
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() as string;
    for (const line of lines) if (line.trim() !== '' && !this.gone) this.#take(line);
    if (this.#unread.length > LONGEST_LINE)
      this.#break(`wrote ${LONGEST_LINE} characters without a line feed; one message is one line`);
  }

  #take(line: string): void {
    if (line.length > LONGEST_LINE)
      return this.#break(`wrote a line of ${line.length} characters; ${LONGEST_LINE} are the most`);
    try {
      const message = readMessage(line);
      const waiting = this.#waiting.get(message.id);
      if (!waiting) return this.#break(`answered a message ${message.id} that nobody asked, or twice`);
      this.#waiting.delete(message.id);
      waiting.resolve(message);
    } catch (error) {
      this.#break(
        `wrote a line that is no message: ${(error as Error).message}: ${shorten(line)}. What is meant for people goes to standard error`,
      );
    }
  }

  #break(how: string): void {
    this.#over(new DriverError(`${this.#named} ${how}.${this.#lastWords()}`));
    this.#process.kill('SIGKILL');
  }

  #farewell(code: number | null, signal: string | null): Error {
    const half = this.#unread.trim() === '' ? '' : ` in the middle of a line: ${shorten(this.#unread)}`;
    return new Gone(`${this.#named} exited with ${signal ?? `code ${code}`}${half}.${this.#lastWords()}`);
  }

  #lastWords(): string {
    return this.#stderr.trim() === '' ? '' : ` Its standard error ends:\n${this.#stderr.trim()}`;
  }

  #over(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#end);
    this.#waiting.clear();
  }
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

function infoOf(message: Extract<FromDriver, { type: 'started' }>): DriverInfo {
  const { id: _id, type: _type, ...info } = message;
  return info;
}

function shorten(line: string): string {
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}… (${line.length} characters)`;
}
