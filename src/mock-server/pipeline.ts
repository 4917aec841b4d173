/**
 * The way of a request through the double, in the order of the real service. Each stage hands on what it found, or
 * refuses; only here is answered and journaled.
 */
import type { AnswerSpec } from '../fixtures/scenario.ts';
import { SIGNING_NAMES } from '../wire/operations.ts';
import { authorize } from './auth/index.ts';
import type { Call } from './call.ts';
import { type Answer, Refusal, type Rendition, type WireRequest } from './exchange.ts';
import { befall, timeline } from './faults/index.ts';
import { resourceArn } from './identity.ts';
import { Exchange } from './journal/record.ts';
import { type Input, match, nearestLine, why } from './matching/index.ts';
import { resolveRoute, type Route } from './operations/route.ts';
import { notBuilt, ourOwnFault, tooDeep, unmatched } from './refusals.ts';
import { httpDate } from './rendering/heads.ts';
import { renderRaw } from './rendering/raw.ts';
import { reasonHeader, renderRefusal, renderUnknownOperation } from './rendering/refusal.ts';
import { scriptedError } from './rendering/scripted-error.ts';
import { splitTarget } from './sandbox.ts';
import { type Asked, SERVED, type Served } from './served.ts';
import { unscriptedNotice } from './unscripted-notice.ts';
import type { World } from './world.ts';

/** Never throws: a bug of ours is answered as the service answers its own, and told to the person. */
export function handle(request: WireRequest, world: World, sandbox = ''): Exchange {
  const call = begin(request, world, sandbox);
  const outcome = attempt(() => serve(call));
  call.exchange.answer = outcome instanceof Refusal ? refuse(call, outcome) : outcome;
  call.sandbox.journal.add(call.exchange);
  return call.exchange;
}

function begin(request: WireRequest, world: World, inProcess: string): Call {
  const { sandbox: prefix, path, query } = splitTarget(request.target);
  const name = prefix || inProcess;
  const sandbox = world.sandboxes.get(name);
  const { clock, finished } = world;
  const requestId = sandbox.ids.uuid();
  const exchange = new Exchange({ sandbox: name, request, requestId, clock, finished });
  return { request, world, sandbox, exchange, path, query, head: { date: httpDate(exchange.receivedAt), requestId } };
}

function attempt(stages: () => Answer | Refusal): Answer | Refusal {
  try {
    return stages();
  } catch (cause) {
    return cause instanceof RangeError ? tooDeep() : ourOwnFault(cause);
  }
}

/** Route, authenticate, authorise, read and validate, match, render, faults: AWS refuses in this order. */
function serve(call: Call): Answer | Refusal {
  const { request, world, exchange } = call;
  const route = resolveRoute(request, call.path, call.query);
  if (!route) return unknownOperation(call);
  const { operation } = route;
  exchange.operation = operation;
  exchange.modelId = route.label;
  const signingName = SIGNING_NAMES[operation.service];
  const caller = world.authenticator.authenticate(request, { signingName }, exchange.receivedAt);
  if (caller instanceof Refusal) return caller;
  exchange.caller = caller;
  const denied = caller.denied.length > 0 && authorize(caller, operation.action, resourceArn(route, caller));
  if (denied) return denied;
  const served = SERVED[operation.name];
  if (!served) return notBuilt(operation);
  const ask = served.ask(call, route);
  if (ask instanceof Refusal) return ask;
  return perform(call, served, { ask, route, caller });
}

/** From what is asked to bytes and waits: the scenario's answer; without one a plausible answer or, strictly, none. */
function perform(call: Call, served: Served, asked: Asked): Answer | Refusal {
  const { sandbox, world, exchange } = call;
  const input = { ask: asked.ask, request: call.request };
  const set = sandbox.scenarios;
  const outcome = match(set, sandbox.counters, input);
  exchange.matching = { set, outcome, input: rereader(call, served, asked.route), why };
  // The control plane and STS answer from the catalogue and the caller; there is nothing to script.
  const lacking = !outcome.scenario && asked.ask.model !== undefined;
  if (lacking && world.strict) return unmatched(asked.ask.operation, nearestLine(set, input));
  const notice = lacking ? unscriptedNotice(set, input) : undefined;
  if (set.scenarios.length > 0) exchange.note = notice;
  const spec = outcome.scenario ? outcome.answer : {};
  const { error, faults } = befall(spec, {
    rate: world.faultRate,
    streams: asked.route.operation.streams,
    random: sandbox.random,
  });
  const rendition = render(call, { served, asked, spec: error ?? spec, notice });
  if (rendition instanceof Refusal) return rendition;
  return timeline(rendition, { timing: spec.timing ?? world.timing, faults }, sandbox.random);
}

/** Reads a request again for somebody who looks at the journal. */
function rereader(call: Call, served: Served, route: Route): () => Input | undefined {
  return () => {
    const ask = served.ask(call, route);
    return ask instanceof Refusal ? undefined : { ask, request: call.request };
  };
}

interface Due {
  readonly served: Served;
  readonly asked: Asked;
  readonly spec: AnswerSpec;
  /** Told where no scenario matched. */
  readonly notice: string | undefined;
}

function render(call: Call, { served, asked, spec, notice }: Due): Rendition | Refusal {
  if (spec.error !== undefined) return scriptedRefusal(call, asked.route, spec.error);
  if (spec.raw) return renderRaw(spec.raw, call.head);
  if (notice === undefined) return served.render(call, asked, spec);
  const madeUp = served.render(call, { ...asked, notice }, spec);
  return madeUp instanceof Refusal ? madeUp : { ...madeUp, headers: [...madeUp.headers, ...reasonHeader(notice)] };
}

function scriptedRefusal(call: Call, { operation }: Route, error: NonNullable<AnswerSpec['error']>): Rendition {
  const refusal = scriptedError(error);
  call.exchange.refusal = refusal;
  const rendition = renderRefusal(refusal, { ...call.head, service: operation.service });
  const headers = typeof error === 'string' ? {} : (error.headers ?? {});
  return { ...rendition, headers: [...rendition.headers, ...Object.entries(headers).flat()] };
}

function refuse(call: Call, refusal: Refusal): Answer {
  call.exchange.refusal = refusal;
  const service = call.exchange.operation?.service ?? 'bedrock-runtime';
  return timeline(renderRefusal(refusal, { ...call.head, service }), {}, call.sandbox.random);
}

function unknownOperation(call: Call): Answer {
  const { method, target } = call.request;
  const reason = `${method} ${target} is no operation of Bedrock, its control plane or STS; a label must be one segment, its slashes sent as %2F`;
  call.exchange.note = reason;
  return timeline(renderUnknownOperation(call.head, { request: call.request, reason }), {}, call.sandbox.random);
}
