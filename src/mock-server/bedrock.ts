/** The composition root: options in, a double out. Here alone are the defaults. */
import type { Hono } from 'hono';
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import { MODELS } from '../fixtures/models/index.ts';
import type { Scenario } from '../fixtures/scenario.ts';
import type { Env } from './app.ts';
import { createAuthenticator, EXAMPLE_CREDENTIALS } from './auth/index.ts';
import { JOURNAL_LIMITS } from './journal/journal.ts';
import { summarizeExchange, viewExchange } from './journal/view.ts';
import { compileScenarios, loadScenarios, readScenarios } from './matching/index.ts';
import { createResolver } from './model-selection.ts';
import { NamedSandbox } from './named-sandbox.ts';
import { createNodeListener } from './node-listener.ts';
import type { BedrockOptions } from './options.ts';
import { type Reach, SandboxFace } from './sandbox-face.ts';
import { createSandbox, isSandboxName, SANDBOX_NAMES, Sandboxes } from './sandbox.ts';
import { createTokenCounter } from './tokens.ts';
import { createCertificate, createPort, type Port } from './transport/index.ts';
import type { World } from './world.ts';

export interface ListenOptions {
  /** Default: 0, any that is free. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
}

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

/** A double of Amazon Bedrock. Nothing listens until `listen`; `fetch` works at once. */
export function createBedrock(options: BedrockOptions = {}): Bedrock {
  const world = createWorld(options);
  return new Bedrock(world, options);
}

/** The server's own scenarios and journal, its sandboxes, and the ways to reach it. */
export class Bedrock extends SandboxFace {
  readonly #world: World;
  readonly #reach: Reach;
  readonly #options: BedrockOptions;
  #port: Port | undefined;
  #address: Address | undefined;

  constructor(world: World, options: BedrockOptions) {
    const reach: Reach = { application: once(() => this.#createApplication()), base: () => this.#address?.url };
    super(world, '', reach);
    this.#world = world;
    this.#reach = reach;
    this.#options = options;
  }

  /** Rejects with the socket's own error, `EADDRINUSE` and its kin, where the address cannot be had. */
  async listen({ port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<Address> {
    if (this.#port)
      throw new Error('the server is listening already, or was closed; make another with createBedrock()');
    const { tls, graceMs, onMisuse } = this.#options;
    const certificate = tls === true ? await createCertificate({ hosts: [host] }) : tls;
    this.#port = createPort(createNodeListener(this.#world, this.#reach.application), {
      tls: certificate,
      graceMs,
      onMisuse,
    });
    const bound = await this.#port.listen({ port, host });
    const url = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
    this.#address = { host, port: bound.port, url };
    return this.#address;
  }

  /** Scenarios, journal and counters apart from all others, reached under `/_sandbox/<name>`. */
  sandbox(name: string): NamedSandbox {
    if (!isSandboxName(name)) throw new TypeError(`${SANDBOX_NAMES}, not ${JSON.stringify(name)}`);
    return new NamedSandbox(this.#world, name, this.#reach);
  }

  /** Names of the sandboxes in use, the most recently used last. */
  sandboxes(): string[] {
    return this.#world.sandboxes.names();
  }

  /**
   * As if the server had been started with these: its own scenarios from now on, and what sandboxes begin with and go
   * back to. Sandboxes in use keep theirs until then.
   */
  reload(scenarios: readonly Scenario[]): void {
    this.#world.initial.set = compileScenarios(scenarios);
    this.scenarios.reset();
  }

  /** Lets open answers run for the grace period, then frees the port. May be called more than once. */
  async close(): Promise<void> {
    this.#address = undefined;
    await this.#port?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Loaded when first needed: a server that only answers Bedrock's requests starts without it. */
  async #createApplication(): Promise<Hono<Env>> {
    const [{ createApp }, { createControl }] = await Promise.all([import('./app.ts'), import('./control/index.ts')]);
    const control = createControl({
      face: (name) => (name === '' ? this : this.sandbox(name)),
      sandboxes: this.#world.sandboxes,
      load: (text) => loadScenarios(text, { file: 'body' }),
      summarize: summarizeExchange,
      view: viewExchange,
      token: this.#options.controlToken,
    });
    return createApp(this.#world, control);
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export function createWorld(options: BedrockOptions): World {
  const { seed = 0, credentials = [], arns = {} } = options;
  const models = mergeModels(options.models ?? []);
  const initial = { set: compileScenarios(readScenarios(options.scenarios ?? []).scenarios) };
  const journal = { ...JOURNAL_LIMITS, ...options.journal };
  return {
    seed,
    clock: options.clock ?? Date.now,
    authenticator: createAuthenticator({
      mode: options.auth ?? 'enforce',
      credentials: [...EXAMPLE_CREDENTIALS, ...credentials],
      bearerKeys: options.bearerKeys ?? [],
      ...(options.regions && { regions: options.regions }),
    }),
    tokens: createTokenCounter(),
    sandboxes: new Sandboxes((name) => createSandbox({ name, seed, initial, journal })),
    initial,
    models,
    arns,
    resolve: createResolver(models, { arns, any: options.anyModel }),
    lifecycle: options.lifecycle ?? 'ignored',
    validation: options.validation ?? true,
    strict: options.strict ?? false,
    timing: options.timing,
    faultRate: options.faultRate ?? 0,
    finished: options.onExchange ?? (() => {}),
  };
}

function mergeModels(own: readonly FoundationModel[]): readonly FoundationModel[] {
  const ids = new Set(own.map(({ modelId }) => modelId));
  return own.length === 0 ? MODELS : [...own, ...MODELS.filter(({ modelId }) => !ids.has(modelId))];
}
