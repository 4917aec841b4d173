/** The server suite: every case at every place on its axes, and a verdict for each. */
import { CLIENT_OPINIONS } from '../cases/server/clients.ts';
import { SERVER_CASES } from '../cases/server/index.ts';
import type { AuthKind, CaseInfo } from '../case.ts';
import { opinionsOf, serverCasesOf } from '../profiles.ts';
import type { Finding, RunResult, Verdict } from '../verdict.ts';
import { isFailure } from '../verdict.ts';
import { SERVER_CAPABILITIES } from './capability.ts';
import { type ClientOpinionRun, expandOpinions, tryClient } from './clients/try-clients.ts';
import { evidenceOf } from './evidence.ts';
import { expand, type ServerRun } from './expand.ts';
import { sendHttp1 } from './http1.ts';
import { sendHttp2 } from './http2.ts';
import { judge } from './judge.ts';
import { perform } from './perform.ts';
import { redactSeen } from './redact-seen.ts';
import type { ServerSeen } from './seen.ts';
import { type ServerConformanceOptions, settle, type Settings } from './settings.ts';
import { StageError } from './stage.ts';

/** Nobody answers at the endpoint. */
export class EndpointError extends Error {}

/**
 * Tries a server: one result for each run, in the order of the cases.
 *
 * @throws EndpointError where nothing answers at all. @throws TypeError for options that cannot be, and a profile that there is not.
 */
export async function conformServer(options: ServerConformanceOptions): Promise<RunResult[]> {
  const settings = settle(options);
  const { profile } = settings;
  const runs = expand(profile === undefined ? SERVER_CASES : serverCasesOf(profile), settings);
  const opinions = expandOpinions(profile === undefined ? CLIENT_OPINIONS : opinionsOf(profile), settings);
  if (runs.length + opinions.length > 0) await knock(settings);
  const results = await tryRuns(runs, settings, (run, name) => attempt(run, settings, name));
  if (settings.bail && results.some(({ verdict }) => isFailure(verdict))) return results;
  const ask: Attempt<ClientOpinionRun> = async (run, name) =>
    run.lacks.length > 0 ? skipped(run) : tryClient(run, settings, name);
  return [...results, ...(await tryRuns(opinions, settings, ask))];
}

/** How one run is tried, and what comes of it; `name` is that of its sandbox. */
export type Attempt<Run = ServerRun> = (run: Run, name: string) => Promise<Outcome>;

/** What a result tells of a run. */
interface AnyRun {
  readonly name: string;
  readonly case: CaseInfo;
  readonly operation: string;
  readonly http: string;
  readonly auth?: AuthKind;
  readonly client?: string;
}

/** One run after the other. */
export async function tryRuns<Run extends AnyRun>(
  runs: readonly Run[],
  settings: Settings,
  how: Attempt<Run>,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const [number, run] of runs.entries()) {
    const result = await tryRun(run, settings, (name) => how(run, `${name}-${number}`));
    settings.onResult?.(result);
    results.push(result);
    if (settings.bail && isFailure(result.verdict)) break;
  }
  return results;
}

/** Any answer will do, be it to a request that makes no sense. */
export async function knock(settings: Settings): Promise<void> {
  const http = settings.capabilities.has('http1') ? 'http1' : 'http2';
  const headers = http === 'http1' ? ([['Host', settings.base.host]] as const) : [];
  const request = { http, method: 'GET', target: '/', headers, body: Buffer.alloc(0) } as const;
  const send = http === 'http1' ? sendHttp1 : sendHttp2;
  const answer = await send(request, { origin: settings.base, ...settings });
  if (answer.status > 0) return;
  throw new EndpointError(`${settings.base.href} does not answer: ${answer.problem ?? answer.ending}`);
}

async function tryRun(run: AnyRun, settings: Settings, how: (name: string) => Promise<Outcome>): Promise<RunResult> {
  const began = settings.clock();
  const outcome = await how(String(began));
  return {
    run: run.name,
    case: infoOf(run.case),
    axes: axesOf(run),
    subject: settings.subject,
    replay: settings.redactor.text(replayOf(run, settings)),
    startedAt: new Date(began).toISOString(),
    durationMs: Math.round(settings.clock() - began),
    ...outcome,
  };
}

function axesOf({ operation, http, auth = 'sigv4', client }: AnyRun): RunResult['axes'] {
  return { operation, http, ...(auth !== 'sigv4' && { auth }), ...(client !== undefined && { client }) };
}

export type Outcome = Pick<RunResult, 'verdict' | 'reason' | 'findings' | 'evidence'>;

/** What comes of a run whose needs are not all declared. */
export function skipped({ lacks }: Pick<ServerRun, 'lacks'>): Outcome {
  const names = lacks.map((name) => `${name} (${SERVER_CAPABILITIES[name]})`);
  return withoutEvidence('SKIP', `the server is not said to have: ${names.join(', ')}`);
}

export function withoutEvidence(verdict: Verdict, reason: string): Outcome {
  return { verdict, reason, findings: [], evidence: { timeline: [] } };
}

async function attempt(run: ServerRun, settings: Settings, name: string): Promise<Outcome> {
  if (run.lacks.length > 0) return skipped(run);
  try {
    return concluded(run, await perform({ run, settings, name }), settings);
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return withoutEvidence('UNTESTABLE', settings.redactor.text(error.message));
  }
}

/** Judged is what came; what is told of it has the secrets taken out. */
export function concluded(run: ServerRun, seen: ServerSeen, { redactor, onSeen }: Settings): Outcome {
  const shown = redactSeen(seen, redactor);
  onSeen?.(run.name, shown);
  const findings = run.case.expect.map((expected) => {
    const told = judge(expected, shown);
    return { ...told, holds: judge(expected, seen).holds, seen: redactor.text(told.seen) };
  });
  const broken = findings.filter(({ holds }) => !holds);
  return { verdict: verdictOf(run.case, broken), reason: reasonOf(broken), findings, evidence: evidenceOf(shown) };
}

const BROKEN: Readonly<Record<CaseInfo['level'], Verdict>> = { MUST: 'FAIL', SHOULD: 'WARN', INFO: 'INFO' };

function verdictOf({ level, authority }: CaseInfo, broken: readonly Finding[]): Verdict {
  if (level === 'INFO' || (broken.length > 0 && authority === 'opinion')) return 'INFO';
  return broken.length > 0 ? BROKEN[level] : 'PASS';
}

function reasonOf([first]: readonly Finding[]): string {
  return first ? `expected ${first.expected}; seen: ${first.seen}` : 'everything is as expected';
}

function infoOf({ slug, aliases, revision, subject, level, authority, statement, references }: CaseInfo): CaseInfo {
  return { slug, ...(aliases && { aliases }), revision, subject, level, authority, statement, references };
}

/** Keys and tokens are left out; whoever replays it knows them. */
function replayOf({ name }: AnyRun, settings: Settings): string {
  const { base, seed, region, model, control, connectTo, without = [], replay } = settings;
  const options = [
    ...(replay?.options ?? []),
    ['endpoint', base.href.replace(/\/$/, '')],
    ...(connectTo ? [['connect-to', `${connectTo.host}:${connectTo.port}`]] : []),
    ['region', region],
    ['model', model],
    ...(control ? [['control', control === 'self' ? control : control.url]] : []),
    ...without.map((one) => ['without', one]),
    ['case', `'${name}'`],
    ['seed', String(seed)],
  ];
  return `${replay?.before ?? ''}touchstone conform server ${options.map((words) => `--${words.join(' ')}`).join(' ')}`;
}
