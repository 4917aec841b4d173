/** The double as a stage: each run in a sandbox of its own, with its script, and what was seen there. */
import type { Scenario } from '../../fixtures/scenario.ts';
import {
  type Bedrock,
  createBedrock,
  createCertificate,
  type SandboxFace,
  type TlsOptions,
} from '../../mock-server/index.ts';
import type { ClientOperation, ClientVariant } from '../case.ts';
import { KEYS } from '../cases/client/keys.ts';
import type { SeenExchange } from '../observation.ts';
import type { Script } from '../script.ts';
import { stageAnswer } from '../stage-answer.ts';

/** Bytes of a write that are kept as evidence. */
const MOST_EVIDENCE = 4_096;

export interface StageOptions {
  /** A port for each scene, for clients that do not keep the path of their endpoint. Default: one port, and paths. */
  readonly portEach?: boolean;
}

export interface SceneOptions {
  /** Over TLS. Default: false. */
  readonly secure?: boolean;
}

interface Listening {
  readonly bedrock: Bedrock;
  /** The certificate to trust, in PEM. */
  readonly ca?: string;
}

export class Stage {
  readonly #portEach: boolean;
  readonly #shared = new Map<boolean, Promise<Listening>>();
  readonly #listening: Promise<Listening>[] = [];
  #certificate: ReturnType<typeof createCertificate> | undefined;

  private constructor({ portEach = false }: StageOptions) {
    this.#portEach = portEach;
  }

  static async open(options: StageOptions = {}): Promise<Stage> {
    const stage = new Stage(options);
    if (!options.portEach) await stage.#double(false);
    return stage;
  }

  /** For one call. */
  async enter(name: string, { operation, script }: ClientVariant, options: SceneOptions = {}): Promise<Scene> {
    return this.play(name, script ? [scenarioOf(script, operation)] : [], options);
  }

  /** The same with scenarios of the double's own kind. */
  async play(name: string, scenarios: readonly Scenario[], { secure = false }: SceneOptions = {}): Promise<Scene> {
    const { bedrock, ca } = await this.#double(secure);
    const sandbox = this.#portEach ? bedrock : bedrock.sandbox(name);
    sandbox.reset();
    sandbox.scenarios.replace(scenarios);
    return new Scene(sandbox, { ca, leave: () => void (this.#portEach ? bedrock.close() : sandbox.reset()) });
  }

  async close(): Promise<void> {
    await Promise.all(this.#listening.map(async (listening) => (await listening).bedrock.close()));
  }

  #double(secure: boolean): Promise<Listening> {
    const listening = (!this.#portEach && this.#shared.get(secure)) || this.#listen(secure);
    this.#shared.set(secure, listening);
    return listening;
  }

  #listen(secure: boolean): Promise<Listening> {
    const listening = secure ? this.#listenSecurely() : listen();
    this.#listening.push(listening);
    return listening;
  }

  async #listenSecurely(): Promise<Listening> {
    const certificate = await (this.#certificate ??= createCertificate());
    return { ...(await listen(certificate)), ca: certificate.cert };
  }
}

/** Bodies are not validated: what a case sends is its own business, and its script says what comes of it. */
async function listen(tls?: TlsOptions): Promise<Listening> {
  const bedrock = createBedrock({
    ...(tls && { tls }),
    credentials: [KEYS.session],
    bearerKeys: [{ token: KEYS.apiKey }],
    validation: false,
    graceMs: 0,
  });
  await bedrock.listen();
  return { bedrock };
}

function scenarioOf({ answers }: Script, operation: ClientOperation): Scenario {
  return { name: 'script', answer: answers.map((answer) => stageAnswer(answer, operation)) };
}

export class Scene {
  readonly url: string;
  readonly prefix: string;
  /** The certificate to trust, in PEM, where the stage speaks TLS. */
  readonly ca: string | undefined;
  /** Forgets the bytes, which may be many. */
  readonly leave: () => void;
  readonly startedAt = Date.now();
  readonly #sandbox: SandboxFace;

  constructor(sandbox: SandboxFace, { ca, leave }: { readonly ca: string | undefined; readonly leave: () => void }) {
    this.#sandbox = sandbox;
    this.ca = ca;
    this.leave = leave;
    this.url = sandbox.url;
    this.prefix = new URL(sandbox.url).pathname.replace(/\/$/, '');
  }

  get idle(): boolean {
    return this.#sandbox.journal.raw().every(({ outcome }) => outcome !== 'pending');
  }

  /** All that was seen so far. */
  seen(): SeenExchange[] {
    return this.#sandbox.journal.raw().map((exchange) => this.#seenOf(exchange));
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
