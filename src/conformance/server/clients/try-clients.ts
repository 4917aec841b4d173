/** Second opinions: clients that people use call the server under test, and say what they make of it. */
import type { ClientOpinion } from '../../cases/server/clients.ts';
import type { ClientInput, ClientOperation, HttpVersion } from '../../case.ts';
import { judgeClient, type Judgement } from '../../client/judge.ts';
import type { ClientDriver, RunRequest } from '../../drivers/driver.ts';
import { referenceRuntime } from '../../drivers/reference.ts';
import { names } from '../../known-failures.ts';
import type { DriverAnswer } from '../../observation.ts';
import type { RunResult } from '../../verdict.ts';
import { BODIES } from '../bodies.ts';
import type { ServerCapability } from '../capability.ts';
import type { Settings } from '../settings.ts';
import { setStage, StageError } from '../stage.ts';
import { awsSdk } from './aws-sdk.ts';

/** By the name that stands in the name of a run. */
const CLIENTS: Readonly<Record<string, () => ClientDriver>> = {
  'touchstone-client': referenceRuntime,
  'aws-sdk-js': awsSdk,
};

/** A case at a place: one operation, over one version of HTTP, by one client. */
export interface ClientOpinionRun {
  /** `slug@operation,http,client` */
  readonly name: string;
  readonly case: ClientOpinion;
  readonly operation: ClientOperation;
  readonly http: HttpVersion;
  readonly client: string;
  readonly lacks: readonly ServerCapability[];
}

/** Where they can be tried; HTTP versions that are not declared are no places. */
export function expandOpinions(cases: readonly ClientOpinion[], settings: Settings): ClientOpinionRun[] {
  const { cases: globs, http, capabilities, shard } = settings;
  const runs = cases.flatMap((one) =>
    one.operations.flatMap((operation) =>
      http
        .filter((version) => capabilities.has(version))
        .flatMap((version) => Object.keys(CLIENTS).map((client) => runOf(one, { operation, http: version, client }))),
    ),
  );
  const asked = runs.filter((run) => !globs || globs.some((glob) => names(glob, run.name, [run.case.slug])));
  return shard ? asked.filter((_, number) => number % shard.count === shard.index - 1) : asked;

  function runOf(one: ClientOpinion, place: Pick<ClientOpinionRun, 'operation' | 'http' | 'client'>): ClientOpinionRun {
    const name = `${one.slug}@${place.operation},${place.http},${place.client}`;
    const lacks = [...(one.needs ?? []), place.operation].filter((need) => !capabilities.has(need));
    return { ...place, name, case: one, lacks };
  }
}

type Outcome = Pick<RunResult, 'verdict' | 'reason' | 'findings' | 'evidence'>;

/** `sandbox` is the name of its own, where the server can be scripted. */
export async function tryClient(run: ClientOpinionRun, settings: Settings, sandbox: string): Promise<Outcome> {
  const { redactor, ca, timeoutMs, capabilities } = settings;
  if (ca !== undefined) return skipped('give the certificate in NODE_EXTRA_CA_CERTS in place of --ca to hear clients');
  const stage = run.case.stage && capabilities.has('scripting') ? run.case.stage : undefined;
  try {
    const set = stage && (await setStage(stage, `conformance-${sandbox}`, settings));
    const driver = (CLIENTS[run.client] as () => ClientDriver)();
    try {
      const answer = await driver.run(requestOf(run, settings, set?.prefix ?? ''), timeoutMs);
      return redacted(judged(run, answer, stage !== undefined), answer, redactor.text);
    } finally {
      await driver.stop();
      await set?.strike();
    }
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { verdict: 'UNTESTABLE', reason: redactor.text(error.message), findings: [], evidence: { timeline: [] } };
  }
}

function skipped(reason: string): Outcome {
  return { verdict: 'SKIP', reason, findings: [], evidence: { timeline: [] } };
}

function judged(
  { case: one, operation, client }: ClientOpinionRun,
  answer: DriverAnswer,
  isStaged: boolean,
): Judgement {
  const expect = [...one.expect, ...(isStaged ? (one.staged ?? []) : [])];
  const seen = { answer, exchanges: [], prefix: '', answeredAt: 0 };
  const judgement = judgeClient(one, { operation, input: { modelId: '' }, expect }, seen);
  const { verdict, reason } = judgement;
  return verdict === 'PASS'
    ? { ...judgement, reason: `${client} accepts it` }
    : { ...judgement, reason: `${client}: ${reason}` };
}

function redacted(judgement: Judgement, answer: DriverAnswer, text: (text: string) => string): Outcome {
  const observation = answer.type === 'observation' ? answer.observation : { ...answer };
  return {
    verdict: judgement.verdict,
    reason: text(judgement.reason),
    findings: judgement.findings.map((finding) => ({ ...finding, seen: text(finding.seen) })),
    evidence: { timeline: [], observation: JSON.parse(text(JSON.stringify(observation))) as never },
  };
}

function requestOf(
  { name, case: one, operation, http }: ClientOpinionRun,
  settings: Settings,
  sandbox: string,
): RunRequest {
  const { base, region, credentials, capabilities, apiKey } = settings;
  return {
    run: name,
    operation,
    input: inputOf(operation, one.model ?? settings.model),
    endpoint: base.href.replace(/\/$/, '') + sandbox,
    region,
    http,
    ...(capabilities.has('sigv4') || apiKey === undefined ? { credentials } : { apiKey }),
    options: { maxAttempts: 1 },
  };
}

function inputOf(operation: ClientOperation, modelId: string): ClientInput {
  const body = BODIES[operation]({ model: modelId, prompt: 'Say hello.', maxTokens: 16 });
  return operation.startsWith('Converse') ? { modelId, ...body } : { modelId, body };
}
