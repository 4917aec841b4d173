/** A driver that is a program: as many processes as keep the machine busy, replaced when they break. */
import type { DriverAnswer } from '../observation.ts';
import { type ClientDriver, DriverError, type DriverInfo, type RunRequest } from './driver.ts';
import { within } from './in-process.ts';
import { Gone, Program } from './program.ts';

export interface SubprocessOptions {
  readonly command: readonly [string, ...string[]];
  /** The folder it runs in. Default: that of this process. */
  readonly cwd?: string;
  /** Processes side by side, each with as many runs as it says it takes. Default: 4. */
  readonly processes?: number;
  /** How long the program may take to introduce itself, in milliseconds. Default: 30,000. */
  readonly startLimitMs?: number;
  /** How often it may crash before the kit gives up. Default: 5. */
  readonly crashes?: number;
}

interface Worker {
  readonly program: Program;
  busy: number;
  /** A call of it never ended: it gets no more runs, and goes when those that it has are over. */
  hung?: boolean;
}

export function subprocess(options: SubprocessOptions): ClientDriver {
  return new Subprocess(options);
}

class Subprocess implements ClientDriver {
  readonly #options: Omit<Required<SubprocessOptions>, 'cwd'> & Pick<SubprocessOptions, 'cwd'>;
  readonly #workers = new Set<Worker>();
  readonly #queue: (() => void)[] = [];
  /** The process that has the client of a session. */
  readonly #sessions = new Map<string, Worker>();
  #starting = 0;
  #each = 1;
  #crashes = 0;
  #stopped = false;

  constructor(options: SubprocessOptions) {
    this.#options = { processes: 4, startLimitMs: 30_000, crashes: 5, ...options };
  }

  async start(): Promise<DriverInfo> {
    const program = this.#program();
    const info = await program.start();
    this.#each = info.concurrency ?? 1;
    this.#workers.add({ program, busy: 0 });
    return info;
  }

  async run(request: RunRequest, limitMs: number): Promise<DriverAnswer> {
    if (request.environment) return this.#alone(request, limitMs);
    const worker = await this.#acquire(request.session);
    try {
      const answer = await within(limitMs, () => this.#blamed(worker.program, request));
      if (answer.type === 'hung') worker.hung = true;
      return answer;
    } finally {
      this.#release(worker);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#workers].map(({ program }) => program.stop()));
  }

  /** A client finds its environment when its process begins: so it gets a process of its own. */
  async #alone(request: RunRequest, limitMs: number): Promise<DriverAnswer> {
    const program = this.#program(request.environment);
    try {
      await program.start();
      return await within(limitMs, () => this.#blamed(program, request));
    } finally {
      await program.stop();
    }
  }

  async #blamed(program: Program, request: RunRequest): Promise<DriverAnswer> {
    try {
      return await program.run(request);
    } catch (thrown) {
      if (!(thrown instanceof Gone)) throw thrown;
      if (++this.#crashes > this.#options.crashes)
        throw new DriverError(`${thrown.message}\nThat was crash ${this.#crashes}, the last in ${request.run}.`);
      return { type: 'errored', message: thrown.message };
    }
  }

  async #acquire(session: string | undefined): Promise<Worker> {
    const wanted = session === undefined ? undefined : this.#sessions.get(session);
    const worker = wanted && isUsable(wanted) ? await this.#again(wanted) : await this.#any();
    if (session !== undefined) this.#sessions.set(session, worker);
    return worker;
  }

  async #again(worker: Worker): Promise<Worker> {
    while (worker.busy >= this.#each) await this.#turn();
    return take(worker);
  }

  async #any(): Promise<Worker> {
    for (;;) {
      if (this.#stopped) throw new DriverError('the driver was stopped');
      const free = [...this.#workers].find((worker) => isUsable(worker) && worker.busy < this.#each);
      if (free) return take(free);
      if (this.#workers.size + this.#starting < this.#options.processes) return take(await this.#spawn());
      await this.#turn();
    }
  }

  /** Until a run is over. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  async #spawn(): Promise<Worker> {
    this.#starting += 1;
    try {
      const worker = { program: this.#program(), busy: 0 };
      await worker.program.start();
      this.#workers.add(worker);
      return worker;
    } finally {
      this.#starting -= 1;
    }
  }

  #release(worker: Worker): void {
    worker.busy -= 1;
    // Whatever it still does would disturb the runs that follow; those beside it are not to blame.
    if (worker.hung && worker.busy === 0) worker.program.kill();
    if (worker.program.gone) this.#workers.delete(worker);
    for (const wake of this.#queue.splice(0)) wake();
  }

  #program(environment?: Readonly<Record<string, string>>): Program {
    const { command, cwd, startLimitMs } = this.#options;
    return new Program({ command, cwd, environment, startLimitMs });
  }
}

function isUsable({ program, hung = false }: Worker): boolean {
  return !program.gone && !hung;
}

function take(worker: Worker): Worker {
  worker.busy += 1;
  return worker;
}
