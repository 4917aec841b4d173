/** Passes a verified request on to the real service, the answer back, and hands over what was taken down. */
import { timeline } from '../../mock-server/faults/index.ts';
import type { Exchange } from '../../mock-server/journal/record.ts';
import { httpDate } from '../../mock-server/rendering/heads.ts';
import { renderRefusal } from '../../mock-server/rendering/refusal.ts';
import { splitTarget } from '../../mock-server/sandbox.ts';
import { carryToSocket, type Outgoing, sinkOf } from '../../mock-server/transport/index.ts';
import type { ServiceName } from '../../wire/operations.ts';
import { toBody } from '../body.ts';
import { type HeaderPair, type RecordedResponse, type Recording, RECORDING_FORMAT } from '../recording.ts';
import type { Signer } from './identity.ts';
import type { Keeper, Kept } from './keeper.ts';
import { toOutbound } from './outbound.ts';
import { type Passed, passOn } from './passage.ts';
import { Tape } from './tape.ts';
import { unreachable } from './unreachable.ts';
import type { Upstream } from './upstream.ts';

export interface RecordingMeans {
  readonly address: URL;
  readonly upstream: Upstream;
  readonly signer: Signer;
  readonly keeper: Keeper;
  readonly stalledAfterMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export type Outcome = Kept | { readonly kind: 'not-recorded'; readonly exchange: Exchange; readonly reason: string };

/** Never rejects: what goes wrong is an outcome, and where the client has no answer yet it gets one. */
export async function passAndKeep(exchange: Exchange, outgoing: Outgoing, means: RecordingMeans): Promise<Outcome> {
  const number = means.keeper.number();
  const startedAt = means.now();
  const tape = new Tape(() => means.now() - startedAt);
  const passed = await attempt(exchange, { outgoing, means, tape });
  if (passed.kind === 'unreachable') return refuse(exchange, outgoing, { means, error: passed.error });
  if (passed.kind === 'nothing') return { kind: 'not-recorded', exchange, reason: passed.reason };
  try {
    return await means.keeper.keep(recordingOf(exchange, tape.end(passed.ending)), number);
  } catch (cause) {
    return { kind: 'not-recorded', exchange, reason: (cause as Error).message };
  }
}

interface Course {
  readonly outgoing: Outgoing;
  readonly means: RecordingMeans;
  readonly tape: Tape;
}

/** A request that cannot be signed comes no further than one whose service is not there. */
async function attempt(exchange: Exchange, { outgoing, means, tape }: Course): Promise<Passed> {
  const { address: upstream, signer, clock } = means;
  const { method, body } = exchange.request;
  const request = {
    service: serviceOf(exchange),
    method,
    body,
    target: targetOf(exchange),
    headers: headersOf(exchange),
  };
  try {
    const outbound = await toOutbound(request, { upstream, authoriser: signer.authoriser, now: clock() });
    return await passOn(outbound, { ...means, sink: sinkOf(outgoing), tape });
  } catch (cause) {
    return { kind: 'unreachable', error: cause as Error };
  }
}

interface Failure {
  readonly means: RecordingMeans;
  readonly error: Error;
}

function refuse(exchange: Exchange, outgoing: Outgoing, { means, error }: Failure): Outcome {
  const refusal = unreachable(means.address.origin, error);
  const context = { date: httpDate(means.clock()), requestId: exchange.requestId, service: serviceOf(exchange) };
  const silent = { wrote: () => {}, finished: () => {} };
  carryToSocket(
    timeline(renderRefusal(refusal, context), {}, () => 0),
    outgoing,
    silent,
  );
  return { kind: 'not-recorded', exchange, reason: refusal.message };
}

function recordingOf(exchange: Exchange, response: RecordedResponse): Recording {
  const { ask } = exchange.matching?.input() ?? {};
  const body = toBody(exchange.request.body);
  return {
    format: RECORDING_FORMAT,
    operation: exchange.operation!.name,
    modelId: ask?.modelId ?? '',
    recordedAt: new Date(exchange.receivedAt).toISOString(),
    request: {
      method: exchange.request.method,
      target: targetOf(exchange),
      headers: headersOf(exchange),
      ...(body && { body }),
    },
    response,
    redacted: [],
  };
}

function serviceOf({ operation }: Exchange): ServiceName {
  return operation!.service;
}

/** Without the prefix of a sandbox, which the real service does not know. */
function targetOf({ request }: Exchange): string {
  const { path, query } = splitTarget(request.target);
  return query === '' ? path : `${path}?${query}`;
}

/** Without the pseudo-headers of HTTP/2, which say what `method` and `target` say. */
function headersOf({ request: { rawHeaders } }: Exchange): HeaderPair[] {
  return rawHeaders.flatMap((name, i): HeaderPair[] =>
    i % 2 === 0 && !name.startsWith(':') ? [[name, rawHeaders[i + 1] ?? '']] : [],
  );
}
