/** The double as a stage: each run in a sandbox of its own, with its script, and what was seen there. */
import type { Scenario } from '../../fixtures/scenario.ts';
import {
  type Bedrock,
  type BedrockOptions,
  createBedrock,
  createCertificate,
  type SandboxFace,
} from '../../mock-server/index.ts';
import { KEYS } from '../cases/client/keys.ts';
import type { SeenExchange } from '../observation.ts';
import type { Script } from '../script.ts';
import { stageAnswer } from '../stage-answer.ts';

/** Bytes of a write that are kept as evidence. */
const MOST_EVIDENCE = 4_096;

export class Stage {
  readonly #bedrock: Bedrock;
  /** The same over TLS; made when the first run wants it. */
  #secure: Promise<Listening> | undefined;

  private constructor(bedrock: Bedrock) {
    this.#bedrock = bedrock;
  }

  static async open(): Promise<Stage> {
    const { bedrock } = await listening();
    return new Stage(bedrock);
  }

  /** `secure`: over TLS. */
  enter(name: string, script: Script | undefined, how?: { readonly secure?: boolean }): Promise<Scene> {
    return this.play(name, script ? [scenarioOf(script)] : [], how);
  }

  /** The same with scenarios of the double's own kind. */
  async play(name: string, scenarios: readonly Scenario[], { secure = false } = {}): Promise<Scene> {
    const { bedrock, ca } = secure ? await (this.#secure ??= listeningSecurely()) : { bedrock: this.#bedrock };
    return sceneOf(bedrock.sandbox(name), scenarios, ca);
  }

  async close(): Promise<void> {
    const secure = await this.#secure;
    await Promise.all([this.#bedrock.close(), secure?.bedrock.close()]);
  }
}

interface Listening {
  readonly bedrock: Bedrock;
  /** PEM. */
  readonly ca?: string;
}

async function listeningSecurely(): Promise<Listening> {
  const certificate = await createCertificate();
  return { ...(await listening({ tls: certificate })), ca: certificate.cert };
}

/** Bodies are not validated: what a case sends is its own business, and its script says what comes of it. */
async function listening(options: Pick<BedrockOptions, 'tls'> = {}): Promise<Listening> {
  const bedrock = createBedrock({
    ...options,
    credentials: [KEYS.session],
    bearerKeys: [{ token: KEYS.apiKey }],
    validation: false,
    graceMs: 0,
  });
  await bedrock.listen();
  return { bedrock };
}

function sceneOf(sandbox: SandboxFace, scenarios: readonly Scenario[], ca?: string): Scene {
  sandbox.reset();
  sandbox.scenarios.replace(scenarios);
  return new Scene(sandbox, ca);
}

function scenarioOf({ answers }: Script): Scenario {
  return { name: 'script', answer: answers.map(stageAnswer) };
}

export class Scene {
  readonly url: string;
  readonly prefix: string;
  /** The certificate to trust, in PEM, where the stage speaks TLS. */
  readonly ca: string | undefined;
  readonly startedAt = Date.now();
  readonly #sandbox: SandboxFace;

  constructor(sandbox: SandboxFace, ca?: string) {
    this.#sandbox = sandbox;
    this.ca = ca;
    this.url = sandbox.url;
    this.prefix = new URL(sandbox.url).pathname;
  }

  get idle(): boolean {
    return this.#sandbox.journal.raw().every(({ outcome }) => outcome !== 'pending');
  }

  /** All that was seen so far. */
  seen(): SeenExchange[] {
    return this.#sandbox.journal.raw().map((exchange) => this.#seenOf(exchange));
  }

  /** Forgets the bytes, which may be many. */
  leave(): void {
    this.#sandbox.reset();
  }

  #seenOf(exchange: RawExchange): SeenExchange {
    const { request, operation, modelId, caller, refusal, answered, sentAt, outcome, finishedAt } = exchange;
    const { startedAt, prefix } = this;
    return {
      at: exchange.receivedAt - startedAt,
      protocol: request.protocol,
      method: request.method,
      target: request.target.startsWith(prefix) ? request.target.slice(prefix.length) : request.target,
      headers: pairs(request.rawHeaders),
      body: request.body.toString('base64'),
      ...(operation && { operation: operation.name }),
      ...(modelId !== undefined && { modelId }),
      ...(caller && { caller: caller.kind }),
      ...(refusal && { refusal: { type: refusal.type, reason: refusal.reason ?? refusal.message } }),
      status: answered.status,
      responseHeaders: pairs(answered.headers),
      sent: sentAt.map((at, index) => sentOf(at - startedAt, answered.writes[index]?.bytes ?? new Uint8Array())),
      ending: answered.ending,
      outcome,
      ...(finishedAt !== undefined && { finishedAt: finishedAt - startedAt }),
    };
  }
}

type RawExchange = ReturnType<SandboxFace['journal']['raw']>[number];

function sentOf(at: number, bytes: Uint8Array): SeenExchange['sent'][number] {
  const kept = bytes.subarray(0, MOST_EVIDENCE);
  return { at, base64: Buffer.from(kept).toString('base64'), length: bytes.length };
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return Array.from({ length: raw.length >> 1 }, (_, i) => [raw[2 * i] as string, raw[2 * i + 1] as string] as const);
}
