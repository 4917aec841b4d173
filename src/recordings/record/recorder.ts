/** A port between a client and the real service that keeps what passes. */
import { type Address, createWorld, type ListenOptions } from '../../mock-server/bedrock.ts';
import { createCertificate, createPort, type Outgoing, type Port } from '../../mock-server/transport/index.ts';
import type { Exchange } from '../../mock-server/journal/record.ts';
import type { World } from '../../mock-server/world.ts';
import { readRecordings, type RecordingFile } from '../read.ts';
import { REPLAYING, replayScenarios } from '../replay/scenarios.ts';
import { createRecordingListener } from './listener.ts';
import { createMeans } from './means.ts';
import { waysOf } from './mode.ts';
import type { RecorderOptions } from './options.ts';
import { passAndKeep, type RecordingMeans } from './pass-and-keep.ts';

/**
 * Verifies what comes in as the double does, signs it anew and passes it on, and hands back what comes, byte for byte and
 * without delay, while it is taken down. What must not be kept is redacted before anything is written.
 *
 * Rejects with a RecordingError for recordings in the directory that cannot be read, a TypeError for an upstream that cannot
 * be used, an Error for a rule or path that cannot be read, a CredentialsError where nobody can sign.
 */
export async function createRecorder(options: RecorderOptions): Promise<Recorder> {
  const { directory, mode = 'once' } = options;
  const files = await readRecordings(directory);
  const { replays, records } = waysOf(mode, files.length > 0);
  const world = createReplayWorld(options, replays ? files : []);
  const means = records ? await createMeans(options, world.clock) : undefined;
  return new Recorder(world, means, { ...options, replayed: replays ? files.length : 0 });
}

/** In mode `new` what was played once is recorded when it is asked again; else the last recording of it is repeated. */
function createReplayWorld(options: RecorderOptions, files: readonly RecordingFile[]): World {
  const { double = {}, mode, onEvent = () => {} } = options;
  const { afterLast = mode === 'new' ? 'fall-through' : 'repeat-last' } = options;
  return createWorld({
    ...double,
    ...REPLAYING,
    scenarios: replayScenarios(files, { ...options, afterLast }),
    journal: { entries: 0 },
    onExchange: (exchange) => onEvent({ kind: 'answered', exchange }),
  });
}

interface RecorderInit extends RecorderOptions {
  readonly replayed: number;
}

export class Recorder {
  /** How many recordings it replays. */
  readonly replayed: number;
  /** Whether it asks the real service at all. */
  readonly records: boolean;
  readonly #world: World;
  readonly #means: RecordingMeans | undefined;
  readonly #options: RecorderOptions;
  readonly #pending = new Set<Promise<void>>();
  #port: Port | undefined;

  constructor(world: World, means: RecordingMeans | undefined, init: RecorderInit) {
    this.replayed = init.replayed;
    this.records = means !== undefined;
    this.#world = world;
    this.#means = means;
    this.#options = init;
  }

  /** Default: a free port of 127.0.0.1. Rejects with the socket's own error where the address cannot be had. */
  async listen({ port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<Address> {
    const { tls, graceMs, onMisuse } = this.#options.double ?? {};
    const certificate = tls === true ? await createCertificate({ hosts: [host] }) : tls;
    const means = this.#means;
    const passOn = means && ((exchange: Exchange, outgoing: Outgoing) => this.#pass(exchange, outgoing, means));
    this.#port = createPort(createRecordingListener(this.#world, passOn), { tls: certificate, graceMs, onMisuse });
    const bound = await this.#port.listen({ port, host });
    const url = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
    return { host, port: bound.port, url };
  }

  /** Lets open answers run for the grace period, frees the port, and finishes the files that were begun. */
  async close(): Promise<void> {
    await this.#port?.close();
    await Promise.all(this.#pending);
    this.#means?.upstream.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #pass(exchange: Exchange, outgoing: Outgoing, means: RecordingMeans): void {
    const done = passAndKeep(exchange, outgoing, means).then((outcome) => this.#options.onEvent?.(outcome));
    this.#pending.add(done);
    void done.finally(() => this.#pending.delete(done));
  }
}
