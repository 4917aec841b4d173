/** What a test holds of a sandbox: its address, its scenarios, its journal. */
import type { Hono } from 'hono';
import type { Scenario, WrittenScenario } from '../fixtures/scenario.ts';
import type { Env } from './app.ts';
import { createFetch, createRequestHandler, type Entrance, type Fetch } from './in-process.ts';
import type { Exchange } from './journal/record.ts';
import { type ExchangeView, viewExchange } from './journal/view.ts';
import { compileScenarios, createCounters, readScenarios, usesOf } from './matching/index.ts';
import type { Sandbox } from './sandbox.ts';
import type { BedrockRequestHandler, RequestHandlerOptions } from './smithy.ts';
import type { World } from './world.ts';

/** How the outside comes in: the application, and the address once there is one. */
export interface Reach {
  readonly application: () => Promise<Hono<Env>>;
  readonly base: () => string | undefined;
}

export class SandboxFace {
  /** Empty for the server itself. */
  readonly name: string;
  readonly scenarios: Scenarios;
  readonly journal: JournalFace;
  /** The double without a socket, in the form of the global `fetch`: for any host name, streams and all. */
  readonly fetch: Fetch;
  readonly #entrance: Entrance;
  readonly #reach: Reach;

  constructor(world: World, name: string, reach: Reach) {
    const sandbox = () => world.sandboxes.get(name);
    this.name = name;
    this.#reach = reach;
    this.scenarios = new Scenarios(sandbox, world.seed);
    this.journal = new JournalFace(sandbox);
    this.#entrance = { world, sandbox: name };
    this.fetch = createFetch(this.#entrance, reach.application);
  }

  /**
   * The double without a socket, for the clients of the AWS SDK for JavaScript:
   * `new BedrockRuntimeClient({ requestHandler: bedrock.requestHandler() })`. Serves BedrockClient and STSClient too.
   * Streams come as they are written, and what breaks raises the errors of the SDK's own `NodeHttpHandler`.
   */
  requestHandler(options: RequestHandlerOptions = {}): BedrockRequestHandler {
    return createRequestHandler(this.#entrance, options);
  }

  /** The endpoint to give a client. Throws before `listen`. */
  get url(): string {
    const base = this.#reach.base();
    if (base === undefined)
      throw new Error(
        'the server is not listening: await bedrock.listen() first, or use bedrock.fetch or bedrock.requestHandler()',
      );
    return this.name === '' ? base : `${base}/_sandbox/${this.name}`;
  }

  /** Scenarios as they were at the start, counters at zero, an empty journal. */
  reset(): void {
    this.scenarios.reset();
    this.journal.clear();
  }
}

/** The scenarios of a sandbox, and how often each has answered. */
export class Scenarios {
  readonly #sandbox: () => Sandbox;
  readonly #seed: number;

  constructor(sandbox: () => Sandbox, seed: number) {
    this.#sandbox = sandbox;
    this.#seed = seed;
  }

  /**
   * Puts scenarios before those that are there, so that a test overrides what its suite set up.
   *
   * @throws ScenarioError with everything that is wrong with them; nothing is added then.
   */
  add(...scenarios: readonly (Scenario | WrittenScenario)[]): this {
    return this.#set([...readScenarios(scenarios).scenarios, ...this.list()]);
  }

  /**
   * These and no others, with counters at zero.
   *
   * @throws ScenarioError with everything that is wrong with them; nothing is replaced then.
   */
  replace(scenarios: readonly (Scenario | WrittenScenario)[]): this {
    const read = readScenarios(scenarios).scenarios;
    this.#sandbox().counters = createCounters(this.#seed);
    return this.#set(read);
  }

  /** Those the server was started with, with counters at zero. */
  reset(): this {
    return this.replace(this.#sandbox().initial.set.scenarios.map(({ scenario }) => scenario));
  }

  /** In the order in which they are tried. */
  list(): Scenario[] {
    return this.#sandbox().scenarios.scenarios.map(({ scenario }) => scenario);
  }

  /** How often the scenario of this name has answered. */
  uses(name: string): number {
    const { scenarios, counters } = this.#sandbox();
    const found = scenarios.scenarios.find(({ scenario }) => scenario.name === name);
    return found ? usesOf(counters, found.scenario) : 0;
  }

  /** Those that never answered. */
  unused(): Scenario[] {
    return this.list().filter(({ name }) => this.uses(name) === 0);
  }

  #set(scenarios: readonly Scenario[]): this {
    const sandbox = this.#sandbox();
    sandbox.scenarios = compileScenarios(scenarios, sandbox.scenarios);
    return this;
  }
}

/** The exchanges of a sandbox, the oldest first, made readable as they are looked at. */
export class JournalFace implements Iterable<ExchangeView> {
  readonly #sandbox: () => Sandbox;

  constructor(sandbox: () => Sandbox) {
    this.#sandbox = sandbox;
  }

  *[Symbol.iterator](): Iterator<ExchangeView> {
    for (const exchange of this.#sandbox().journal) yield viewExchange(exchange);
  }

  /** As they are kept: raw bytes, references to what the stages found. */
  raw(): Exchange[] {
    return [...this.#sandbox().journal];
  }

  all(): ExchangeView[] {
    return [...this];
  }

  get last(): ExchangeView | undefined {
    const exchange = this.raw().at(-1);
    return exchange && viewExchange(exchange);
  }

  get length(): number {
    return this.#sandbox().journal.length;
  }

  /** All since the last `clear`, kept or not. */
  get total(): number {
    return this.#sandbox().journal.total;
  }

  clear(): void {
    this.#sandbox().journal.clear();
  }
}
