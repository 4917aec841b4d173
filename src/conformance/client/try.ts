/** One run from beginning to end. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseInfo, ClientCase } from '../case.ts';
import type { ClientDriver, DriverInfo } from '../drivers/driver.ts';
import type { JsonValue } from '../json.ts';
import type { DriverAnswer } from '../observation.ts';
import type { RunResult } from '../verdict.ts';
import { type Judgement, judgeClient } from './judge.ts';
import { axesOf, type ClientRun, requestOf } from './runs.ts';
import type { Scene, Stage } from './stage.ts';
import { timelineOf } from './timeline.ts';

export interface Trial {
  readonly stage: Stage;
  readonly driver: ClientDriver;
  readonly info: DriverInfo;
  /** After how many milliseconds a call counts as one that never ends. */
  readonly limitMs: number;
  /** The command that repeats a run. */
  readonly replay: (run: string) => string;
}

/** Rejects only where the driver is broken. */
export async function tryRun(run: ClientRun, trial: Trial): Promise<RunResult> {
  if (run.missing.length > 0) return resultOf(run, trial, new Date(), undefined);
  const scene = await trial.stage.enter(sandboxName(run.name), run.variant, run);
  const began = new Date(scene.startedAt);
  const answer = await trial.driver.run(requestOf(run, scene.url, scene.ca), trial.limitMs);
  const answeredAt = Date.now() - scene.startedAt;
  await settle(scene, run, answer);
  const result = resultOf(run, trial, began, { answer, answeredAt, scene });
  scene.leave();
  return result;
}

interface Tried {
  readonly answer: DriverAnswer;
  readonly answeredAt: number;
  readonly scene: Scene;
}

function resultOf(run: ClientRun, trial: Trial, began: Date, tried: Tried | undefined): RunResult {
  const { info } = trial;
  const exchanges = tried?.scene.seen() ?? [];
  const judgement = tried ? judgeClient(run.case, run.variant, seenOf(tried)) : skipped(run);
  const { answer } = tried ?? {};
  return {
    run: run.name,
    case: infoOf(run.case),
    axes: axesOf(run),
    subject: { kind: 'client', name: info.name, version: info.version, language: info.language },
    ...judgement,
    evidence: {
      timeline: timelineOf(exchanges),
      exchanges,
      ...(answer?.type === 'observation' && { observation: answer.observation as JsonValue }),
    },
    replay: trial.replay(run.name),
    startedAt: began.toISOString(),
    durationMs: tried?.answeredAt ?? 0,
  };
}

function seenOf({ answer, answeredAt, scene }: Tried) {
  return { answer, answeredAt, exchanges: scene.seen(), prefix: scene.prefix };
}

function skipped({ missing }: ClientRun): Judgement {
  return { verdict: 'SKIP', reason: `the driver does not declare ${missing.join(', ')}`, findings: [] };
}

export function infoOf(one: ClientCase): CaseInfo {
  const { slug, aliases, revision, subject, level, authority, statement, references } = one;
  return { slug, ...(aliases && { aliases }), revision, subject, level, authority, statement, references };
}

/** A connection that should be closed may need a moment for it after the call has ended. */
async function settle(scene: Scene, { variant }: ClientRun, answer: DriverAnswer): Promise<void> {
  const closing = variant.expect.find(({ is }) => is === 'closed-by-client') as { withinMs: number } | undefined;
  if (!closing || answer.type !== 'observation') return;
  for (const until = Date.now() + closing.withinMs; !scene.idle && Date.now() < until;) await pause(10);
}

/** Readable, and short enough for a path. */
export function sandboxName(run: string): string {
  const digest = createHash('sha256').update(run).digest('hex').slice(0, 8);
  return `${run.replace(/[^\w.-]+/g, '-').slice(0, 100)}-${digest}`;
}
