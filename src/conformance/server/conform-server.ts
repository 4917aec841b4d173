/** The server suite: every case at every place on its axes, and a verdict for each. */
import { SERVER_CASES } from '../cases/server/index.ts';
import type { CaseInfo } from '../case.ts';
import type { Finding, RunResult, Verdict } from '../verdict.ts';
import { isFailure } from '../verdict.ts';
import { SERVER_CAPABILITIES } from './capability.ts';
import { evidenceOf } from './evidence.ts';
import { expand, type ServerRun } from './expand.ts';
import { sendHttp1 } from './http1.ts';
import { sendHttp2 } from './http2.ts';
import { judge } from './judge.ts';
import { perform } from './perform.ts';
import { redactText } from './redact.ts';
import type { ProbeCase } from './request.ts';
import type { ServerSeen } from './seen.ts';
import { type ServerConformanceOptions, settle, type Settings } from './settings.ts';
import { StageError } from './stage.ts';

/** Nobody answers at the endpoint. */
export class EndpointError extends Error {}

/**
 * Tries a server: one result for each run, in the order of the cases.
 *
 * @throws EndpointError where nothing answers at all. @throws TypeError for options that cannot be.
 */
export async function conformServer(options: ServerConformanceOptions): Promise<RunResult[]> {
  const settings = settle(options);
  const runs = expand(SERVER_CASES, settings);
  if (runs.length > 0) await knock(settings);
  const results: RunResult[] = [];
  for (const [number, run] of runs.entries()) {
    const result = await tryRun(run, settings, number);
    settings.onResult?.(result);
    results.push(result);
    if (settings.bail && isFailure(result.verdict)) break;
  }
  return results;
}

/** Any answer will do, be it to a request that makes no sense. */
async function knock(settings: Settings): Promise<void> {
  const http = settings.capabilities.has('http1') ? 'http1' : 'http2';
  const headers = http === 'http1' ? ([['Host', settings.base.host]] as const) : [];
  const request = { http, method: 'GET', target: '/', headers, body: Buffer.alloc(0) } as const;
  const send = http === 'http1' ? sendHttp1 : sendHttp2;
  const answer = await send(request, { origin: settings.base, ...settings });
  if (answer.status > 0) return;
  throw new EndpointError(`${settings.base.href} does not answer: ${answer.problem ?? answer.ending}`);
}

async function tryRun(run: ServerRun, settings: Settings, number: number): Promise<RunResult> {
  const began = settings.clock();
  const outcome = run.lacks.length > 0 ? skipped(run) : await attempt(run, settings, `${began}-${number}`);
  return {
    run: run.name,
    case: infoOf(run.case),
    axes: { operation: run.operation, http: run.http },
    subject: settings.subject,
    replay: replayOf(run, settings),
    startedAt: new Date(began).toISOString(),
    durationMs: Math.round(settings.clock() - began),
    ...outcome,
  };
}

type Outcome = Pick<RunResult, 'verdict' | 'reason' | 'findings' | 'evidence'>;

function skipped({ lacks }: ServerRun): Outcome {
  const reason = `the server is not said to have: ${lacks.map((name) => `${name} (${SERVER_CAPABILITIES[name]})`).join(', ')}`;
  return { verdict: 'SKIP', reason, findings: [], evidence: { timeline: [] } };
}

async function attempt(run: ServerRun, settings: Settings, name: string): Promise<Outcome> {
  try {
    return concluded(run.case, await perform(run, settings, name));
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { verdict: 'UNTESTABLE', reason: error.message, findings: [], evidence: { timeline: [] } };
  }
}

/** The verdict on what was seen; for whoever has seen it elsewhere, such as in a recording, too. */
export function concluded(one: ProbeCase, seen: ServerSeen): Outcome {
  const findings = one.expect.map((expected) => redactFinding(judge(expected, seen)));
  const broken = findings.filter(({ holds }) => !holds);
  return { verdict: verdictOf(one, broken), reason: reasonOf(broken), findings, evidence: evidenceOf(seen) };
}

function redactFinding({ holds, expected, seen }: Finding): Finding {
  return { holds, expected, seen: redactText(seen) };
}

const BROKEN: Readonly<Record<CaseInfo['level'], Verdict>> = { MUST: 'FAIL', SHOULD: 'WARN', INFO: 'INFO' };

function verdictOf({ level, authority }: CaseInfo, broken: readonly Finding[]): Verdict {
  if (level === 'INFO' || (broken.length > 0 && authority === 'opinion')) return 'INFO';
  return broken.length > 0 ? BROKEN[level] : 'PASS';
}

function reasonOf([first]: readonly Finding[]): string {
  return first ? `expected ${first.expected}; seen: ${first.seen}` : 'everything is as expected';
}

function infoOf({ slug, aliases, revision, subject, level, authority, statement, references }: ProbeCase): CaseInfo {
  return { slug, ...(aliases && { aliases }), revision, subject, level, authority, statement, references };
}

/** Keys and tokens are left out; whoever replays it knows them. */
function replayOf({ name }: ServerRun, settings: Settings): string {
  const { base, seed, region, model, control, without = [] } = settings;
  const options = [
    ['endpoint', base.href.replace(/\/$/, '')],
    ['region', region],
    ['model', model],
    ...(control ? [['control', control === 'self' ? control : control.url]] : []),
    ...without.map((one) => ['without', one]),
    ['case', `'${name}'`],
    ['seed', String(seed)],
  ];
  return `touchstone conform server ${options.map(([option, value]) => `--${option} ${value}`).join(' ')}`;
}
