/** Contenders in turn, round by round, so that what disturbs the machine disturbs them alike. */
import { type Load, loadFor } from './load.ts';
import type { Server } from './server.ts';

export interface Contender extends Omit<Load, 'port'> {
  readonly server: Server;
}

/** One run of one contender. */
export interface Run {
  /** Requests a second. */
  readonly throughput: number;
  /** Requests in a second of the server's CPU time, all its threads: what stays true on a machine that is shared. */
  readonly perCpuSecond: number;
}

export interface Pace {
  readonly rounds: number;
  /** Whole seconds a run takes. */
  readonly seconds: number;
}

export type Runs<Name extends string> = Readonly<Record<Name, readonly Run[]>>;

/** Until Node has compiled what runs often; a server that is slow at first needs it longest. */
const WARM_UP_SECONDS = 3;

/** After warming up, every other round goes backwards, so that nobody always comes after the same. */
export async function alternate<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { rounds, seconds }: Pace,
): Promise<Runs<Name>> {
  const names = Object.keys(contenders) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Run[]>;
  for (const name of names) await run(contenders[name], WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      runs[name].push(await run(contenders[name], seconds));
    }
  }
  return runs;
}

async function run({ server, ...load }: Contender, seconds: number): Promise<Run> {
  const before = server.cpuSeconds();
  const done = await loadFor(seconds, { ...load, port: server.port });
  return {
    throughput: done.requests / done.seconds,
    perCpuSecond: done.requests / (server.cpuSeconds() - before),
  };
}
