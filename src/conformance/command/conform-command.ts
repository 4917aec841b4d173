/** A client that has no driver: a command uses it, and is run once well and once for each thing that can go wrong. */
import type { AnswerSpec, Scenario } from '../../fixtures/scenario.ts';
import { CLIENT_CASES } from '../cases/client/index.ts';
import type { ClientCase } from '../case.ts';
import { judgeClient } from '../client/judge.ts';
import { type Scene, Stage } from '../client/stage.ts';
import { timelineOf } from '../client/timeline.ts';
import { infoOf } from '../client/try.ts';
import { DriverError } from '../drivers/driver.ts';
import { names } from '../known-failures.ts';
import type { SeenExchange } from '../observation.ts';
import { type Finding, isFailure, type RunResult } from '../verdict.ts';
import { execute, type Executed } from './execute.ts';
import { COMMAND_TRIALS, type CommandTrial } from './trials.ts';

export interface CommandOptions {
  /** The program and its arguments: one use of the client that ends with exit code 0 where all is well. */
  readonly command: readonly string[];
  /** What the stage answers. Default: a short text to everything. */
  readonly scenarios?: readonly Scenario[];
  /** Globs over names of runs or slugs of cases. Default: all. */
  readonly only?: readonly string[];
  readonly bail?: boolean;
  /** How long the command may take, in milliseconds. Default: 120,000. */
  readonly limitMs?: number;
  readonly onResult?: (result: RunResult, progress: { readonly done: number; readonly of: number }) => void;
}

const DEFAULT_SCENARIOS: readonly Scenario[] = [{ name: 'hello', answer: 'Hello from Touchstone. All is well.' }];

interface Tried {
  readonly executed: Executed;
  readonly exchanges: readonly SeenExchange[];
  readonly startedAt: number;
}

/** Rejects with a `DriverError` where the command fails though nothing is wrong, or asks the stage nothing. */
export async function conformCommand(options: CommandOptions): Promise<RunResult[]> {
  const stage = await Stage.open();
  try {
    const well = await tryCommand(await stage.play('command-well', scenariosOf(options)), options);
    requireWell(well);
    const asks = well.exchanges.some(({ operation }) => operation?.includes('Stream'));
    const trials = COMMAND_TRIALS.filter(({ slug }) => isAsked(slug, options));
    const results: RunResult[] = [];
    for (const trial of trials) {
      const tried = trial.streams && !asks ? undefined : trial.spoil ? await trySpoilt(stage, trial, options) : well;
      const result = resultOf(trial, tried, options);
      results.push(result);
      options.onResult?.(result, { done: results.length, of: trials.length });
      if (options.bail && isFailure(result.verdict)) break;
    }
    return results;
  } finally {
    await stage.close();
  }
}

function isAsked(slug: string, { only = [] }: CommandOptions): boolean {
  return only.length === 0 || only.some((glob) => names(glob, nameOf(slug), [slug]));
}

const nameOf = (slug: string): string => `${slug}@command`;
const scenariosOf = ({ scenarios = DEFAULT_SCENARIOS }: CommandOptions): readonly Scenario[] => scenarios;

async function trySpoilt(stage: Stage, { slug, spoil }: CommandTrial, options: CommandOptions): Promise<Tried> {
  const scenarios = scenariosOf(options).map((scenario) => ({
    ...scenario,
    answer: [scenario.answer].flat().map((answer) => spoilt(answer, spoil)),
  }));
  return tryCommand(await stage.play(`command-${slug.replace('/', '-')}`, scenarios), options);
}

function spoilt(answer: string | AnswerSpec, spoil: CommandTrial['spoil']): AnswerSpec {
  if (spoil?.error !== undefined) return { error: spoil.error };
  return { ...(typeof answer === 'string' ? { reply: answer } : answer), ...spoil };
}

async function tryCommand(scene: Scene, { command, limitMs = 120_000 }: CommandOptions): Promise<Tried> {
  try {
    const executed = await execute(command, scene.url, limitMs);
    return { executed, exchanges: scene.seen(), startedAt: scene.startedAt };
  } catch (cause) {
    throw new DriverError(`${command.join(' ')} cannot be started: ${(cause as Error).message}`, { cause });
  } finally {
    scene.leave();
  }
}

function requireWell({ executed, exchanges }: Tried): void {
  if (executed.code !== 0)
    throw new DriverError(
      `the command ${endOf(executed)} though nothing was wrong; give a command that ends well, and with --scenarios the answers it wants. It printed last:\n${executed.output}`,
    );
  if (exchanges.length === 0)
    throw new DriverError(
      'the command asked the stage nothing: its client must take the endpoint from AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL or ANTHROPIC_BEDROCK_BASE_URL',
    );
}

function endOf({ code, problem }: Executed): string {
  return problem ?? `ends with exit code ${code}`;
}

function resultOf(trial: CommandTrial, tried: Tried | undefined, { command }: CommandOptions): RunResult {
  const info = infoOf(CLIENT_CASES.find(({ slug }) => slug === trial.slug) as ClientCase);
  return {
    run: nameOf(trial.slug),
    case: info,
    axes: {},
    subject: { kind: 'client', name: command.join(' ') },
    ...(tried ? judged(info, trial, tried) : NO_STREAM),
    evidence: {
      timeline: timelineOf(tried?.exchanges ?? []),
      ...(tried && {
        exchanges: tried.exchanges,
        observation: { exitCode: tried.executed.code ?? null, output: tried.executed.output },
      }),
    },
    replay: `touchstone conform client --case '${nameOf(trial.slug)}' -- ${command.join(' ')}`,
    startedAt: new Date(tried?.startedAt ?? 0).toISOString(),
    durationMs: tried?.executed.durationMs ?? 0,
  };
}

const NO_STREAM = { verdict: 'SKIP', reason: 'the command asks for no stream', findings: [] } as const;

function judged(info: ReturnType<typeof infoOf>, { expect, exit }: CommandTrial, { executed, exchanges }: Tried) {
  const seen = { answer: { type: 'observation', observation: {} }, exchanges, prefix: '', answeredAt: 0 } as const;
  const wire = judgeClient(info, { operation: 'Converse', input: { modelId: '' }, expect }, seen);
  const ended = exitFinding(exit, executed);
  if (ended.holds) return wire;
  const verdict =
    info.level === 'MUST' ? ('FAIL' as const) : info.level === 'SHOULD' ? ('WARN' as const) : ('INFO' as const);
  return {
    verdict,
    reason: `expected that ${ended.expected}; seen: ${ended.seen}`,
    findings: [ended, ...wire.findings],
  };
}

function exitFinding(exit: CommandTrial['exit'], executed: Executed): Finding {
  const hung = executed.code === undefined;
  return exit === 'well'
    ? { holds: executed.code === 0, expected: 'the command ends with exit code 0', seen: endOf(executed) }
    : {
        holds: !hung && executed.code !== 0,
        expected: 'the command notices, and ends with another exit code than 0',
        seen: endOf(executed),
      };
}
