/** Sends what a run says, in order, some of it at once, and gathers what came. */
import type { ServerRun } from './expand.ts';
import { sendHttp1 } from './http1.ts';
import { sendHttp2 } from './http2.ts';
import { type Place, prepare } from './prepare.ts';
import { anyRequest, drawFrom } from './random-request.ts';
import type { ServerOperation, ServerRequest } from './request.ts';
import { see, type SeenAnswer, type ServerSeen } from './seen.ts';
import type { Settings } from './settings.ts';
import { setStage, type Stage } from './stage.ts';
import type { Prepared, SendOptions, WireAnswer } from './wire-answer.ts';

/** What is done around an exchange; asked again, it sends the same request, signed anew. */
export type Around = (exchange: () => Promise<SeenAnswer>) => Promise<SeenAnswer>;

export interface Trial {
  readonly run: ServerRun;
  readonly settings: Settings;
  /** That of its sandbox. */
  readonly name: string;
  /** Default: nothing. */
  readonly around?: Around;
}

/** @throws StageError where what the case needs could not be set up. */
export async function perform(trial: Trial): Promise<ServerSeen> {
  const { run, settings, name } = trial;
  const { stage: scenarios, expect } = run.case;
  const stage =
    scenarios && settings.capabilities.has('scripting')
      ? await setStage(scenarios, `conformance-${name}`, settings)
      : undefined;
  try {
    const answers = await sendAll(trial, stage?.prefix ?? '');
    const looks = expect.some(({ is }) => is === 'client-gone-noticed');
    return { answers, ...(stage && looks && { outcomes: await settled(stage, settings) }) };
  } finally {
    await stage?.strike();
  }
}

async function sendAll({ run, settings, around = once }: Trial, sandbox: string): Promise<SeenAnswer[]> {
  const begun = settings.clock();
  const place = placeOf(run, settings, sandbox);
  const answers: SeenAnswer[] = [];
  for (const group of groupsOf(run, settings)) {
    const sent = group.map((request) =>
      around(async () => {
        const prepared = prepare(request, place);
        const begunAt = settings.clock() - begun;
        const answer = await send(prepared, { origin: settings.base, ...settings });
        return see({ operation: request.operation ?? run.operation, request: prepared, answer, begunAt });
      }),
    );
    answers.push(...(await Promise.all(sent)));
  }
  return answers;
}

const once: Around = (exchange) => exchange();

function placeOf({ http, operation, auth }: ServerRun, settings: Settings, sandbox = ''): Place {
  const path = settings.base.pathname.replace(/\/$/, '');
  return { settings, http, operation, auth, prefix: path + sandbox };
}

/** A request of a run as it would go out. */
export interface Planned {
  readonly operation: ServerOperation;
  readonly request: Prepared;
}

/** All that a run would send. */
export function planned(run: ServerRun, settings: Settings): Planned[] {
  const place = placeOf(run, settings);
  const requests = groupsOf(run, settings).flat();
  return requests.map((request) => ({
    operation: request.operation ?? run.operation,
    request: prepare(request, place),
  }));
}

function send(request: Prepared, options: SendOptions): Promise<WireAnswer> {
  return request.http === 'http1' ? sendHttp1(request, options) : sendHttp2(request, options);
}

/** Requests that go out at the same time. */
function groupsOf({ case: { slug, requests } }: ServerRun, { seed }: Settings): ServerRequest[][] {
  const groups: ServerRequest[][] = [];
  for (const request of requests) {
    const draw = drawFrom(seed, slug);
    const copies = Array.from({ length: request.times ?? 1 }, () => (request.generate ? anyRequest(draw) : request));
    const last = groups.at(-1);
    if (request.together && last) last.push(...copies);
    else groups.push(...(request.together ? [copies] : copies.map((copy) => [copy])));
  }
  return groups;
}

const LOOK_AGAIN_MS = 25;

/** How the exchanges behind ended, once none is under way or the time limit is over. */
async function settled(stage: Stage, { clock, timeoutMs }: Settings): Promise<readonly string[]> {
  const until = clock() + Math.min(timeoutMs, 5_000);
  for (;;) {
    const outcomes = await stage.outcomes();
    if ((outcomes.length > 0 && !outcomes.includes('pending')) || clock() > until) return outcomes;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
